"""A slot: what the policy leaves to implementing rules or to an office's ruling. Open until a document fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sihang.rulebook.errors import Words
from sihang.rulebook.facts import Kind, Option, Range


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a mapping slot: the office's label means this grade, from this day on."""

    label: str
    grade: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """An open place of the text.

    `domain` is the range that the text allows, for ordered kinds (no upper bound where it gives none);
    `options` are the rulings that an enum slot may take. A mapping slot has `options` (grades) and `entries`.
    """

    key: str
    kind: Kind
    words: Words
    clause: str
    by: str
    quote: str | None = None
    readings: tuple[str, ...] = ()
    domain: Range = (0, 0)
    options: tuple[Option, ...] = ()
    entries: tuple[Entry, ...] = ()
    package: str = ""
    draft: bool = False

    @property
    def all_options(self) -> int:
        return (1 << len(self.options)) - 1
