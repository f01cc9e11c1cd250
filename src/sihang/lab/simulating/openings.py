"""What may be open in a table: facts, determinations and slots that the rules read, each with the columns that would hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from sihang.lab.simulating.comparison import RuleSet
from sihang.rulebook import expressions as x
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import BUILT_IN, FIRST_YEAR, FOUNDED, LAST_YEAR, ORGANISATION, Fact, Kind
from sihang.rulebook.measures import Measure
from sihang.rulebook.slots import Slot
from sihang.rulebook.tables.names import column_of

TYPES: dict[Kind, Any] = {
    Kind.YES_NO: pl.Boolean, Kind.DATE: pl.Date, Kind.ENUM: pl.String, Kind.LABEL: pl.String, Kind.TEXT: pl.String,
}  # fmt: skip
"""Of a column in canonical form; int64 for every other kind."""


@dataclass(frozen=True)
class Opening:
    """One thing that may be open.

    `kind` is fact, determination or rule, as in an assessment; `columns` has one for each fiscal year of a series; `measures`
    are those that read it.
    """

    kind: str
    of: Fact | Slot
    columns: tuple[str, ...]
    measures: frozenset[str]

    @property
    def key(self) -> str:
        return self.of.key

    @property
    def words(self) -> Words:
        return self.of.words

    @property
    def matter(self) -> str | None:
        """The matter type whose rows it is about; None for the organisation, and for a slot."""
        holder = self.of.holder if isinstance(self.of, Fact) else ORGANISATION
        return None if holder == ORGANISATION else holder

    @property
    def is_slot(self) -> bool:
        return isinstance(self.of, Slot)


def openings_of(sets: Iterable[RuleSet], columns: Sequence[str]) -> list[Opening]:
    """Everything that a measure reads, by key, slots last; the founding year first, as years before it do not exist."""
    found: dict[str, Opening] = {}
    for rules in (each.rules for each in sets):
        for measure in rules.measures:
            for of in _read_by(measure, rules.facts, rules.slots):
                before = found.get(of.key)
                measures = frozenset({measure.id}) | (before.measures if before else frozenset())
                found[of.key] = (
                    Opening(_kind(of), of, _columns(of, columns), measures)
                    if before is None
                    else replace(before, measures=measures)
                )
    return sorted(found.values(), key=lambda each: (each.is_slot, each.key != FOUNDED, each.key))


def _read_by(measure: Measure, facts: Mapping[str, Fact], slots: Mapping[str, Slot]) -> Iterator[Fact | Slot]:
    rules = [condition.node for condition in measure.conditions] + ([measure.money.node] if measure.money else [])
    for node in [part for top in rules for part in x.walk(top)]:
        match node:
            case x.Given(fact) if fact not in BUILT_IN:
                yield fact
                if fact.mapping is not None and fact.mapping in slots:
                    yield slots[fact.mapping]
            case x.Open(slot):
                yield slot
            case x.Filled(slot, _, when, _, _) if when is not None:
                yield slot
            case x.YearValue(series, year, _) | x.GrowthAtLeast(series, year, _):
                yield from (series, year)
            case x.HighestBefore(series, year) | x.FirstOver(series, year, _):
                yield from (series, year)
            case _:
                continue
        if isinstance(node, x.YearValue | x.GrowthAtLeast | x.HighestBefore | x.FirstOver) and FOUNDED in facts:
            yield facts[FOUNDED]


def _kind(of: Fact | Slot) -> str:
    if isinstance(of, Slot):
        return "rule"
    return "determination" if of.determination is not None else "fact"


def _columns(of: Fact | Slot, columns: Sequence[str]) -> tuple[str, ...]:
    """The column of a fact or slot, there or not; of a series those that are there."""
    if isinstance(of, Slot):
        return () if of.kind is Kind.LABEL else (column_of(of),)
    if not of.series:
        return (column_of(of),)
    return tuple(column for year in range(FIRST_YEAR, LAST_YEAR + 1) if (column := column_of(of, year)) in columns)


def completed(frame: pl.DataFrame, openings: Iterable[Opening]) -> pl.DataFrame:
    """The frame with an empty column for everything that has none: unknown in every row, as before."""
    missing = {
        column: TYPES.get(each.of.kind, pl.Int64)
        for each in openings
        for column in each.columns
        if column not in frame.columns
    }
    return frame.with_columns(pl.lit(None, dtype=dtype).alias(column) for column, dtype in missing.items())


def presence(matter: str, facts: Mapping[str, Fact], columns: Sequence[str]) -> pl.Expr:
    """Whether a row has a matter of this type: its id is filled; without such a column, any of its facts."""
    if matter in columns:
        return pl.col(matter).is_not_null()
    own = [column_of(fact) for fact in facts.values() if fact.holder == matter]
    filled = [pl.col(column).is_not_null() for column in own if column in columns]
    return pl.any_horizontal(filled) if filled else pl.lit(False)
