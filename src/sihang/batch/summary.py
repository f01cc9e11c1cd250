"""What came out in all: rows, findings of each measure, and the totals of the range, said as open where one has no upper bound."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sihang.rulebook.evaluate import Finding
from sihang.rulebook.tables.names import COMBINATION, MeasureNames, ResultNames


@dataclass(frozen=True)
class Total:
    """The sum over rows, in fen. `unbounded`: rows whose high has no upper bound, and so is in no sum."""

    low: int
    high: int
    unbounded: int


@dataclass(frozen=True)
class MeasureSummary:
    """How many rows have which finding, and the total of their ranges."""

    measure: str
    met: int
    unknown: int
    not_met: int
    total: Total


@dataclass(frozen=True)
class Summary:
    rows: int
    measures: tuple[MeasureSummary, ...]
    combination: Total
    uncertain: int


def summary_of(tables: Sequence[pl.LazyFrame], measures: Collection[str]) -> Summary:
    """The summary of result tables in canonical form, the organisations first."""
    return summary_from([_summed(frame, measures) for frame in tables], measures)


def summary_from(read: Sequence[Mapping[str, int]], measures: Collection[str]) -> Summary:
    """The summary of the sums of each table, by the names that `_summed` gives them."""
    first = read[0]
    found = [_of_measure(measure, row) for measure in measures for row in read if f"{measure} met" in row]
    return Summary(
        first["rows"], tuple(found), _total(first, COMBINATION, first["rows"]), first["rows"] - first["certain"]
    )


def _summed(frame: pl.LazyFrame, measures: Collection[str]) -> dict[str, int]:
    names = frame.collect_schema().names()
    sums = [pl.len().alias("rows")]
    for measure in measures:
        columns = MeasureNames.of(measure)
        if columns.finding in names:
            finding = pl.col(columns.finding).cast(pl.String)
            sums += [(finding == each.value).sum().alias(f"{measure} {each.value}") for each in Finding]
            sums += _of_amounts(columns)
    if COMBINATION.low in names:
        sums += [*_of_amounts(COMBINATION), pl.col(COMBINATION.certain).sum().alias("certain")]
    return frame.select(sums).collect(engine="streaming").row(0, named=True)


def _of_amounts(columns: ResultNames) -> list[pl.Expr]:
    """Sums in 128 bits: ten million rows may hold more than 64."""
    return [
        pl.col(columns.low).cast(pl.Int128).sum(),
        pl.col(columns.high).cast(pl.Int128).sum(),
        pl.col(columns.high).count().alias(f"{columns.high} bounded"),
    ]


def _of_measure(measure: str, row: Mapping[str, int]) -> MeasureSummary:
    met, unknown, not_met = (row[f"{measure} {each}"] or 0 for each in (Finding.MET, Finding.UNKNOWN, Finding.NOT_MET))
    return MeasureSummary(
        measure, met, unknown, not_met, _total(row, MeasureNames.of(measure), met + unknown + not_met)
    )


def _total(row: Mapping[str, int], columns: ResultNames, rows: int) -> Total:
    return Total(row[columns.low] or 0, row[columns.high] or 0, rows - row[f"{columns.high} bounded"])
