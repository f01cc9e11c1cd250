"""The table that everyone is asked about: a synthetic register, dense, with 30% of it unknown."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
from contract import IDENTITY, MATTERS, OPTIONS

from sihang.lab.synthetic import Register
from sihang.rulebook import load
from sihang.rulebook.expressions import facts_of
from sihang.rulebook.measures import Measure
from sihang.rulebook.tables.names import column_of, project_column, year_column

PACKAGES = ("yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025")
DAY = date(2025, 6, 30)
YEARS = range(2019, 2025)
"""The fiscal years that the register states."""
UNKNOWN = 0.3
_LINES = (30_000_000_00, 50_000_000_00, 100_000_000_00)
_HNTE_FROM = date(2025, 2, 10)
GROUP_ROWS = 1 << 17
"""Rows of one row group, in and out."""


@cache
def read_columns() -> tuple[str, ...]:
    """The identity and every column that a measure or the combination reads."""
    of_measures = [column for measure in load(*PACKAGES).rules(DAY).measures for column in _columns_of(measure)]
    matters = [matter for matter in MATTERS.values() if matter]
    projects = [project_column(matter) for matter in ("consortium", "challenge_project")]
    years = [year_column(matter) for matter in ("hq_incubator_year", "carrier_year")]
    return tuple(dict.fromkeys([IDENTITY, *of_measures, *matters, *projects, *years]))


def _columns_of(measure: Measure) -> list[str]:
    nodes = [condition.node for condition in measure.conditions] + ([measure.money.node] if measure.money else [])
    columns = ["founded_year"] if measure.year is not None else []
    for fact in [fact for node in nodes for fact in facts_of(node)] + ([measure.year] if measure.year else []):
        if fact.holder not in ("day", "award"):  # what no table states
            columns += [column_of(fact, year) for year in YEARS] if fact.series else [column_of(fact)]
    return columns


def make(path: Path, rows: int) -> None:
    """Write the table of so many rows: Snappy, in row groups of `GROUP_ROWS`."""
    frame = Register(rows, unknown=UNKNOWN, dense=True).table().lazy().select(read_columns())
    frame.sink_parquet(path, compression="snappy", row_group_size=GROUP_ROWS)


def make_for_check(path: Path, rows: int) -> None:
    """The same rows and as many of which most is known, with what chance seldom draws: figures and days on the lines."""
    half = -(-rows // 2)
    drawn = [
        Register(half, seed=seed, unknown=unknown, dense=True).table().frame()
        for seed, unknown in ((1, UNKNOWN), (2, 0.05))
    ]
    row = pl.int_range(pl.len())
    kinds = pl.lit(pl.Series("kind", [*OPTIONS["kind"], None]))
    mixed = drawn[0].with_columns(
        pl.when(row % 3 == 0).then(kinds.gather(row % (len(OPTIONS["kind"]) + 1))).otherwise("kind").alias("kind"),
        pl.when(row % 4 == 0).then("ip_valued_on").otherwise("ip_financed_on").alias("ip_financed_on"),
        pl.when(row % 4 == 1).then(pl.lit(_HNTE_FROM)).otherwise("hnte_event_on").alias("hnte_event_on"),
    )
    spent = [_spent(year, row) for year in YEARS]
    on_lines = [_revenue(f"revenue_{year}_fen", place, row) for place, year in enumerate(YEARS)]
    grown = drawn[1].with_columns(
        *on_lines,
        (2018 + row % 6).alias("founded_year"),
        pl.when(row % 7 > 0).then(pl.lit("enterprise")).otherwise("kind").alias("kind"),
        pl.when(row % 5 > 0).then(pl.lit(True)).otherwise("hnte_valid").alias("hnte_valid"),
    )
    grown = grown.with_columns(*spent)
    frame = pl.concat([mixed, grown]).head(rows).with_columns(pl.format("{}-{}", IDENTITY, pl.int_range(pl.len())))
    frame.select(read_columns()).write_parquet(path, compression="snappy", row_group_size=GROUP_ROWS)


def _revenue(column: str, place: int, row: pl.Expr) -> pl.Expr:
    """Rising figures: in some rows on a line, in some a fen over it, in some one that doubles every year."""
    line = pl.lit(pl.Series(_LINES)).gather((row // 6 + place) % 3) + row // 12 % 2
    rising = pl.lit(4_000_000_00 * 2**place)
    stated = pl.when(row % 6 == place).then(line).otherwise(pl.when(row % 2 == 0).then(rising).otherwise(column))
    return pl.when(pl.col(column).is_not_null()).then(stated).alias(column)


def _spent(year: int, row: pl.Expr) -> pl.Expr:
    """R&D expense of a tenth of the revenue, or at 5% of it, a fen below or above."""
    revenue, column = pl.col(f"revenue_{year}_fen"), f"rd_expense_{year}_fen"
    spent = pl.when(row % 4 > 0).then(revenue // 10).otherwise(revenue // 20 + row // 4 % 3 - 1)
    return pl.when(pl.col(column).is_not_null()).then(spent.fill_null(0).clip(0)).alias(column)
