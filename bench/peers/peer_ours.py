"""Our own program as a peer: the public functions of the rulebook, on Polars, and as one SQL statement on DuckDB and Spark."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from contract import IDENTITY, result_columns
from tables import DAY, GROUP_ROWS, PACKAGES, read_columns

from sihang.rulebook import Rulebook, load

ANSWERS = "answers"
ORGANISATIONS = "organisations"


class Polars:
    def prepare(self) -> None:
        self.rulebook.rules(DAY)

    @cached_property
    def rulebook(self) -> Rulebook:
        return load(*PACKAGES)

    def load(self, table: Path) -> pl.DataFrame:
        return pl.read_parquet(table, columns=list(read_columns()))

    def answer(self, loaded: pl.DataFrame, ranges: bool) -> pl.DataFrame:
        if ranges:
            return self.rulebook.assess_table(loaded, on=DAY)
        return self._lazy(loaded.lazy(), ranges).collect()

    def convert(self, table: Path, out: Path, ranges: bool) -> None:
        scanned = pl.scan_parquet(table).select(read_columns())
        self._lazy(scanned, ranges).sink_parquet(out, compression="snappy", row_group_size=GROUP_ROWS)

    def _lazy(self, rows: pl.LazyFrame, ranges: bool) -> pl.LazyFrame:
        return self.rulebook.assess_table(rows, on=DAY).select(IDENTITY, *result_columns(ranges))


def statement(dialect: str, ranges: bool) -> str:
    """The policy as one statement over the table of organisations."""
    everything = load(*PACKAGES).sql(dialect, on=DAY, table=ORGANISATIONS, columns=read_columns())
    if ranges:
        return everything
    return f"SELECT {', '.join([IDENTITY, *result_columns(ranges)])} FROM ({everything}) AS everything"  # noqa: S608


class DuckDB:
    def prepare(self) -> None:
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 2")
        self.statements = {ranges: statement("duckdb", ranges) for ranges in (True, False)}

    def load(self, table: Path) -> None:
        columns = ", ".join(read_columns())
        self.connection.execute(
            f"CREATE OR REPLACE TABLE {ORGANISATIONS} AS SELECT {columns} FROM read_parquet('{table}')"  # noqa: S608
        )

    def answer(self, loaded: None, ranges: bool) -> None:
        """Into a table in memory."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {ANSWERS} AS {self.statements[ranges]}")

    def convert(self, table: Path, out: Path, ranges: bool) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE VIEW {ORGANISATIONS} AS SELECT * FROM read_parquet('{table}')"  # noqa: S608
        )
        options = f"FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {GROUP_ROWS}"
        self.connection.execute(f"COPY ({self.statements[ranges]}) TO '{out}' ({options})")


class Spark:
    """Two cores of this machine; the session is started before the clock."""

    def prepare(self) -> None:
        from pyspark.sql import SparkSession

        os.environ["PYSPARK_PYTHON"] = sys.executable
        builder: Any = SparkSession.builder
        quiet = {"spark.ui.enabled": "false", "spark.driver.memory": "4g", "spark.sql.shuffle.partitions": "2"}
        for key, value in quiet.items():
            builder = builder.config(key, value)
        self.session = builder.master("local[2]").getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self.statements = {ranges: statement("spark", ranges) for ranges in (True, False)}

    def convert(self, table: Path, out: Path, ranges: bool) -> None:
        self.session.read.parquet(str(table)).createOrReplaceTempView(ORGANISATIONS)
        answers = self.session.sql(self.statements[ranges])
        answers.write.mode("overwrite").option("compression", "snappy").parquet(str(out))


class PostgreSQL:
    """The table and the answers stay in the database: a throw-away server, made before the clock and removed after."""

    def prepare(self) -> None:
        from postgres_server import Server

        self.server = Server()
        self.connection = self.server.connect()
        self.statements = {ranges: statement("postgres", ranges) for ranges in (True, False)}

    def load(self, table: Path) -> None:
        frame = pl.read_parquet(table, columns=list(read_columns()))
        types = {pl.String: "text", pl.Boolean: "boolean", pl.Date: "date"}
        columns = ", ".join(f"{name} {types.get(kind.base_type(), 'bigint')}" for name, kind in frame.schema.items())
        self.connection.execute(f"DROP TABLE IF EXISTS {ORGANISATIONS}")
        self.connection.execute(f"CREATE UNLOGGED TABLE {ORGANISATIONS} ({columns})")
        with self.connection.cursor().copy(f"COPY {ORGANISATIONS} FROM STDIN (FORMAT csv)") as copy:
            for part in frame.iter_slices(GROUP_ROWS):
                copy.write(part.write_csv(include_header=False))
        self.connection.execute(f"VACUUM ANALYZE {ORGANISATIONS}")

    def answer(self, loaded: None, ranges: bool) -> None:
        self.connection.execute(f"DROP TABLE IF EXISTS {ANSWERS}")
        self.connection.execute(f"CREATE UNLOGGED TABLE {ANSWERS} AS {self.statements[ranges]}")

    def convert(self, table: Path, out: Path, ranges: bool) -> None:
        """Only for the check of the answers: a database has its table already."""
        self.load(table)
        self.answer(None, ranges)
        columns = [IDENTITY, *result_columns(ranges)]
        rows = self.connection.execute(f"SELECT {', '.join(columns)} FROM {ANSWERS}").fetchall()  # noqa: S608
        pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None).write_parquet(out)
