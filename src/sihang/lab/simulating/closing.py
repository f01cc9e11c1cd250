"""Close what no fact holds: earlier awards still pending, money received from and to, and years without a column."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sihang.lab.simulating.dice import Dice, places
from sihang.rulebook import expressions as x
from sihang.rulebook.facts import FOUNDED, Fact
from sihang.rulebook.layers import Rules
from sihang.rulebook.tables.names import awarded_columns, received_columns


def close_the_rest(rows: pl.DataFrame, rules: Rules, dice: Dice, *, batch: int = 0) -> pl.DataFrame:
    """One possible world of each row."""
    for measure in rules.measures:
        rows = _with_award(rows, awarded_columns(measure.id), dice, batch)
        if measure.matter is not None:
            rows = _with_amount(rows, received_columns(measure.matter), dice, batch)
    return _without_early_years(rows, rules)


def _with_award(rows: pl.DataFrame, names: tuple[str, str, str], dice: Dice, batch: int) -> pl.DataFrame:
    """A pending award was made or not, each as likely; a sum from and to is one within."""
    awarded, low, high = names
    if awarded in rows.columns and high in rows.columns:
        made = pl.Series(dice.of_rows(awarded, batch, rows.height) < 0.5)
        pending = rows[awarded].is_null() & rows[high].is_not_null()
        rows = rows.with_columns(rows[awarded].zip_with(~pending, made).alias(awarded))
        denied = rows[awarded].eq_missing(pl.Series([False]))
        sums = [column for column in (low, high) if column in rows.columns]
        rows = rows.with_columns(
            pl.when(pl.lit(denied)).then(None).otherwise(pl.col(column)).alias(column) for column in sums
        )
    return _with_amount(rows, (low, high), dice, batch)


def _with_amount(rows: pl.DataFrame, names: tuple[str, str], dice: Dice, batch: int) -> pl.DataFrame:
    low, high = names
    if high not in rows.columns:
        return rows
    stated = rows[high].is_not_null()
    nothing = pl.Series([None], dtype=pl.Int64).new_from_index(0, rows.height)
    lows = rows[low] if low in rows.columns else nothing
    least = lows.fill_null(0)
    span = (rows[high] - least).fill_null(0).clip(lower_bound=0).to_numpy()
    amount = pl.Series(least.to_numpy() + places(dice.of_rows(high, batch, rows.height), span + 1))
    return rows.with_columns(
        amount.zip_with(stated, lows).alias(low), amount.zip_with(stated, rows[high]).alias(high)
    )  # fmt: skip


def _without_early_years(rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Years before the first column of a series count as if they did not exist: as if founded later.

    Only for series whose every earlier year is asked for, and not where a rule reads the founding year itself: then such a row
    stays open.
    """
    firsts = [min(years) for series in _looked_back_on(rules) if (years := years_of(series, rows.columns))]
    if FOUNDED not in rows.columns or not firsts or _reads_founding(rules):
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
