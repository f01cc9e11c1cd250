"""Spark: the policy as one SQL statement on a cluster; an extra of this program. Results are a folder of parts (docs/spark.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from sihang.batch.engines import Work
from sihang.batch.engines.spark_session import session
from sihang.rulebook.tables.plan import Plan
from sihang.rulebook.tables.sql import Dialect, statement

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

TABLE = "sihang_organisations"
_PATTERN = re.compile(r"[\\*?\[\]{}]")
"""What means something else in a path to be read."""


@dataclass(frozen=True)
class Spark:
    """On `master`, or as `spark_session.session` finds it."""

    master: str | None = None

    def on(self, master: str | None) -> Spark:
        return Spark(master)

    def assess(self, work: Work) -> None:
        """Write a folder of parts; rows keep their order where there is one input file, else only within a part."""
        spark = session(self.master)
        frame = spark.read.parquet(*(literally(f"file://{path.absolute()}") for path in work.inputs))
        results = assessed(frame, work.plan, work.keep)
        marker = {"mapreduce.fileoutputcommitter.marksuccessfuljobs": "false"}  # what is renamed into place is complete
        results.write.options(**marker).parquet(f"file://{work.output.absolute()}")
        for checksum in work.output.glob(".*.crc"):
            checksum.unlink()
        work.advance(
            pl.scan_parquet(work.output, glob=False, hive_partitioning=False).select(pl.len()).collect().item()
        )


ENGINE = Spark()


def literally(address: str) -> str:
    """An address to be read in which nothing stands for anything else."""
    return _PATTERN.sub(r"\\\g<0>", address)


def assessed(frame: DataFrame, plan: Plan, keep: Sequence[str]) -> DataFrame:
    """The results of every row, in the session of the frame; nothing is worked out before it is written."""
    frame.createOrReplaceTempView(TABLE)
    return frame.sparkSession.sql(statement(plan, Dialect.SPARK, table=TABLE, keep=keep))
