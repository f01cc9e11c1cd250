"""A table as opened: its columns by name, its rows not yet read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from sihang.batch.problems import Found, TableUnusable
from sihang.rulebook.errors import Problem, Words

FORMATS = {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}


@dataclass(frozen=True)
class Source:
    """A table of one file, or of several parts that follow each other.

    Args:
        name: for a person, as given.
        frame: has one column for each header, perhaps more that nobody needs.
        columns: the name of a column in `frame`, to its header.
        schema: the type of each of these columns.
        first_row: the number of the first row: 2 in a spreadsheet, whose header is row 1.
        starts: the first row of each part, from 0 in the whole table; `parts` are their names.
        about: what was found out about the file, such as its encoding.
        units: money may be in fen, in columns named `…_fen`.
        typed: where the file has types of its own, the column to pass through in place of one that was read as text.
    """

    name: str
    frame: pl.LazyFrame
    columns: Mapping[str, str]
    schema: Mapping[str, pl.DataType]
    files: tuple[Path, ...]
    rows: int
    first_row: int = 2
    parts: tuple[str, ...] = ()
    starts: tuple[int, ...] = (0,)
    about: Mapping[str, str] = field(default_factory=dict)
    units: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)

    def place(self, row: int) -> str:
        """`名单.csv:5`, where a person finds a row."""
        part = bisect_right(self.starts, row) - 1
        name = self.parts[part] if self.parts else self.name
        return f"{name}:{row - self.starts[part] + self.first_row}"


def without_unnamed(name: str, frame: pl.LazyFrame, columns: Mapping[str, str]) -> dict[str, str]:
    """Without columns that have no name and hold nothing, as spreadsheets export them.

    Raises:
        TableUnusable: a column holds something and has no name.
    """
    unnamed = {source: place for place, (source, header) in enumerate(columns.items(), start=1) if not header}
    if unnamed:
        filled = frame.select(pl.col(list(unnamed)).is_not_null().any()).collect(engine="streaming").row(0)
        places = [place for place, is_filled in zip(unnamed.values(), filled, strict=True) if is_filled]
        if places:
            raise TableUnusable(Found(tuple(_no_header(name, place) for place in places)))
    return {source: header for source, header in columns.items() if header}


def _no_header(name: str, place: int) -> Problem:
    zh, en = f"第 {place} 列有内容却没有列名，请写上", f"column {place} holds something and has no name; give it one"
    return Problem("no-header", f"{name}:1", Words(zh, en))
