"""Who probably qualifies for a measure: the whole register in one go, and which facts are missing most often."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import polars as pl

from sihang.register.whole import register_table
from sihang.rulebook import Rulebook
from sihang.rulebook.asked import asked_by
from sihang.rulebook.expressions import GROWTH_YEARS, FirstOver, GrowthAtLeast, HighestBefore, YearValue, walk
from sihang.rulebook.facts import FIRST_YEAR, FOUNDED, Fact
from sihang.rulebook.measures import Measure
from sihang.rulebook.tables.names import MeasureNames, column_of

YEARS_BACK = 10
"""Fiscal years of a series of which it is said how often they are missing, the latest ones."""


class Missing(NamedTuple):
    """A fact (and fiscal year) that is not known of so many organisations whose finding is unknown."""

    fact: Fact
    year: int | None
    organisations: int


@dataclass(frozen=True)
class Qualifying:
    """The answer for one measure.

    Args:
        table: one row an organisation: uscc, name, finding (met, unknown, not_met), low_fen, high_fen (empty: no upper bound); met
            first, then unknown, by the greatest amount.
        counts: how many of each finding.
        missing: most often first.
    """

    measure: Measure
    table: pl.DataFrame
    counts: Mapping[str, int]
    missing: tuple[Missing, ...]


def who_qualifies(
    rulebook: Rulebook, measure_id: str, *, on: date, known: datetime, supposing: Mapping[str, Any] | None = None
) -> Qualifying:
    """Assess every organisation for one measure.

    Args:
        supposing: values for facts of the measure's matter, the same for everyone, as columns hold them (`growth_year`: 2023). What
            is not supposed is unknown, for the register knows organisations and no matters.

    Raises:
        KeyError: there is no such measure, or no such fact of its matter.
        TableUnfit: a supposed value is of a wrong type.
    """
    rules = rulebook.rules(on)
    measure = {each.id: each for each in rules.measures}[measure_id]
    asked = asked_by([measure], rules)
    facts = {fact.key: fact for fact in asked.organisation}
    years = _years(measure, (supposing or {}).get(measure.year.key) if measure.year is not None else None, on)
    table = register_table(facts, on=on, known=known, years=years)
    assessed = _assessed(rulebook, measure, _with_matter(table, measure, rulebook, on, supposing or {}), on)
    order = assessed.sort(
        "_rank", "high_fen", "low_fen", "uscc", descending=[False, True, True, False], nulls_last=False
    )
    found = order["finding"].cast(pl.String).value_counts()
    counts = dict.fromkeys(("met", "unknown", "not_met"), 0) | dict(found.iter_rows())
    missing = _missing(table, assessed, facts, years)
    return Qualifying(measure, order.drop("_rank"), counts, tuple(missing))


def _with_matter(
    table: pl.DataFrame, measure: Measure, rulebook: Rulebook, on: date, supposing: Mapping[str, Any]
) -> pl.DataFrame:
    """Every organisation with one matter of the measure's type, of which only what is supposed is known."""
    if measure.matter is None:
        return table
    declared = rulebook.vocabulary(on).matters[measure.matter].facts
    stated = [pl.lit(value).alias(column_of(declared[key])) for key, value in supposing.items()]
    return table.with_columns(pl.lit("1").alias(measure.matter), *stated)


def _assessed(rulebook: Rulebook, measure: Measure, table: pl.DataFrame, on: date) -> pl.DataFrame:
    names = MeasureNames.of(measure.id)
    columns = [name for name in table.columns if name != "name"]
    results = rulebook.assess_table(table.select(columns), on=on)
    rank = pl.col("finding").replace_strict({"met": 0, "unknown": 1, "not_met": 2}, return_dtype=pl.Int8)
    shown = results.select(
        pl.col(names.finding).cast(pl.String).alias("finding"), pl.col(names.low).alias("low_fen"), pl.col(names.high).alias("high_fen")
    )  # fmt: skip
    return pl.concat([table.select("uscc", "name"), shown], how="horizontal").with_columns(rank.alias("_rank"))


def _years(measure: Measure, year: int | None, on: date) -> dict[str, Collection[int]]:
    """Of each series the fiscal years that the rules look at; all that are over where the measure's year is open."""
    found: dict[str, Collection[int]] = {}
    last = on.year - 1 if year is None else year
    for part in (part for node in measure.nodes() for part in walk(node)):
        match part:
            case YearValue(series, _, back):
                some: Collection[int] = {last - back}
            case GrowthAtLeast(series, _, _):
                some = {last, last - GROWTH_YEARS}
            case FirstOver(series, _, _) | HighestBefore(series, _):
                some = range(FIRST_YEAR, last + 1)
            case _:
                continue
        if year is None:
            some = range(FIRST_YEAR, on.year)
        before = found.get(series.key, frozenset())
        found[series.key] = next((each for each in (before, some) if isinstance(each, range)), {*before, *some})
    return found


def _missing(
    table: pl.DataFrame, assessed: pl.DataFrame, facts: Mapping[str, Fact], years: Mapping[str, Collection[int]]
) -> list[Missing]:
    """How often each fact is unknown where the finding is. A year before the founding is not missing."""
    unknown = table.filter(assessed["finding"] == "unknown")
    found = []
    for fact in facts.values():
        chosen = sorted(years.get(fact.key, ()), reverse=True)[:YEARS_BACK] if fact.series else (None,)
        for year in chosen:
            count = _count(unknown, column_of(fact, year), year)
            if count:
                found.append(Missing(fact, year, count))
    return sorted(found, key=lambda each: (-each.organisations, each.fact.key, -(each.year or 0)))


def _count(unknown: pl.DataFrame, column: str, year: int | None) -> int:
    """For how many of these rows nothing is known of a fact, or of a fiscal year that existed."""
    empty = pl.col(column).is_null() if column in unknown.columns else pl.lit(True)
    if year is not None and FOUNDED in unknown.columns:
        empty = empty & (pl.col(FOUNDED).fill_null(year) <= year)
    return unknown.filter(empty).height
