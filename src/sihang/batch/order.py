"""What is asked of a run, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from glob import has_magic
from pathlib import Path
from typing import Any, Protocol

from sihang.batch.problems import Found, refuse
from sihang.batch.source import FORMATS
from sihang.batch.summary import Summary
from sihang.rulebook.errors import Words


@dataclass(frozen=True)
class Order:
    """One run.

    Args:
        table: organisations, one a row.
        output: the results; its ending says in which format.
        on: the day of assessment.
        matters: by type of matter, a table of matters, many to an organisation.
        set_apart: where rows with problems go, so that the others can be assessed.
        problems: where every problem is written, one a row.
        as_is: headers to pass through, whatever they look like.
        sheet: the worksheet to read, where not the first.
        known: the recorded day with which the packages were loaded, for the manifest.
        master: the Spark to use, for the engine spark.
    """

    table: Path
    output: Path
    on: date
    engine: str = "polars"
    matters: Mapping[str, Path] = field(default_factory=dict)
    set_apart: Path | None = None
    problems: Path | None = None
    as_is: Sequence[str] = ()
    sheet: str | None = None
    known: date | None = None
    master: str | None = None


@dataclass(frozen=True)
class Report:
    """What a run did. `apart`: the problems of the rows that were set apart; `passed`: headers that were passed through."""

    manifest: Mapping[str, Any]
    summary: Summary
    written: Sequence[Path | str]
    rows: Mapping[str, int]
    apart: Found
    passed: Sequence[str]
    guarded: int


class Watch(Protocol):
    """Is told how far a run has come."""

    def stage(self, words: Words, rows: int | None) -> None:
        """A new stage begins, of so many rows where that is known."""

    def advance(self, rows: int) -> None:
        """So many more rows are done."""


class Unwatched:
    def stage(self, words: Words, rows: int | None) -> None:
        """Nobody looks."""

    def advance(self, rows: int) -> None:
        """Nobody looks."""


def format_of(path: Path) -> str:
    """`csv`, `xlsx` or `parquet`, by the ending of the name; a folder or a pattern is Parquet."""
    if path.suffix.lower() in FORMATS:
        return FORMATS[path.suffix.lower()]
    if path.is_dir() or has_magic(str(path)):
        return "parquet"
    zh = "文件名要以 .csv、.xlsx 或 .parquet 结尾；旧的 .xls 请另存为 .xlsx"
    raise refuse(
        "unknown-format", path.name, zh, "the name must end in .csv, .xlsx or .parquet; save an old .xls as .xlsx"
    )
