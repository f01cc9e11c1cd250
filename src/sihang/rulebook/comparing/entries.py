"""One change between two packages, and how things of both sides are matched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple, TypeVar

from sihang.rulebook.errors import Words

Thing = TypeVar("Thing")


class Mark(NamedTuple):
    """A run of text that is the `same`, `deleted` or `inserted`."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: `kind` is added, removed or changed.

    `of` is what it belongs to (a measure, the slots, the text); `old` or `new` is None where there is nothing on that
    side. Changes of the text carry `marks`, old and new interleaved.
    """

    kind: str
    of: Words
    what: Words
    old: Words | None
    new: Words | None
    clause: str | None = None
    marks: tuple[Mark, ...] = ()

    def as_json(self, lang: str) -> dict[str, Any]:
        sides = {
            side: None if words is None else words.to(lang) for side, words in (("old", self.old), ("new", self.new))
        }
        shown = {"kind": self.kind, "of": self.of.to(lang), "what": self.what.to(lang), **sides, "clause": self.clause}
        return shown | ({"marks": [mark._asdict() for mark in self.marks]} if self.marks else {})


class Field(NamedTuple):
    """One property of a thing, as shown; None where it has none."""

    label: Words
    value: Words | None


@dataclass(frozen=True, slots=True)
class Item:
    """A thing with a name of its own, such as a slot: what it is called, said in short, and its properties."""

    label: Words
    summary: Words
    clause: str | None
    fields: Mapping[str, Field]


def plain(text: object) -> Words:
    """What is written alike in both languages."""
    return Words(str(text), str(text))


def maybe(text: object) -> Words | None:
    return None if text is None else plain(text)


def labels(raw: Mapping[str, Any] | None) -> Words | None:
    """Chinese and English of a label as written; the Chinese stands in for an English that is not written yet."""
    if not raw or "zh" not in raw:
        return None
    return Words(str(raw["zh"]), str(raw.get("en", raw["zh"])))


def listed(words: Sequence[Words]) -> Words | None:
    if not words:
        return None
    return Words("、".join(each.zh for each in words), ", ".join(each.en for each in words))


def joined(names: Sequence[str] | None) -> Words | None:
    """Ids in a row."""
    return plain("、".join(names)) if names else None


def side_changed(
    of: Words, what: Words, old: Words | None, new: Words | None, clause: str | None = None
) -> Iterator[Entry]:
    """The change from one value to another; none where they are equal."""
    if old != new:
        kind = "added" if old is None else "removed" if new is None else "changed"
        yield Entry(kind, of, what, old, new, clause)


def fields_changed(
    of: Words, old: Mapping[str, Field], new: Mapping[str, Field], clause: str | None, name: Words | None = None
) -> Iterator[Entry]:
    """The properties that differ; `name` goes before each where the group holds several things."""
    for key in [*old, *(key for key in new if key not in old)]:
        label = (old.get(key) or new[key]).label
        what = label if name is None else Words(f"{name.zh} · {label.zh}", f"{name.en} · {label.en}")
        before, after = (side[key].value if key in side else None for side in (old, new))
        yield from side_changed(of, what, before, after, clause)


def items_changed(of: Words, old: Mapping[str, Item], new: Mapping[str, Item]) -> Iterator[Entry]:
    """Things matched by their key: those removed and added, and what differs in the others."""
    for key in [*old, *(key for key in new if key not in old)]:
        before, after = old.get(key), new.get(key)
        if before is None and after is not None:
            yield Entry("added", of, after.label, None, after.summary, after.clause)
        elif before is not None and after is None:
            yield Entry("removed", of, before.label, before.summary, None, before.clause)
        elif before is not None and after is not None:
            yield from fields_changed(of, before.fields, after.fields, after.clause, after.label)


def paired(
    old: Sequence[Thing], new: Sequence[Thing], score: Callable[[Thing, Thing], float], least: float
) -> list[tuple[Thing | None, Thing | None]]:
    """Match two lists, the most alike first; what scores below `least` stays alone.

    Pairs and what was removed stand in the old order, what was added follows in the new order.
    """
    scores = [(score(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new)]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for value, i, j in sorted(scores, key=lambda each: (-each[0], abs(each[1] - each[2]), each[1])):
        if value >= least and i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    kept = [(a, new[partner[i]] if i in partner else None) for i, a in enumerate(old)]
    return [*kept, *((None, b) for j, b in enumerate(new) if j not in taken)]


def alike(a: str, b: str, least: float) -> float:
    """How much two texts have in common, from 0 to 1; 0 as soon as it is certain to be below `least`."""
    if a == b:
        return 1.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
