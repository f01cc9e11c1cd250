"""What is wrong with a table, by row and column: all of it counted, the first shown, the whole written where one asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import polars as pl

from sihang.batch.harmless import harmless
from sihang.rulebook.errors import Problem, SihangError, Words, printable

SHOWN_MAX = 50
"""Problems that are listed one by one; of the others the count is said."""
SCHEMA: dict[str, type[pl.DataType]] = {
    "table": pl.String, "row": pl.UInt32, "place": pl.String, "column": pl.String, "value": pl.String, "code": pl.String,
    "zh": pl.String, "en": pl.String,
}  # fmt: skip
"""One problem a row: `row` from 0 in the table, `place` as a person finds it, `column` as its header."""


class Kind(NamedTuple):
    """Problems of one code in one column."""

    code: str
    column: str
    times: int


@dataclass(frozen=True)
class Found:
    """Problems of the tables of one run: `general` of a file or a header, `cells` by row and column, in SCHEMA."""

    general: tuple[Problem, ...] = ()
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SCHEMA))

    def __bool__(self) -> bool:
        return bool(self.general) or not self.cells.is_empty()

    def __len__(self) -> int:
        return len(self.general) + self.cells.height

    def __add__(self, other: Found) -> Found:
        return Found((*self.general, *other.general), pl.concat([self.cells, other.cells]))

    def first(self, most: int = SHOWN_MAX) -> list[Problem]:
        """The first problems, those of files and headers before those of cells."""
        shown = list(self.general[:most])
        return shown + list(_problems(self.cells.head(most - len(shown))))

    def write(self, target: Path) -> None:
        """Write every problem, one a row, as CSV that a spreadsheet opens and does not run."""
        general = [("", None, each.where, "", "", each.code, *each.what) for each in self.general]
        every = pl.concat([pl.DataFrame(general, schema=SCHEMA, orient="row"), self.cells])
        shown = every.select("place", "column", "value", "code", "zh", "en")
        shown.with_columns(harmless(pl.col(name)).alias(name) for name in shown.columns).write_csv(
            target, include_bom=True
        )

    def kinds(self) -> list[Kind]:
        """How many there are by code and column, the most frequent first."""
        counted = (
            self.cells.group_by("code", "column").len().sort(["len", "code", "column"], descending=[True, False, False])
        )
        return [Kind(code, column, count) for code, column, count in counted.iter_rows()]


class TableUnusable(SihangError):
    """The tables cannot be assessed; nothing was assessed, nothing was written."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.problems = tuple(found.first())
        super().__init__("\n".join(problem.text("zh") for problem in self.problems))


def refuse(code: str, where: str, zh: str, en: str) -> TableUnusable:
    """For the one problem that lets nothing else be looked at."""
    return TableUnusable(Found((Problem(code, where, Words(zh, en)),)))


def in_file_order(frames: Sequence[pl.DataFrame], columns: Sequence[str]) -> pl.DataFrame:
    """Problems by row, and in a row as the columns stand."""
    order = {name: index for index, name in enumerate(columns)}
    place = pl.col("column").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    joined = pl.concat(list(frames)) if frames else pl.DataFrame(schema=SCHEMA)
    return joined.sort(pl.col("row"), place, maintain_order=True)


def _problems(cells: pl.DataFrame) -> Iterator[Problem]:
    for each in cells.iter_rows(named=True):
        yield Problem(each["code"], where(each["place"], each["column"]), Words(each["zh"], each["en"]))


def where(place: str, column: str) -> str:
    """`名单.csv:5:营收2023`."""
    return printable(f"{place}:{column}" if column else place)
