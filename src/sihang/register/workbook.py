"""An office's workbook, read for the register: which column is which, every problem by row and column, and what it states.

    draft = read_workbook(path, SheetKind.ORGANISATIONS, facts, folder, on=day)
    draft.columns      each header with what it was taken for, and the headers that mean nothing to us
    draft.found        every problem; while there is one, nothing may be taken over
    draft.facts()      one row a statement: uscc, key, year, number, text

Files, encodings, headers and cells are read as `sihang.batch` reads them. An empty cell states nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

import polars as pl

from sihang.batch.checks import Checked, check, problem_rows, problems_of
from sihang.batch.explain import Explainer
from sihang.batch.opening import open_source
from sihang.batch.problems import Found, TableUnusable, in_file_order
from sihang.batch.table import ROW, Table, open_table
from sihang.register.sheets import (
    LONGEST,
    LONGEST_TEXT,
    NAME,
    REQUIRED,
    SINCE,
    UNIQUE,
    UNTIL,
    USCC,
    YEAR,
    SheetKind,
    sheet_of,
)
from sihang.rulebook.errors import Problem, Words
from sihang.rulebook.facts import Fact, Kind

_OF_MATTERS: Final = (("zh", "，多个事项请用.*$"), ("en", ", many matters in.*$"))
UNIX_EPOCH: Final = date(1970, 1, 1).toordinal()
FACTS: Final = {"uscc": pl.String, "key": pl.String, "year": pl.Int32, "number": pl.Int64, "text": pl.String}
"""One statement a row; the value as a number (fen, basis points, days, 0 or 1) or as a text."""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A header, and the fact (with its fiscal year) that its cells were taken for; None: not taken over."""

    header: str
    fact: Fact | None
    year: int | None = None


@dataclass(frozen=True)
class Draft:
    """A workbook as read; nothing of it was taken over."""

    kind: SheetKind
    columns: tuple[ColumnRead, ...]
    checked: Checked
    found: Found

    @cached_property
    def rows(self) -> pl.DataFrame:
        """Every row in canonical form, with ROW."""
        return self.checked.rows.collect(engine="streaming")

    @property
    def table(self) -> Table:
        return self.checked.table

    def facts(self) -> pl.DataFrame:
        """What the rows state, in the columns of FACTS, one statement a row."""
        frames = [self._stated(each) for each in self.columns if each.fact is not None and _is_fact(each.fact)]
        return pl.concat(frames) if frames else pl.DataFrame(schema=FACTS)

    def _stated(self, column: ColumnRead) -> pl.DataFrame:
        fact = column.fact
        if fact is None:  # asked for facts only
            raise AssertionError(column.header)
        name = next(each.name for each in self.table.readings if each.match.header == column.header)
        value = pl.col(name)
        is_text = fact.kind in (Kind.ENUM, Kind.TEXT)
        year = pl.col(YEAR.key) if self.kind is SheetKind.ACCOUNTS else pl.lit(column.year)
        return self.rows.filter(value.is_not_null()).select(
            pl.col(USCC.key), pl.lit(fact.key).alias("key"), year.cast(pl.Int32).alias("year"),
            (pl.lit(None) if is_text else _number(fact, value)).cast(pl.Int64).alias("number"),
            (value if is_text else pl.lit(None)).cast(pl.String).alias("text"),
        )  # fmt: skip


def read_workbook(
    path: Path,
    kind: SheetKind,
    facts: Mapping[str, Fact],
    folder: Path,
    *,
    on: date,
    sheet: str | None = None,
    left_out: Sequence[str] = (),
) -> Draft:
    """Read a CSV or XLSX file, changing nothing.

    Args:
        facts: those that the register keeps (`known_facts`).
        folder: an empty one, for copies made while reading.
        sheet: the worksheet, where not the first.
        left_out: headers that are not taken over, whatever they look like.

    Raises:
        TableUnusable: the file cannot be opened or its headers be told apart; every problem of that sort is listed. Problems of
            cells and rows are in `found` of the draft instead.
    """
    table = open_table(open_source(path, folder, sheet), sheet_of(kind, facts), as_is=left_out)
    _must_have(table, kind)
    checked = check(table, folder / "canonical.parquet")
    found = problems_of(checked, Explainer({}, on))
    twice = pl.col("code") == "organisation-twice"
    if kind is SheetKind.ORGANISATIONS:  # what the command says there of matters is of no use here
        shorter = [
            pl.when(twice).then(pl.col(lang).str.replace(end, "")).otherwise(lang).alias(lang)
            for lang, end in _OF_MATTERS
        ]
        found = Found(found.general, found.cells.with_columns(shorter))
    else:  # an organisation may stand in many rows
        found = Found(found.general, found.cells.filter(~twice))
    return Draft(kind, _columns(table), checked, found + _of_rows(checked, kind))


def _must_have(table: Table, kind: SheetKind) -> None:
    """Raise TableUnusable for every column that this kind of table must have and lacks."""
    missing = [fact for fact in REQUIRED[kind] if fact.key not in table.columns]
    if missing:
        problems = [_missing(table.source.name, fact) for fact in missing]
        raise TableUnusable(Found(tuple(problems)))


def _missing(name: str, fact: Fact) -> Problem:
    words = Words(f"缺少“{fact.words.zh}”一列", f"the column '{fact.words.en}' is missing")
    return Problem("missing-key", name, words)


def _columns(table: Table) -> tuple[ColumnRead, ...]:
    """In the order of the table."""
    ours = {each.header: each.column for each in table.matched.ours}
    return tuple(
        ColumnRead(header, ours[header].fact, _year_in(ours[header].name)) if header in ours else ColumnRead(header, None)
        for header in table.source.columns.values()
    )  # fmt: skip


def _year_in(name: str) -> int | None:
    """The fiscal year in the name of a column in canonical form: `revenue_2023_fen`."""
    digits = [part for part in name.split("_") if part.isdigit() and len(part) == 4]
    return int(digits[-1]) if digits else None


def _is_fact(fact: Fact) -> bool:
    return fact.key not in (USCC.key, NAME.key, YEAR.key)


def _number(fact: Fact, value: pl.Expr) -> pl.Expr:
    return value.cast(pl.Int32) + UNIX_EPOCH if fact.kind is Kind.DATE else value


def _of_rows(checked: Checked, kind: SheetKind) -> Found:
    """Cells that must not be empty, rows that say the same thing of one organisation, and times that end before they begin."""
    table, rows = checked.table, checked.rows.collect(engine="streaming")
    frames = [_empty(table, rows, fact) for fact in REQUIRED[kind]]
    if kind is not SheetKind.ORGANISATIONS:
        frames.append(_twice(table, rows, UNIQUE[kind]))
    if kind is SheetKind.STATUSES and UNTIL.key in rows.columns:
        backwards = rows.filter(pl.col(UNTIL.key) < pl.col(SINCE.key))
        words = Words("有效期止早于有效期起", "it ends before it begins")
        frames.append(_said(table, backwards, UNTIL.key, "empty-range", words))
    frames += _too_long(table, rows)
    return Found(cells=in_file_order(frames, list(table.source.columns.values())))


def _too_long(table: Table, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for reading in table.readings:
        fact = reading.match.column.fact
        most = LONGEST.get(fact.key, LONGEST_TEXT)
        if fact.kind is Kind.TEXT and fact.key != USCC.key:
            words = Words(f"最多 {most} 字", f"at most {most} characters")
            yield _said(
                table, rows.filter(pl.col(reading.name).str.len_chars() > most), reading.name, "wrong-type", words
            )


def _empty(table: Table, rows: pl.DataFrame, fact: Fact) -> pl.DataFrame:
    """Of a cell that cannot be read that is said already; here only those in which nothing stands."""
    reading = table.reading(fact.key)
    empty = table.rows.filter(pl.col(reading.match.source).is_null()).select(ROW).collect(engine="streaming")
    words = Words(f"“{fact.words.zh}”不能为空", f"'{fact.words.en}' must not be empty")
    return _said(table, rows.join(empty, on=ROW, how="semi"), fact.key, "missing-key", words)


def _twice(table: Table, rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    stated = rows.drop_nulls(list(keys))
    again = stated.filter(~pl.struct(list(keys)).is_first_distinct())
    words = Words("与前面的一行是同一项，请留其一", "an earlier row is of the same; keep one")
    return _said(table, again, keys[-1], "row-twice", words)


def _said(table: Table, rows: pl.DataFrame, name: str, code: str, words: Words) -> pl.DataFrame:
    said = rows.select(
        pl.col(ROW), pl.col(name).cast(pl.String).alias("value"), pl.lit(code).alias("code"), pl.lit(words.zh).alias("zh"),
        pl.lit(words.en).alias("en"),
    )  # fmt: skip
    return problem_rows(table, said, table.reading(name).match.header)
