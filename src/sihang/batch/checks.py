"""Every problem of a table before any row is assessed: first whether there are any, in one scan; then which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from sihang.batch.cells import Reading
from sihang.batch.explain import Explainer
from sihang.batch.headers import Match
from sihang.batch.problems import SCHEMA, Found, in_file_order
from sihang.batch.rows import RowRule, given_twice, row_rules
from sihang.batch.standing import stand
from sihang.batch.table import ROW, Table
from sihang.batch.vocabulary import ONCE

_BAD = "~bad"


@dataclass(frozen=True)
class Checked:
    """A table in canonical form.

    Args:
        files: hold its columns, with ROW beside them unless they are the input itself.
        any_bad: a cell cannot be used, or a row is at odds with itself.
    """

    table: Table
    files: tuple[Path, ...]
    is_input: bool
    any_bad: bool

    @property
    def rows(self) -> pl.LazyFrame:
        """ROW and the columns of the canonical form."""
        frame = scan(self.files)
        return frame.with_row_index(ROW) if self.is_input else frame

    def without(self, rows: pl.DataFrame, target: Path) -> Checked:
        """The table without rows of these numbers, in a file of its own."""
        kept = self.rows.join(rows.lazy(), on=ROW, how="anti", maintain_order="left")
        kept.sink_parquet(target, compression="lz4", engine="streaming")
        return Checked(self.table, (target,), is_input=False, any_bad=False)

    @cached_property
    def count(self) -> int:
        found: int = scan(self.files).select(pl.len()).collect().item()
        return found


def scan(files: Sequence[Path]) -> pl.LazyFrame:
    return pl.scan_parquet(list(files), glob=False, hive_partitioning=False)


def check(table: Table, target: Path) -> Checked:
    """Bring a table to canonical form, in one scan that also says whether anything is bad.

    Args:
        target: the file to write, where the table is not in canonical form as it stands.
    """
    rules = row_rules(table.readings)
    if table.may_stand and stand(table.source.frame, table.readings) and not _any_broken(table, rules):
        return Checked(table, table.source.files, is_input=True, any_bad=False)
    bad = pl.any_horizontal(*(reading.bad for reading in table.readings), *(rule.bad for rule in rules))
    written = table.rows.select(ROW, *table.canonical(), bad.alias(_BAD))
    written.sink_parquet(target, compression="lz4", engine="streaming")
    any_bad = pl.scan_parquet(target, glob=False).select(pl.col(_BAD).any()).collect(engine="streaming").item()
    return Checked(table, (target,), is_input=False, any_bad=bool(any_bad))


def _any_broken(table: Table, rules: Sequence[RowRule]) -> bool:
    broken = [rule.bad.any().alias(f"{index}") for index, rule in enumerate(rules)]
    return bool(rules) and any(table.rows.select(broken).collect(engine="streaming").row(0))


def problems_of(checked: Checked, explain: Explainer) -> Found:
    """Every problem of the cells and rows of a table."""
    table = checked.table
    frames = list(_of_cells(table, explain)) if checked.any_bad else []
    frames += [_given_twice(checked, each) for each in table.readings if each.match.column.role in ONCE]
    return Found(cells=in_file_order(frames, list(table.source.columns.values())))


def problem_rows(table: Table, rows: pl.DataFrame, header: str) -> pl.DataFrame:
    """Problems as SCHEMA has them, from ROW, value, code, zh, en."""
    places = [table.source.place(row) for row in rows[ROW]]
    return rows.select(
        pl.lit(table.source.name).alias("table"), pl.col(ROW).alias("row"), pl.Series("place", places, dtype=pl.String),
        pl.lit(header).alias("column"), "value", "code", "zh", "en",
    ).cast(pl.Schema(SCHEMA))  # fmt: skip


def _of_cells(table: Table, explain: Explainer) -> Iterator[pl.DataFrame]:
    """The problems of each column and of each rule of rows; only those that are broken are looked at again."""
    rules = row_rules(table.readings)
    counts = table.rows.select(
        *(reading.bad.sum().alias(reading.name) for reading in table.readings),
        *(rule.bad.sum().alias(f"~{index}") for index, rule in enumerate(rules)),
    )
    times = counts.collect(engine="streaming").row(0, named=True)
    for reading in table.readings:
        if times[reading.name]:
            yield _of_column(table, reading, explain)
    for index, rule in enumerate(rules):
        if times[f"~{index}"]:
            yield _of_rule(table, rule)


def _of_column(table: Table, reading: Reading, explain: Explainer) -> pl.DataFrame:
    """The cells of a column that cannot be used; each value is explained once, however often it stands."""
    matched, dtype = reading.match, table.source.schema[reading.match.source]
    value = pl.col(matched.source)
    text = (value.cast(pl.Float64) if dtype == pl.Float32 else value).cast(pl.String).alias("value")
    bad = table.rows.filter(reading.bad).select(ROW, text).collect(engine="streaming")
    explained = _explained(bad["value"].unique(), matched, dtype, explain)
    return problem_rows(table, bad.join(explained, on="value", how="left", maintain_order="left"), matched.header)


def _explained(values: pl.Series, matched: Match, dtype: pl.DataType, explain: Explainer) -> pl.DataFrame:
    found = [(value, explain(matched, value, dtype)) for value in values]
    rows = [(value, each.code, each.what.zh, each.what.en) for value, each in found if each is not None]
    if len(rows) < len(found):
        lost = next(value for value, each in found if each is None)
        raise AssertionError(f"{matched.header}: {lost!r} is refused, and nobody can say why")
    return pl.DataFrame(rows, schema=dict.fromkeys(("value", "code", "zh", "en"), pl.String), orient="row")


def _of_rule(table: Table, rule: RowRule) -> pl.DataFrame:
    value = pl.col(rule.source).cast(pl.String).alias("value")
    bad = table.rows.filter(rule.bad).select(ROW, value).collect(engine="streaming")
    said = bad.with_columns(code=pl.lit(rule.code), zh=pl.lit(rule.words.zh), en=pl.lit(rule.words.en))
    return problem_rows(table, said, rule.header)


def _given_twice(checked: Checked, reading: Reading) -> pl.DataFrame:
    """Rows of organisations that stand more than once, each with the place of another one."""
    table = checked.table
    twice = given_twice(checked.rows, ROW, reading.name)
    if twice.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    rows = list(twice.iter_rows())
    first = dict(reversed([(value, row) for row, value in rows]))
    last = {value: row for row, value in rows}
    others = [last[value] if first[value] == row else first[value] for row, value in rows]
    places = pl.Series("other", [table.source.place(row) for row in others], dtype=pl.String)
    other = pl.col("other")
    said = twice.with_columns(places).with_columns(
        pl.lit("organisation-twice").alias("code"),
        pl.format("同一单位另见 {}；一行一个单位，多个事项请用 --matters 另列一表", other).alias("zh"),
        pl.format("also stands in {}; one row an organisation, many matters in a table of theirs (--matters)", other).alias("en"),
    )  # fmt: skip
    return problem_rows(table, said, reading.match.header)
