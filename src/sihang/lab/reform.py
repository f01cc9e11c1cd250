"""A reform put over packages: other rates, ceilings, lines, fills, conditions, measures switched off (docs/simulation.md).

What a reform changes is changed in the packages as read, before any rule is, so that every check runs as on a file; what it
adds is a package of its own, `reform`, whose notice stands wherever its figures are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sihang.lab.reforms.overlay import Draft
from sihang.lab.reforms.reform_file import OFF, Reform
from sihang.lab.reforms.reform_lines import lines_of_measure, reword
from sihang.lab.reforms.reform_slots import apply_facts, apply_ranges, apply_slots
from sihang.lab.reforms.rewording import Line, places_of
from sihang.lab.reforms.supposed import Supposed
from sihang.rulebook.assess import Rulebook, check, load
from sihang.rulebook.errors import KeyPath, PackageUnusable, Problem, Words
from sihang.rulebook.package import package_of

_RANGE_MEND = Words(
    "；设想要改原文允许的范围，请在 ranges 中写明", "; a reform that widens the range says so under ranges"
)

_BY_THE_REFORM = Words("（原规则没有这个问题，是设想引起的）", " (not so without the reform)")


def reformed(baseline: Sequence[str], reform: Reform) -> Rulebook:
    """The packages of the baseline, and those that the reform brings, as the reform would have them.

    Raises:
        PackageUnusable: every problem of the reform, each with file, line and mend.
    """
    work = Supposed(load(*baseline, *reform.packages), reform)
    apply_slots(work)
    apply_ranges(work)
    apply_facts(work)
    for index, condition in enumerate(reform.part("conditions")):
        _require_of_all(work, condition, ("conditions", index))
    for key, change in reform.part("measures").items():
        _change_measure(work, key, change, ("measures", key))
    if work.problems:
        raise PackageUnusable(work.problems)
    rulebook = Rulebook([package_of(folder) for folder in work.folders()])
    if problems := [problem for problem in check(rulebook) if not _is_idle(problem, reform)]:
        raise PackageUnusable(_with_mend(problem, reform) for problem in problems)
    return rulebook


def _is_idle(problem: Problem, reform: Reform) -> bool:
    """A fact of the packages that decides nothing any more: a reform may do that."""
    return problem.code == "unused-fact" and not _says(reform, problem)


def _says(reform: Reform, problem: Problem) -> bool:
    return problem.where.startswith(f"{reform.path}:")


def _with_mend(problem: Problem, reform: Reform) -> Problem:
    """What a reform can do about it; the packages alone have no problem, or they would not have been loaded."""
    mend = _RANGE_MEND if problem.code == "out-of-range" else Words("", "")
    if not _says(reform, problem):
        mend = _BY_THE_REFORM
    zh, en = (said + more for said, more in zip(problem.what, mend, strict=True))
    return Problem(problem.code, problem.where, Words(zh, en))


def _require_of_all(work: Supposed, raw: Any, said: KeyPath) -> None:
    """A condition of every measure, beside the policy's own."""
    for package in work.packages:
        draft = work.drafts.file(package, "package")
        if package.measures and draft is not None:
            work.append(draft, "conditions", work.condition(raw, said), said)


def _change_measure(work: Supposed, key: str, change: Any, said: KeyPath) -> None:
    sources = {source.data["id"]: (package, source) for package in work.packages for source in package.measures}
    if key not in sources:
        work.unknown(key, said, sources, Words("措施", "measure"))
    elif change == OFF:
        _switch_off(work, key, said)
    else:
        draft = work.drafts.measure(*sources[key])
        _drop(work, draft, change.get("drop", []), (*said, "drop"), key)
        reword(work, lines_of_measure(draft), change.get("change", []), (*said, "change"), key)
        for index, raw in enumerate(change.get("add", [])):
            work.append(draft, "conditions", work.condition(raw, (*said, "add", index)), (*said, "add", index))
        if "kinds" in change:
            draft.data.setdefault("applicant", {})
            draft.put(("applicant", "kinds"), change["kinds"], (*said, "kinds"))


def _switch_off(work: Supposed, key: str, said: KeyPath) -> None:
    """As if a higher document had ended the measure: it stays in every list, and is not met."""
    title, first = work.reform.title.zh, work.policy
    ending = {
        "id": f"off-{key}", "document": title, "level": "national", "from": first.period.start, "entered": first.issued,
        "measures": [key], "effect": "ends", "by": title, "reason": {"zh": "设想中停用", "en": "Switched off in the reform"},
    }  # fmt: skip
    work.add("supersessions", ending, said)


def _drop(work: Supposed, draft: Draft, dropped: Sequence[str], said: KeyPath, key: str) -> None:
    conditions = [line for _, line in lines_of_measure(draft) if line.part == "rule"]
    gone: set[int] = set()
    for index, wanted in enumerate(dropped):
        found = _named(conditions, wanted)
        if not found:
            shown = "；".join(line.label for line in conditions)
            zh = f"{key} 没有条件“{wanted}”。有：{shown}"
            work.complain(
                "change-not-found", (*said, index), zh, f"{key} has no condition '{wanted}'. There are: {shown}"
            )
        gone.update(int(line.path[1]) for line in found)
    if gone:
        draft.take_out(("conditions",), gone)


def _named(conditions: Sequence[Line], wanted: str) -> list[Line]:
    """The conditions of this label, else of this line."""
    return [line for line in conditions if line.label == wanted] or [
        place.line for place in places_of(wanted, conditions) if place.end - place.start == len(place.line.text)
    ]
