"""Rows with problems, set apart in a table of their own with what is wrong with each: mend it and run it again."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from sihang.batch.problems import Found
from sihang.batch.results import ResultTable, write_csv
from sihang.batch.table import ROW, Table
from sihang.batch.vocabulary import PROBLEMS_COLUMN
from sihang.batch.xlsx_result import write_xlsx


def rows_of(found: Found) -> pl.DataFrame:
    """The numbers of the rows that have a problem."""
    return found.cells.select(pl.col("row").alias(ROW)).unique(maintain_order=True)


def write_apart(table: Table, found: Found, target: Path, form: str, folder: Path) -> int:
    """Write the rows as they were read, and what is wrong with each; return how many.

    Args:
        form: csv, xlsx or parquet.
        folder: for what is needed on the way.
    """
    said = found.cells.select(
        pl.col("row").alias(ROW), pl.format("{}：{} {}", pl.col("column"), pl.col("zh"), pl.col("en")).alias("said")
    )
    by_row = said.group_by(ROW, maintain_order=True).agg(pl.col("said").str.join("；").alias(PROBLEMS_COLUMN))
    typed = table.source.typed
    columns = [
        pl.col(typed.get(source, source)).alias(header)
        for source, header in table.source.columns.items()
        if header != PROBLEMS_COLUMN
    ]
    rows = table.rows.join(by_row.lazy(), on=ROW, how="inner", maintain_order="left")
    whole = folder / "apart.parquet" if form != "parquet" else target
    rows.select(*columns, PROBLEMS_COLUMN).sink_parquet(whole, engine="streaming")
    results = ResultTable("待改 set apart", whole, ())
    if form == "csv":
        write_csv(results, target)
    elif form == "xlsx":
        write_xlsx([results], [], target, lambda rows: None)
    return by_row.height
