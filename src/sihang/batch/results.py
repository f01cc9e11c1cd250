"""Results in canonical form to what a file for people holds: yuan with two decimals, exact; text that no spreadsheet runs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sihang.batch.harmless import FORMULA, harmless, is_formula
from sihang.batch.vocabulary import in_yuan

FEN_SHOWN_MAX = 10**15
"""A spreadsheet keeps 15 digits; an amount from here on is written as text."""


@dataclass(frozen=True)
class ResultTable:
    """Results as an engine wrote them. `outputs`: the columns that it added; `name`: of the sheet, or beside the file."""

    name: str
    file: Path
    outputs: Collection[str]

    @property
    def title(self) -> str:
        """Of its sheet."""
        return self.name or "结果 results"

    @property
    def frame(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.file, glob=False, hive_partitioning=False)

    @property
    def amounts(self) -> list[str]:
        return [name for name in self.frame.collect_schema().names() if name in self.outputs and name != in_yuan(name)]

    @property
    def texts(self) -> list[str]:
        """Columns of text that were passed through."""
        schema = self.frame.collect_schema()
        return [name for name, dtype in schema.items() if name not in self.outputs and dtype == pl.String]


def write_csv(table: ResultTable, target: Path) -> int:
    """Write UTF-8 with a mark, as spreadsheets expect it; return how many texts were made harmless."""
    amounts, texts = table.amounts, table.texts
    guarded = table.frame.with_columns(
        *(yuan_text(pl.col(name)).alias(name) for name in amounts),
        *(harmless(pl.col(name)).alias(name) for name in texts),
    )
    named = guarded.rename({name: in_yuan(name) for name in amounts})
    headers = {name: f"'{name}" for name in texts if re.match(FORMULA, name)}
    named.rename(headers).sink_csv(target, include_bom=True, engine="streaming")
    return guarded_texts(table, texts) + len(headers)


def guarded_texts(table: ResultTable, texts: Sequence[str]) -> int:
    if not texts:
        return 0
    counts = table.frame.select(is_formula(pl.col(name)).sum() for name in texts).collect(engine="streaming")
    return sum(count or 0 for count in counts.row(0))


def yuan_text(fen: pl.Expr) -> pl.Expr:
    """`2000000.50`; empty stays empty."""
    cents = (fen % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str((fen // 100).cast(pl.String), cents, separator=".")
