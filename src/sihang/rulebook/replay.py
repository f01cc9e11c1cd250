"""Make a saved assessment again and compare it bit for bit: reproduced, or what differs (`sihang replay FILE`).

A digest shows that a file was changed after it was written; it is not a signature: who changes the content can change
the digest with it. The comparison with a new assessment holds in any case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sihang import __version__
from sihang.rulebook.assess import Assessment, load
from sihang.rulebook.errors import CaseUnusable, PackageUnusable, Problem, ReplayUnusable, Words
from sihang.rulebook.folder import Folder, find_folder, sm3
from sihang.rulebook.saved import LANG, canonical, package_entry, saved, write_saved
from sihang.rulebook.saved_reader import SavedAssessment, SavedPackage, read_saved

__all__ = ["Replay", "canonical", "replay", "saved", "write_saved"]

_SHOWN_CHARS = 120
_NOTHING = object()


@dataclass(frozen=True)
class Replay:
    """What came of a replay. `remarks` are for information: they do not make it fail.

    `assessment` is the new one; None where the rules or the case can no longer be used.
    """

    differences: tuple[Words, ...]
    remarks: tuple[Words, ...] = ()
    assessment: Assessment | None = None

    @property
    def reproduced(self) -> bool:
        return not self.differences

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """Ready for json.dumps."""
        shown = {"differences": self.differences, "remarks": self.remarks}
        return {"reproduced": self.reproduced, **{key: [w.to(lang) for w in words] for key, words in shown.items()}}


def replay(saved: Any, folders: Mapping[str, str | Path] | None = None) -> Replay:
    """Assess again on the same day what was saved, and compare.

    Args:
        saved: the parsed JSON of a file, best by `case_from_json`, which keeps every number as written.
        folders: package id to the folder where it is now, for packages that no id leads to.

    Raises:
        ReplayUnusable: it is no saved assessment, or its packages are not here; with every problem.
    """
    file = read_saved(saved)
    try:
        return _replay(file, _names(file, folders or {}))
    except RecursionError:
        raise ReplayUnusable([Problem("bad-json", "$", Words("嵌套层数太多", "nested too deeply"))]) from None


def _replay(file: SavedAssessment, names: Mapping[str, str]) -> Replay:
    differences = [*_own_digests(file), *_package_differences(file, names)]
    remarks = tuple(_software(file))
    try:
        # From the files compared above and not from the cache: whoever can write to it could have it say anything.
        assessment = load(*names.values(), as_of=file.known, fresh=True).assess(file.case, on=file.on)
    except (PackageUnusable, CaseUnusable) as error:
        if not differences:
            raise ReplayUnusable(_placed(error)) from None
        return Replay((*differences, *(_no_longer(problem) for problem in error.problems)), remarks)
    return Replay((*differences, *_result_differences(file, assessment, bool(differences))), remarks, assessment)


def _names(file: SavedAssessment, folders: Mapping[str, str | Path]) -> dict[str, str]:
    """Package id to what `load` takes: the id, or the path of the folder named for it."""
    ids = [package.id for package in file.packages]
    for name in folders:
        if name not in ids:
            listed = ", ".join(ids)
            words = Words(
                f"保存的评估没有用到它；用到的是 {listed}", f"not used in this assessment, which used {listed}"
            )
            raise ReplayUnusable([Problem("no-package", name, words)])
    return {name: str(Path(folders[name]).resolve()) if name in folders else name for name in ids}


def _placed(error: PackageUnusable | CaseUnusable) -> Iterator[Problem]:
    """Problems of the case as places of the saved file."""
    for problem in error.problems:
        is_case = isinstance(error, CaseUnusable)
        where = f"$.case{problem.where.removeprefix('$')}" if is_case else problem.where
        yield Problem(problem.code, where, problem.what)


def _no_longer(problem: Problem) -> Words:
    return Words(
        f"现在无法评估：{problem.where}: {problem.what.zh}",
        f"cannot be assessed now: {problem.where}: {problem.what.en}",
    )


def _own_digests(file: SavedAssessment) -> Iterator[Words]:
    """What in the file does not fit together: it was changed after it was written."""
    for key, content, digest in (
        ("case", file.case, file.case_digest),
        ("assessment", file.assessment, file.assessment_digest),
    ):
        if sm3(canonical(content)) != digest:
            zh = f"{key}_digest 与文件中的 {key} 不符：保存之后有人改过"
            yield Words(zh, f"{key}_digest does not fit the {key} in the file: it was changed after it was saved")
    if file.assessment.get("on") != file.on.isoformat():
        zh = f"on 是 {file.on}，assessment.on 却是 {_shown(file.assessment.get('on'))}：保存之后有人改过"
        en = f"on is {file.on}, but assessment.on is {_shown(file.assessment.get('on'))}: changed after it was saved"
        yield Words(zh, en)


def _package_differences(file: SavedAssessment, names: Mapping[str, str]) -> Iterator[Words]:
    for index, entry in enumerate(file.packages):
        where = f"$.packages[{index}].id"
        try:
            folder = Folder(find_folder(names[entry.id]))
        except PackageUnusable as error:
            raise ReplayUnusable(_not_here(problem, where, entry.id) for problem in error.problems) from None
        if folder.id != entry.id:
            words = Words(
                f"文件夹应名为 {entry.id}：{folder.path}", f"the folder must be named {entry.id}: {folder.path}"
            )
            raise ReplayUnusable([Problem("wrong-id", where, words)])
        yield from _one_package(entry, package_entry(folder))


def _not_here(problem: Problem, where: str, name: str) -> Problem:
    zh = f"{problem.where}: {problem.what.zh}。它若在别的文件夹，请指明：--package {name}=文件夹"
    en = f"{problem.where}: {problem.what.en}. If it is elsewhere, name its folder: --package {name}=FOLDER"
    return Problem(problem.code, where, Words(zh, en))


def _one_package(entry: SavedPackage, here: Mapping[str, Any]) -> Iterator[Words]:
    """Which files of a package are not what they were."""
    then, now = entry.files, here["files"]
    if entry.digest == here["digest"] and then == now:
        return
    changes = {
        Words("新增", "added"): sorted(now.keys() - then.keys()),
        Words("删除", "removed"): sorted(then.keys() - now.keys()),
        Words("改动", "changed"): sorted(name for name in now.keys() & then.keys() if now[name] != then[name]),
    }
    named = [(what, ", ".join(names)) for what, names in changes.items() if names]
    if not named or entry.digest == here["digest"]:
        zh = f"保存的 {entry.id} 的摘要与文件清单不符：保存之后有人改过"
        yield Words(zh, f"the digest and the files saved of {entry.id} do not fit: changed after it was saved")
        return
    zh, en = (
        "；".join(f"{what.zh} {names}" for what, names in named),
        "; ".join(f"{w.en} {names}" for w, names in named),
    )
    yield Words(f"规则包 {entry.id} 与保存时不同：{zh}", f"the package {entry.id} is not what it was: {en}")


def _software(file: SavedAssessment) -> Iterator[Words]:
    if file.software != __version__:
        zh = f"当时的软件版本是 {file.software}，现在是 {__version__}"
        yield Words(zh, f"made by version {file.software}, this is {__version__}")


# results


def _result_differences(file: SavedAssessment, assessment: Assessment, already: bool) -> Iterator[Words]:
    """Where the results differ. Digests of packages that were named already are not repeated."""
    guide = any(isinstance(each, Mapping) and "guide" in each for each in _list(file.assessment.get("results")))
    now = assessment.as_json(LANG, guide=guide)
    found = list(_unlike(file.assessment, now, "$.assessment"))
    for where, old, new in found:
        if not (already and where.startswith("$.assessment.policies") and where.endswith(".digest")):
            zh = f"{where}：保存的是 {_shown(old)}，现在是 {_shown(new)}"
            yield Words(zh, f"{where}: saved {_shown(old, 'en')}, now {_shown(new, 'en')}")
    if not found and canonical(file.assessment) != canonical(now):
        yield Words("$.assessment：次序与现在的不同", "$.assessment: the order is not what it is now")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _unlike(old: Any, new: Any, where: str) -> Iterator[tuple[str, Any, Any]]:
    """Every place where two JSON values differ, as (path, old, new)."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _unlike(old.get(key, _NOTHING), new.get(key, _NOTHING), f"{where}.{key}")
    elif isinstance(old, list) and isinstance(new, list):
        for name, (a, b) in _aligned(old, new).items():
            yield from _unlike(a, b, f"{where}[{name}]")
    elif old is _NOTHING or new is _NOTHING or canonical(old) != canonical(new):
        yield where, old, new


def _aligned(old: list[Any], new: list[Any]) -> dict[str, tuple[Any, Any]]:
    """The items of two lists side by side: results by measure and matter, so that one more shifts nothing; else by place."""
    a, b = _named(old), _named(new)
    return {
        name: (a.get(name, _NOTHING), b.get(name, _NOTHING)) for name in [*a, *(name for name in b if name not in a)]
    }


def _named(items: list[Any]) -> dict[str, Any]:
    by_name = {
        item["measure"] + (f", {item['matter']}" if item.get("matter") is not None else ""): item
        for item in items
        if isinstance(item, Mapping) and isinstance(item.get("measure"), str)
    }
    return by_name if len(by_name) == len(items) else {str(index): item for index, item in enumerate(items)}


def _shown(value: Any, lang: str = "zh") -> str:
    if value is _NOTHING:
        return "nothing" if lang == "en" else "无"
    text = canonical(value).decode()
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + "…"
