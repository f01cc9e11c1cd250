"""Who probably qualifies for a measure: the whole register in one go, and which facts are missing most often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import polars as pl

from sihang.register.whole import register_table
from sihang.rulebook import Rulebook
from sihang.rulebook.asked import asked_by
from sihang.rulebook.facts import FOUNDED, Fact
from sihang.rulebook.measures import Measure
from sihang.rulebook.tables.names import MeasureNames, column_of

YEARS_BACK = 10
"""Fiscal years of a series of which it is said how often they are missing."""


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
    table = register_table(facts, on=on, known=known)
    assessed = _assessed(rulebook, measure, _with_matter(table, measure, rulebook, on, supposing or {}), on)
    order = assessed.sort(
        "_rank", "high_fen", "low_fen", "uscc", descending=[False, True, True, False], nulls_last=False
    )
    found = order["finding"].cast(pl.String).value_counts()
    counts = dict.fromkeys(("met", "unknown", "not_met"), 0) | dict(found.iter_rows())
    year = (supposing or {}).get(measure.year.key) if measure.year is not None else None
    missing = _missing(table, assessed, facts, on if year is None else date(year + 1, 1, 1))
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


def _missing(table: pl.DataFrame, assessed: pl.DataFrame, facts: Mapping[str, Fact], day: date) -> list[Missing]:
    """How often each fact is unknown where the finding is. A year before the founding is not missing."""
    unknown = table.filter(assessed["finding"] == "unknown")
    found = []
    for fact in facts.values():
        years = range(day.year - YEARS_BACK, day.year) if fact.series else (None,)
        for year in years:
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
