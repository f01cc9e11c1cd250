"""What changed between two packages, said for a reader of the policy: `sihang policy diff OLD NEW`.

Measures, conditions, sums, determinations, slots, relations and the clauses of the text are compared by what they mean.
Comments, the order of files and keys, coverage.yaml and the cases of a package change nothing and are not reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sihang.rulebook.comparing.declared import facts_changed, package_changed, parts_changed, slots_changed
from sihang.rulebook.comparing.entries import Entry, Mark
from sihang.rulebook.comparing.measures import measures_changed
from sihang.rulebook.comparing.rules import Side
from sihang.rulebook.comparing.texts import marked, text_changed
from sihang.rulebook.errors import Words
from sihang.rulebook.package import Package

__all__ = ["Difference", "Entry", "Mark", "diff"]

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_SAME = Words("两个规则包的内容相同。", "The two packages say the same.")


@dataclass(frozen=True)
class Difference:
    """The changes from `old` to `new`: the policy itself, its measures, what they use, then the text."""

    old: Package
    new: Package
    entries: tuple[Entry, ...]
    lang: str = "zh"

    @property
    def same(self) -> bool:
        return not self.entries

    def as_json(self, lang: str | None = None) -> dict[str, Any]:
        """Ready for json.dumps."""
        language = lang or self.lang
        sides = {
            name: {"id": side.id, "digest": side.digest, "title": side.title.to(language)}
            for name, side in (("old", self.old), ("new", self.new))
        }
        return {**sides, "same": self.same, "entries": [entry.as_json(language) for entry in self.entries]}

    def lines(self, lang: str | None = None) -> list[str]:
        """Readable text, one change a line, under the name of what it belongs to."""
        language = lang or self.lang
        if self.same:
            return [_SAME.to(language)]
        return list(self._lines(language))

    def _lines(self, lang: str) -> Iterator[str]:
        for number, (of, group) in enumerate(groupby(self.entries, key=lambda entry: entry.of)):
            if number:
                yield ""
            yield of.to(lang)
            yield from (_line(entry, lang) for entry in group)


def _line(entry: Entry, lang: str) -> str:
    start = f"  {_SIGNS[entry.kind]} {entry.what.to(lang)}"
    if entry.clause and entry.what.zh != f"第{entry.clause}条":
        start += f" (clause {entry.clause})" if lang == "en" else f"（第{entry.clause}条）"
    start += ": " if lang == "en" else "："
    if entry.marks:
        return start + marked(entry.marks)
    none = "none" if lang == "en" else "无"
    old, new = (none if side is None else side.to(lang).replace("\n", " ") for side in (entry.old, entry.new))
    if entry.kind == "changed":
        return f"{start}{old} → {new}"
    return start + (new if entry.kind == "added" else old)


def diff(old: Package, new: Package, lang: str = "zh") -> Difference:
    """Compare two packages: two versions of one policy, or any two. Both should be free of problems.

    Args:
        lang: the language of `lines` and `as_json` unless they are asked for another one; every entry has both.
    """
    before, after = Side(old), Side(new)
    entries = (
        *package_changed(before, after),
        *measures_changed(before, after),
        *facts_changed(before, after),
        *slots_changed(before, after),
        *parts_changed(before, after),
        *text_changed(before.text, after.text),
    )
    return Difference(old, new, entries, lang)
