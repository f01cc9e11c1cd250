"""Polars: in this process, streaming, whatever the size of the table."""

from __future__ import annotations

import polars as pl

from sihang.batch.engines import Advance, Work
from sihang.rulebook.tables.columns import assess
from sihang.rulebook.tables.names import COMBINATION


class Polars:
    def assess(self, work: Work) -> None:
        frame = pl.scan_parquet(list(work.inputs), glob=False, hive_partitioning=False)
        results = counted(assess(work.plan, frame, keep=work.keep), COMBINATION.certain, work.advance)
        results.sink_parquet(work.output, metadata=dict(work.metadata), engine="streaming")


ENGINE = Polars()


def counted(frame: pl.LazyFrame, column: str, advance: Advance) -> pl.LazyFrame:
    """The same frame; `advance` is told of its rows as they pass."""

    def passed(values: pl.Series) -> pl.Series:
        advance(len(values))
        return values

    return frame.with_columns(pl.col(column).map_batches(passed, return_dtype=pl.Boolean, is_elementwise=True))
