"""A table whose columns are known, and how its rows are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from sihang.batch.cells import Reading, in_steps, read
from sihang.batch.explain import no_cell_of
from sihang.batch.headers import Matched, match
from sihang.batch.problems import Found, TableUnusable
from sihang.batch.source import Source
from sihang.batch.vocabulary import TableVocabulary
from sihang.rulebook.errors import Problem

ROW = "~row"
"""The number of a row in its table, from 0."""


@dataclass(frozen=True)
class Table:
    """How to read each column of ours, and what is passed through."""

    source: Source
    matched: Matched
    readings: tuple[Reading, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """What of the canonical form it has."""
        return tuple(reading.name for reading in self.readings)

    @property
    def kept(self) -> list[str]:
        """The headers of columns that are passed through, in the order of the table."""
        return [header for _, header in self.matched.kept]

    def reading(self, name: str) -> Reading:
        """How the column of this canonical name is read."""
        return next(reading for reading in self.readings if reading.name == name)

    @property
    def may_stand(self) -> bool:
        """By its columns, the files are in canonical form already."""
        return self.source.units and all(reading.as_stored for reading in self.readings)

    @cached_property
    def rows(self) -> pl.LazyFrame:
        """The rows that hold something: their numbers, the cells of the source, and the values that were read."""
        frame = self.source.frame.with_row_index(ROW)
        if not self.source.units:  # a row of a spreadsheet that holds nothing is no organisation
            cells = dict.fromkeys(
                [*(name for name, _ in self.matched.kept), *(each.source for each in self.matched.ours)]
            )
            frame = frame.filter(
                ~pl.all_horizontal(pl.col(name).str.strip_chars().fill_null("") == "" for name in cells)
            )
        return in_steps(frame, self.readings)

    def canonical(self) -> list[pl.Expr]:
        """From `rows`: our columns in canonical form, then those to pass through by their headers."""
        typed = self.source.typed
        ours = [reading.value.alias(reading.name) for reading in self.readings]
        kept = [
            pl.col(typed.get(source, source)).alias(header)
            for source, header in self.matched.kept
            if header not in self.columns
        ]
        return [*ours, *kept]


def open_table(source: Source, vocabulary: TableVocabulary, *, as_is: Sequence[str] = ()) -> Table:
    """Tell the columns of a table apart; raise TableUnusable where a header or the type of a column is amiss."""
    matched, found = match(source.name, source.columns, vocabulary, as_is=as_is, units=source.units)
    problems = list(found.general)
    readings = []
    for each in matched.ours:
        reading = read(each, source.schema[each.source])
        if reading is None:
            words = no_cell_of(each.column.fact, source.schema[each.source])
            problems.append(Problem("wrong-type", f"{source.name}:{each.header}", words))
        else:
            readings.append(reading)
    if problems:
        raise TableUnusable(Found(tuple(problems)))
    return Table(source, matched, tuple(readings))
