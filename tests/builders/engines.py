"""Every engine by one call: a plan and rows in, the results of each row out, in plain types and in the order of the rows."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sihang.batch.engines import Work, engine_of
from sihang.rulebook.tables.columns import assess
from sihang.rulebook.tables.ddl import create_table
from sihang.rulebook.tables.meanings import own_columns
from sihang.rulebook.tables.names import COMBINATION
from sihang.rulebook.tables.plan import plan_of
from sihang.rulebook.tables.sql import Dialect, statement
from tests.builders.clickhouse import SETTINGS

ROW = "row"
"""The column that names a row, so that no engine needs to keep their order."""
TABLE = "organisations"


def numbered(frame):
    """The rows, each with its name."""
    return frame.with_columns(pl.format("r{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(9)).alias(ROW))


def plan_for(rules, relations, frame, on):
    """The plan for the columns that a frame has."""
    return plan_of(rules, relations, own_columns(rules, frame.columns), on)


class InMemory:
    """Polars, all at once."""

    def assess(self, plan, frame):
        return plain(assess(plan, frame.lazy(), keep=[ROW]).collect())


@dataclass
class Shipped:
    """An engine of `sihang batch`, from Parquet to Parquet."""

    name: str
    folder: Path

    def assess(self, plan, frame):
        for old in (self.folder / "in.parquet", self.folder / "out.parquet"):
            remove(old)
        frame.write_parquet(self.folder / "in.parquet")
        work = Work([self.folder / "in.parquet"], plan, [ROW], self.folder / "out.parquet", {}, lambda rows: None)
        engine_of(self.name).assess(work)
        return plain(pl.read_parquet(work.output))


@dataclass
class Postgres:
    """A statement over a table made as `sihang policy sql --ddl` says."""

    connection: object

    def assess(self, plan, frame):
        self.connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
        self.connection.execute(create_table(plan.rules, frame.columns, Dialect.POSTGRES, TABLE))
        with self.connection.cursor() as cursor:
            with cursor.copy(f"COPY {TABLE} FROM STDIN (FORMAT csv)") as copy:
                for part in frame.iter_slices(20_000):
                    copy.write(part.write_csv(include_header=False))
            with cursor.copy(f"COPY ({self.statement(plan)}) TO STDOUT (FORMAT csv, HEADER)") as copy:
                found = b"".join(bytes(part) for part in copy)
        return plain(pl.read_csv(found, infer_schema=False))

    @staticmethod
    def statement(plan):
        return statement(plan, Dialect.POSTGRES, table=TABLE, keep=[ROW])


@dataclass
class ClickHouse:
    """A statement over a table made as `sihang policy sql --ddl` says."""

    session: object
    folder: Path

    def assess(self, plan, frame):
        source, target = self.folder / "in.parquet", self.folder / "out.parquet"
        frame.write_parquet(source)
        remove(target)
        columns = ", ".join(f'"{name}"' for name in frame.columns)
        for each in (
            f"DROP TABLE IF EXISTS {TABLE}",
            f"{create_table(plan.rules, frame.columns, Dialect.CLICKHOUSE, TABLE)} ENGINE = Memory",
            f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM file('{source}', Parquet)",
            f"{self.statement(plan)} INTO OUTFILE '{target}' FORMAT Parquet {SETTINGS}",
        ):
            self.session.query(each)
        return plain(pl.read_parquet(target))

    @staticmethod
    def statement(plan):
        return statement(plan, Dialect.CLICKHOUSE, table=TABLE, keep=[ROW])


def plain(results):
    """Findings and names as text, amounts as whole fen, in the order of rows."""
    amounts = pl.selectors.ends_with("_fen")
    texts = pl.selectors.ends_with("_finding") | pl.selectors.by_name(COMBINATION.left)
    certain = pl.col(COMBINATION.certain)
    if results.schema[COMBINATION.certain] == pl.String:  # as PostgreSQL writes it in CSV
        certain = certain.replace_strict({"t": True, "f": False}, return_dtype=pl.Boolean)
    return results.with_columns(amounts.cast(pl.Int64), texts.cast(pl.String), certain.cast(pl.Boolean)).sort(ROW)


def differences(expected, found, shown=5):
    """Of every column that differs, the first rows with both values; nothing where all is the same, to the last bit."""
    assert found.columns == expected.columns
    assert found[ROW].equals(expected[ROW])
    wrong = {}
    for name in expected.columns:
        is_other = expected[name].ne_missing(found[name])
        if is_other.any():
            pairs = zip(
                expected[ROW].filter(is_other),
                expected[name].filter(is_other),
                found[name].filter(is_other),
                strict=True,
            )
            wrong[name] = list(pairs)[:shown]
    return wrong


def remove(path):
    if path.is_dir():
        for each in path.iterdir():
            each.unlink()
        path.rmdir()
    path.unlink(missing_ok=True)
