"""A report as plain parts that know nothing of HTML or a terminal: sections with an answer, a table, and bars in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sihang.rulebook.errors import Words


class Tone(StrEnum):
    """What a bar stands for; a page gives each its colour."""

    BEFORE = "before"
    AFTER = "after"
    UP = "up"
    MAYBE_UP = "maybe_up"
    STILL = "still"
    EITHER = "either"
    MAYBE_DOWN = "maybe_down"
    DOWN = "down"


@dataclass(frozen=True)
class Bar:
    """From `start` to `end`, both shares of the whole width from 0 to 1; `is_open`: there is no end.

    `lane` of so many `lanes`, one above the other.
    """

    start: float
    end: float
    tone: Tone
    is_open: bool = False
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True)
class Cell:
    """A text or a figure; `bars` are drawn in its place, with the text for who cannot see them."""

    words: Words
    is_figure: bool = False
    bars: tuple[Bar, ...] = ()
    note: Words | None = None


@dataclass(frozen=True)
class Table:
    """`has_total`: the first row is that of all others together; `is_detail`: the answer stands without it."""

    columns: Sequence[Words]
    rows: Sequence[Sequence[Cell]]
    caption: Words | None = None
    empty: Words | None = None
    has_total: bool = False
    is_detail: bool = False


@dataclass(frozen=True)
class Histogram:
    """Shares of draws by amount: for each tone the heights (0 to 1) of steps that all begin and end alike."""

    low: Words
    high: Words
    heights: Sequence[tuple[Tone, Sequence[float]]]
    marks: Sequence[tuple[Tone, float, Words]]
    label: Words


@dataclass(frozen=True)
class Section:
    """One question and its answer; `strip`: bars side by side that the legend explains."""

    key: str
    question: Words
    answer: Sequence[Words]
    tables: Sequence[Table] = ()
    histogram: Histogram | None = None
    strip: tuple[Bar, ...] = ()
    legend: Sequence[tuple[Tone, Words]] = ()
    notes: Sequence[Words] = ()


@dataclass(frozen=True)
class KeyFigure:
    label: Words
    figure: Words
    note: Words | None = None


@dataclass(frozen=True)
class Page:
    """`notices` stand above everything: examples, synthetic data, suppositions."""

    title: Words
    about: Words | None
    facts: Sequence[tuple[Words, Words]]
    notices: Sequence[Words]
    key_figures: Sequence[KeyFigure]
    sections: Sequence[Section]


def text(words: Words, note: Words | None = None) -> Cell:
    return Cell(words, note=note)


def figure(words: Words) -> Cell:
    return Cell(words, is_figure=True)
