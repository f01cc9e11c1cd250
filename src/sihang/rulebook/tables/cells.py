"""What a term may ask of a row of a table in canonical form (docs/tables.md). An empty cell never leaves this file as null."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filled:
    """Whether the cell holds anything."""

    column: str


@dataclass(frozen=True, slots=True)
class Yes:
    """A yes/no cell; `if_empty` where it is empty."""

    column: str
    if_empty: bool


@dataclass(frozen=True, slots=True)
class Is:
    """Whether a text cell holds this text; an empty one does not."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Same:
    """Whether two cells are both filled and equal."""

    column: str
    other: str


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, or a date as its day ordinal; the term's one part stands in where the cell is empty."""

    column: str
    is_day: bool = False


Cell = Filled | Yes | Is | Same | Number


def columns_of(cell: Cell) -> tuple[str, ...]:
    """The columns that a cell looks at."""
    return (cell.column, cell.other) if isinstance(cell, Same) else (cell.column,)
