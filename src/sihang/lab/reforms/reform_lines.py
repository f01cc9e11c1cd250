"""The lines of rule that a reform may reword, and where in them it says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sihang.lab.reforms.overlay import Draft
from sihang.lab.reforms.reform_file import as_line
from sihang.lab.reforms.rewording import Line, Place, literal_in, literals_of, places_of, reworded
from sihang.lab.reforms.supposed import Supposed
from sihang.rulebook.errors import KeyPath

Lines = Sequence[tuple[Draft, Line]]


def lines_of_measure(draft: Draft) -> list[tuple[Draft, Line]]:
    """The lines of a measure file: its own conditions, its benefits, its frequency."""
    raw = draft.data
    found: list[tuple[KeyPath, str]] = []
    for index, condition in enumerate(raw.get("conditions", [])):
        found.append((("conditions", index, "rule"), condition.get("zh", condition["rule"])))
    for index, benefit in enumerate(raw.get("benefits", [])):
        found += [
            (("benefits", index, part), benefit["zh"]) for part in ("amount", "when", "quantity") if part in benefit
        ]
    if "unless" in raw.get("frequency", {}):
        found.append((("frequency", "unless"), "unless"))
    return [(draft, _line(draft, path, label)) for path, label in found]


def lines_of_fills(work: Supposed, slot: str) -> list[tuple[Draft, Line]]:
    """The lines of every document that fills a slot."""
    return [(draft, line) for draft in _fills(work) for line in _lines_of_fills(draft, slot)]


def _fills(work: Supposed) -> list[Draft]:
    drafts = (work.drafts.file(package, "fills") for package in work.packages)
    return [draft for draft in drafts if draft is not None]


def _lines_of_fills(draft: Draft, slot: str) -> Iterator[Line]:
    for index, raw in enumerate(draft.data["fills"]):
        if raw["slot"] != slot:
            continue
        yield from (_line(draft, ("fills", index, part), part) for part in ("value", "when") if part in raw)
        for place, condition in enumerate(raw.get("conditions", [])):
            path = ("fills", index, "conditions", place, "rule")
            yield _line(draft, path, condition.get("zh", condition["rule"]))


def _line(draft: Draft, path: KeyPath, label: str) -> Line:
    return Line(path, draft.at(path), str(path[-1]), " ".join(label.split()))


def reword(work: Supposed, lines: Lines, changes: Sequence[Mapping[str, Any]], said: KeyPath, owner: str) -> None:
    """Make the changes in the lines of `owner`; every literal is found in the lines as they were, whatever the order."""
    chosen: dict[int, list[tuple[Place, str, KeyPath]]] = {}
    index_of = {id(line): index for index, (_, line) in enumerate(lines)}
    for index, change in enumerate(changes):
        for place in _places(work, [line for _, line in lines], change, (*said, index), owner):
            chosen.setdefault(index_of[id(place.line)], []).append((place, as_line(change["to"]), (*said, index)))
    for index, made in chosen.items():
        _write(work, *lines[index], sorted(made, key=lambda each: each[0].start))


def _write(work: Supposed, draft: Draft, line: Line, made: list[tuple[Place, str, KeyPath]]) -> None:
    if any(a[0].end > b[0].start for a, b in pairwise(made)):
        zh, en = f"这一处已由另一条改动：{line.shown}", f"another change has changed this: {line.shown}"
        work.complain("changed-twice", made[-1][2], zh, en)
        return
    text = reworded(line, [(place, new) for place, new, _ in made])
    draft.put(line.path, text, made[0][2])
    beside = draft.at(line.path[:-1])
    beside["reading"] = [*beside.get("reading", []), work.reading(text, made[0][2])]


def _places(
    work: Supposed, lines: list[Line], change: Mapping[str, Any], said: KeyPath, owner: str
) -> list[Place]:  # fmt: skip
    """Where a change applies: exactly one place, unless it says `everywhere`."""
    wanted = as_line(change["from"])
    within = [line for line in lines if "in" not in change or change["in"] in (line.part, line.label, line.shown)]
    found = places_of(wanted, within)
    if not _same_kind(work, wanted, as_line(change["to"]), said):
        return []
    if not found:
        near = "、".join(literals_of(within)) if literal_in(wanted) else "；".join(line.shown for line in lines)
        zh = f"{owner} 的条文行里没有“{wanted}”。有：{near or '（无）'}"
        work.complain("change-not-found", said, zh, f"no line of {owner} says '{wanted}'. There is: {near or '(none)'}")
    elif len(found) > 1 and not change.get("everywhere"):
        shown = "；".join(f"{place.line.label}（{place.line.shown}）" for place in found)
        zh = f"{owner} 里有 {len(found)} 处“{wanted}”：{shown}。请用 in: 指明哪一行，或写 everywhere: true 全部改"
        en = f"{owner} says '{wanted}' in {len(found)} places: {shown}. Say which with in:, or everywhere: true"
        work.complain("change-ambiguous", said, zh, en)
        return []
    return found


def _same_kind(work: Supposed, wanted: str, new: str, said: KeyPath) -> bool:
    """A literal is replaced by one of its kind; anything else is said as a whole line."""
    before, after = literal_in(wanted), literal_in(new)
    if before is None or (after is not None and after[0] == before[0]):
        return True
    zh = f"“{wanted}”要换成同类的数，“{new}”不是；要改写整行，请把整行写进 from"
    en = f"'{wanted}' is replaced by a number of its kind, which '{new}' is not; to rewrite the line put it into from"
    work.complain("wrong-kind", (*said, "to"), zh, en)
    return False
