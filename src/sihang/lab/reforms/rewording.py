"""Change a line of rule by what it says: one literal for another, or the whole line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sihang.rulebook.errors import KeyPath
from sihang.rulebook.formatting import canonical
from sihang.rulebook.parse import NotARule, parse, stated_in

_LITERALS = ("money", "rate", "integer", "date")


@dataclass(frozen=True)
class Line:
    """A line of rule where it stands: `part` is the key that holds it, `label` what a person calls it."""

    path: KeyPath
    text: str
    part: str
    label: str

    @property
    def shown(self) -> str:
        return " ".join(self.text.split())


@dataclass(frozen=True)
class Place:
    """A part of a line, by its characters."""

    line: Line
    start: int
    end: int


def literal_in(text: str) -> tuple[str, int] | None:
    """The kind and value of a text that is one literal (30%, 200万元, 12, 2024-02-27), or None."""
    with suppress(NotARule):
        stated = stated_in(text)
        if parse(text).data in _LITERALS and len(stated) == 1:
            return stated[0][0], stated[0][1]
    return None


def places_of(wanted: str, lines: Sequence[Line]) -> list[Place]:
    """Where the lines say this: each literal of this value, however it is written; else each line that is this rule."""
    literal = literal_in(wanted)
    if literal is None:
        same = _canonical(wanted)
        return [Place(line, 0, len(line.text)) for line in lines if _canonical(line.text) == same]
    return [place for line in lines for kind, value, place in _literals(line) if (kind, value) == literal]


def literals_of(lines: Sequence[Line]) -> list[str]:
    """Every literal of the lines as written, each once."""
    found = (line.text[place.start : place.end] for line in lines for _, _, place in _literals(line))
    return list(dict.fromkeys(found))


def reworded(line: Line, changes: Sequence[tuple[Place, str]]) -> str:
    """The line with each of these places, which do not overlap, written anew."""
    text = line.text
    for place, new in sorted(changes, key=lambda change: change[0].start, reverse=True):
        text = text[: place.start] + new + text[place.end :]
    return text


def _literals(line: Line) -> Iterator[tuple[str, int, Place]]:
    """Leaves come in the order of the text, and only names and literals hold digits: each is found behind the one before."""
    stated = iter(stated_in(line.text))
    with suppress(NotARule):
        at = 0
        for leaf in parse(line.text).leaves():
            start = line.text.index(leaf, at)
            at = start + len(leaf)
            if leaf.type.lower() in _LITERALS:
                kind, value, _ = next(stated)
                yield kind, value, Place(line, start, at)


def _canonical(text: str) -> str:
    try:
        return canonical(text)
    except NotARule:
        return " ".join(text.split())
