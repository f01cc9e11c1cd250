"""Fill what is open in rows, as assumed: each copy of a row becomes one possible world. The same seed fills the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sihang.lab.simulating.assumptions import WHOLE_BP, Among, Assumption, Chance, Even, How, Like
from sihang.lab.simulating.openings import Opening, presence
from sihang.rulebook import expressions as x
from sihang.rulebook.facts import FOUNDED, ORGANISATION, Fact, Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.slots import Slot
from sihang.rulebook.tables.names import awarded_columns, column_of, received_columns

GROUP = "~like"
"""Which rows are like each other."""
WORLD = "~world"
"""Which draw a copy of a row belongs to: a slot has one value in each."""
LIKE_LEAST = 10
"""Known values among like rows, below which those of all rows are taken."""
_EPOCH = date(1970, 1, 1).toordinal()
Indexes = NDArray[np.int64]
Mask = NDArray[np.bool_]
Shares = NDArray[np.float64]
"""Numbers from 0 to 1, 1 excluded: which of the possible values is drawn."""


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
        return self.values.gather(starts + _places(shares, counts))


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
        self.seed = seed
        self._groups = int(rows[GROUP].to_numpy().max()) + 1 if rows.height else 1
        self._group_of = (
            rows[GROUP].to_numpy().astype(np.min_scalar_type(self._groups))
        )  # small, so that sorting is fast
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
        """What no fact holds: earlier awards still pending, money received from and to, and years without a column."""
        for measure in self.rules.measures:
            rows = self._with_award(rows, awarded_columns(measure.id), batch)
            if measure.matter is not None:
                rows = self._with_amount(rows, received_columns(measure.matter), batch)
        return self._without_early_years(rows)

    # ---- facts and slots

    def _filled(
        self, rows: pl.DataFrame, opening: Opening, column: str, how: How, there: Mask, batch: int
    ) -> pl.DataFrame:
        places = np.flatnonzero(self._empty(rows, opening, column, there))
        if not len(places):
            return rows
        of_rows = not opening.is_slot
        shares = self._random(column, batch, len(places)) if of_rows else self._shares(column, rows[WORLD])[places]
        if isinstance(how, Like):
            known = self._examples_of(column, opening)
            if known is None:
                return rows
            drawn = known.drawn(rows[GROUP].to_numpy()[places], shares)
        else:
            drawn = _drawn(how, opening.of, shares)
        filled = rows[column].clone().scatter(pl.Series(places), drawn.cast(rows.schema[column]))
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

    def _random(self, name: str, batch: int, count: int) -> Shares:
        """One number for each row."""
        return np.random.default_rng([self.seed, crc32(name.encode()), batch]).random(count)

    def _shares(self, name: str, worlds: pl.Series) -> Shares:
        """One number for each world, the same in whatever batch it stands."""
        index: Indexes = worlds.to_numpy()
        of_worlds: Shares = np.random.default_rng([self.seed, crc32(name.encode())]).random(
            int(index.max(initial=0)) + 1
        )
        shares: Shares = of_worlds[index]
        return shares

    def _with_grades(self, rows: pl.DataFrame, opening: Opening) -> pl.DataFrame:
        """Of a mapping: each label without an entry means one grade in each world, and gives way to a label that means it."""
        meaning = self._meaning(opening.key)
        labels = list({grade: label for label, grade in meaning.items()}.values())
        for column in self._labelled(opening.key, rows) if labels else []:
            unknown = rows[column].is_not_null() & ~rows[column].is_in(list(meaning))
            for label in sorted(rows[column].filter(unknown).unique()):
                shares = self._shares(f"{column}={label}", rows[WORLD])
                drawn = pl.Series(labels).gather(_places(shares, len(labels)))
                is_other = rows[column].ne_missing(pl.Series([label]))
                rows = rows.with_columns(rows[column].zip_with(is_other, drawn).alias(column))
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

    # ---- what no fact holds

    def _with_award(self, rows: pl.DataFrame, names: tuple[str, str, str], batch: int) -> pl.DataFrame:
        """A pending award was made or not, each as likely; a sum from and to is one within."""
        awarded, low, high = names
        if awarded in rows.columns and high in rows.columns:
            made = pl.Series(self._random(awarded, batch, rows.height) < 0.5)
            pending = rows[awarded].is_null() & rows[high].is_not_null()
            rows = rows.with_columns(rows[awarded].zip_with(~pending, made).alias(awarded))
            denied = rows[awarded].eq_missing(pl.Series([False]))
            sums = [column for column in (low, high) if column in rows.columns]
            rows = rows.with_columns(
                pl.when(pl.lit(denied)).then(None).otherwise(pl.col(column)).alias(column) for column in sums
            )
        return self._with_amount(rows, (low, high), batch)

    def _with_amount(self, rows: pl.DataFrame, names: tuple[str, str], batch: int) -> pl.DataFrame:
        low, high = names
        if high not in rows.columns:
            return rows
        least = rows[low].fill_null(0) if low in rows.columns else pl.Series([0]).new_from_index(0, rows.height)
        span = (rows[high] - least).fill_null(0).clip(lower_bound=0).to_numpy()
        amount = least.to_numpy() + _places(self._random(high, batch, rows.height), span + 1)
        stated = rows[high].is_not_null()
        nothing = pl.Series([None], dtype=pl.Int64).new_from_index(0, rows.height)
        settled = pl.Series(amount).zip_with(stated, rows[low] if low in rows.columns else nothing)
        return rows.with_columns(settled.alias(low), settled.zip_with(stated, rows[high]).alias(high))

    def _without_early_years(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Years before the first column of a series count as if they did not exist: as if founded later.

        Only for series whose every earlier year is asked for, and not where a rule reads the founding year itself: then such a
        row stays open.
        """
        firsts = [min(years) for series in _looked_back_on(self.rules) if (years := years_of(series, rows.columns))]
        if FOUNDED not in rows.columns or not firsts or _reads_founding(self.rules):
            return rows
        return rows.with_columns(pl.col(FOUNDED).clip(lower_bound=max(firsts)))


def year_of(column: str) -> int:
    """The fiscal year of a column of a series."""
    return int(column.removesuffix("_fen").rpartition("_")[2])


def years_of(series: Fact, columns: Sequence[str]) -> list[int]:
    """The fiscal years of which a table has a column."""
    begin = f"{series.key}_"
    return [year_of(column) for column in columns if column.startswith(begin) and column[len(begin) :][:4].isdigit()]


def _nodes(rules: Rules) -> list[x.Node]:
    return [part for measure in rules.measures for top in measure.nodes() for part in x.walk(top)]


def _looked_back_on(rules: Rules) -> list[Fact]:
    """The series of which a rule asks for the highest of all earlier years."""
    found = {node.series.key: node.series for node in _nodes(rules) if isinstance(node, x.FirstOver | x.HighestBefore)}
    return list(found.values())


def _reads_founding(rules: Rules) -> bool:
    return any(isinstance(node, x.Given) and node.fact.key == FOUNDED for node in _nodes(rules))


def _drawn(how: How, of: Fact | Slot, shares: Shares) -> pl.Series:
    match how:
        case Chance(bp, _):
            return pl.Series(shares < bp / WHOLE_BP)
        case Among(values, _):
            return pl.Series(list(values)).gather(_places(shares, len(values)))
        case Even(low, high, _):
            numbers = low + _places(shares, high - low + 1)
            if of.kind is Kind.DATE:
                return pl.Series(numbers - _EPOCH).cast(pl.Int32).cast(pl.Date)
            return pl.Series(numbers)
    raise TypeError(f"{how} is drawn from known values")


def _places(shares: Shares, counts: Indexes | int) -> Indexes:
    """Which of `counts` things: evenly."""
    places: Indexes = np.minimum((shares * counts).astype(np.int64), np.asarray(counts) - 1)
    return places
