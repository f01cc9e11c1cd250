"""Fill what is open in rows, as assumed: each copy of a row becomes one possible world. The same seed fills the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sihang.lab.simulating.assumptions import Assumption, How, Like
from sihang.lab.simulating.closing import close_the_rest, year_of
from sihang.lab.simulating.dice import Dice, Indexes, Shares, drawn, places
from sihang.lab.simulating.openings import Opening, presence
from sihang.rulebook.facts import FOUNDED, ORGANISATION, Fact, Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.tables.names import column_of

GROUP = "~like"
"""Which rows are like each other."""
WORLD = "~world"
"""Which draw a copy of a row belongs to: a slot has one value in each."""
LIKE_LEAST = 10
"""Known values among like rows, below which those of all rows are taken."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Known:
    """The known values of a column, those of like rows together: `counts[g]` of group `g`, from `starts[g]` on."""

    values: pl.Series
    starts: Indexes
    counts: Indexes

    def drawn(self, groups: Indexes, shares: Shares) -> pl.Series:
        few = self.counts[groups] < LIKE_LEAST
        counts = np.where(few, len(self.values), self.counts[groups])
        starts = np.where(few, 0, self.starts[groups])
        return self.values.gather(starts + places(shares, counts))


class Filler:
    """Fills rows of a table from what all of its rows know.

    Args:
        rows: the rows that may serve as examples, with GROUP.
        rules: of either side; both declare the same facts of the same matters.
    """

    def __init__(self, rows: pl.DataFrame, rules: Rules, on: date, seed: int) -> None:
        self.rows = rows
        self.rules = rules
        self.on = on
        self.dice = Dice(seed)
        self._groups = int(rows[GROUP].to_numpy().max()) + 1 if rows.height else 1
        smallest = np.min_scalar_type(self._groups)  # so that sorting is fast
        self._group_of = rows[GROUP].to_numpy().astype(smallest)
        self._examples: dict[str, _Known | None] = {}

    def fill(self, rows: pl.DataFrame, assumptions: Sequence[Assumption], *, batch: int = 0) -> pl.DataFrame:
        """Fill what these assumptions are about, where it is open. `rows` have GROUP and WORLD; no two batches draw the same."""
        there = self._presence(rows, {assumption.opening.matter for assumption in assumptions})
        for assumption in assumptions:
            opening, how = assumption.opening, assumption.how
            if opening.is_slot and opening.of.kind is Kind.LABEL:
                rows = self._with_grades(rows, opening)
            elif how is not None:
                for column in opening.columns:
                    rows = self._filled(rows, opening, column, how, there[opening.matter], batch)
        return rows

    def _presence(self, rows: pl.DataFrame, matters: Iterable[str | None]) -> dict[str | None, Mask]:
        """Of each type of matter the rows that have one; None, which stands for the organisation, is there in all."""
        asked = sorted(matter for matter in matters if matter is not None)
        found = rows.select(presence(matter, self.rules.facts, rows.columns).alias(matter) for matter in asked)
        whole = np.ones(rows.height, dtype=bool)
        return {None: whole, **{matter: found[matter].to_numpy() & whole for matter in asked}}

    def can_fill(self, assumption: Assumption) -> bool:
        """There is something to draw from: a range, or a known value in every column."""
        opening = assumption.opening
        if opening.is_slot and opening.of.kind is Kind.LABEL:
            return bool(self._meaning(opening.key))
        if not isinstance(assumption.how, Like):
            return assumption.how is not None
        return bool(opening.columns) and all(self._examples_of(column, opening) for column in opening.columns)

    def are_open(self, rows: pl.DataFrame, openings: Sequence[Opening]) -> list[Mask]:
        """Of each thing the rows in which it is open; of a series, those without some year."""
        there = self._presence(rows, {opening.matter for opening in openings})
        return [self._is_open(rows, opening, there[opening.matter]) for opening in openings]

    def _is_open(self, rows: pl.DataFrame, opening: Opening, there: Mask) -> Mask:
        if opening.is_slot and opening.of.kind is Kind.LABEL:
            columns = self._labelled(opening.key, rows)
            known = list(self._meaning(opening.key))
            found = [(rows[column].is_not_null() & ~rows[column].is_in(known)).to_numpy() for column in columns]
        else:
            found = [self._empty(rows, opening, column, there) for column in opening.columns]
        return np.logical_or.reduce(found) if found else np.zeros(rows.height, dtype=bool)

    def close_the_rest(self, rows: pl.DataFrame, *, batch: int = 0) -> pl.DataFrame:
        """What no fact holds."""
        return close_the_rest(rows, self.rules, self.dice, batch=batch)

    def _filled(
        self, rows: pl.DataFrame, opening: Opening, column: str, how: How, there: Mask, batch: int
    ) -> pl.DataFrame:
        empty = np.flatnonzero(self._empty(rows, opening, column, there))
        if not len(empty):
            return rows
        of_rows = not opening.is_slot
        shares = (
            self.dice.of_rows(column, batch, len(empty)) if of_rows else self.dice.of_worlds(column, rows[WORLD])[empty]
        )
        if isinstance(how, Like):
            known = self._examples_of(column, opening)
            if known is None:
                return rows
            values = known.drawn(rows[GROUP].to_numpy()[empty], shares)
        else:
            values = drawn(how, opening.of, shares)
        filled = rows[column].clone().scatter(pl.Series(empty), values.cast(rows.schema[column]))
        return rows.with_columns(filled.alias(column))

    @staticmethod
    def _empty(rows: pl.DataFrame, opening: Opening, column: str, there: Mask) -> Mask:
        """Rows in which the cell is open: empty, of a matter that is `there`, of a year since the founding."""
        empty: Mask = rows[column].is_null().to_numpy() & there
        if isinstance(opening.of, Fact) and opening.of.series and FOUNDED in rows.columns:
            empty = empty & ~(rows[FOUNDED] > year_of(column)).fill_null(False).to_numpy()
        return empty

    def _examples_of(self, column: str, opening: Opening) -> _Known | None:
        if column not in self._examples:
            known = np.flatnonzero(self.rows[column].is_not_null().to_numpy() & self._there[opening.matter])
            groups = self._group_of[known]
            order = np.argsort(groups, kind="stable")
            starts = np.searchsorted(groups[order], np.arange(self._groups + 1))
            values = self.rows[column].gather(known[order])
            self._examples[column] = _Known(values, starts[:-1], np.diff(starts)) if len(known) else None
        return self._examples[column]

    @cached_property
    def _there(self) -> dict[str | None, Mask]:
        """Of the rows that serve as examples."""
        matters = {fact.holder for fact in self.rules.facts.values()} - {ORGANISATION}
        return self._presence(self.rows, matters)

    def _with_grades(self, rows: pl.DataFrame, opening: Opening) -> pl.DataFrame:
        """Of a mapping: each label without an entry means one grade in each world, and gives way to a label that means it."""
        meaning = self._meaning(opening.key)
        labels = list({grade: label for label, grade in meaning.items()}.values())
        for column in self._labelled(opening.key, rows) if labels else []:
            unknown = rows[column].is_not_null() & ~rows[column].is_in(list(meaning))
            for label in sorted(rows[column].filter(unknown).unique()):
                shares = self.dice.of_worlds(f"{column}={label}", rows[WORLD])
                grades = pl.Series(labels).gather(places(shares, len(labels)))
                is_other = rows[column].ne_missing(pl.Series([label]))
                rows = rows.with_columns(rows[column].zip_with(is_other, grades).alias(column))
        return rows

    def _labelled(self, slot: str, rows: pl.DataFrame) -> list[str]:
        """The columns that hold labels of a mapping."""
        columns = [column_of(fact) for fact in self.rules.facts.values() if fact.mapping == slot]
        return [column for column in columns if column in rows.columns]

    def _meaning(self, slot: str) -> dict[str, str]:
        """Each label of a mapping that has an entry, to its grade on the day."""
        meaning: dict[str, str] = {}
        for entry in self.rules.mappings.get(slot, ()):
            if entry.since is None or entry.since <= self.on:
                meaning.setdefault(entry.label, entry.grade)
        return meaning
