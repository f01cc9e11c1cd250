"""A synthetic register: organisations that do not exist, with all facts that the loaded packages ask for.

For benches, tests and demonstrations. A row depends on the seed and its number, and not on how many rows are asked for, how
they are written, or what other facts are drawn. What is drawn does not depend on the share of unknowns: two registers that
differ in nothing else agree wherever both state something.

    >>> from sihang.lab import synthetic
    >>> synthetic.frame(1_000, seed=7, unknown=0.3).columns[:3]
    ['number', 'uscc', 'name']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from sihang import __version__
from sihang.lab import synthetic_columns
from sihang.lab.synthetic_block import BLOCK_ROWS, Block, Drawing
from sihang.lab.synthetic_uscc import MOST_ROWS
from sihang.rulebook import Rulebook, load
from sihang.rulebook.facts import LAST_YEAR

PACKAGES = ("yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025")
DAY = date(2025, 6, 30)
UNKNOWN = 0.1
SEED = 1
MOST_SEED = 2**63
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(LAST_YEAR, 12, 31)
"""So that the oldest organisation and the last fiscal year are years that a case may state."""


def frame(
    rows: int,
    *,
    seed: int = SEED,
    unknown: float = UNKNOWN,
    dense: bool = False,
    on: date = DAY,
    rulebook: Rulebook | None = None,
) -> pl.DataFrame:
    """A register of that many rows in canonical form (docs/tables.md); see `Register` for what can be set."""
    return Register(rows, seed=seed, unknown=unknown, dense=dense, on=on, rulebook=rulebook).table().frame()


@cache
def _shipped() -> Rulebook:
    return load(*PACKAGES)


@dataclass(frozen=True)
class Table:
    """One table of a register in canonical form; `blocks` draws it from the first row on, each time anew.

    A block has the rows of so many organisations as `BLOCK_ROWS`, the last of fewer.
    """

    name: str
    organisations: int
    blocks: Callable[[], Iterator[pl.DataFrame]]

    def frame(self) -> pl.DataFrame:
        """All of it at once."""
        return pl.concat(self.blocks(), rechunk=True)

    def each(self, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Table:
        """The same with each block changed as it comes."""
        return Table(self.name, self.organisations, lambda: map(change, self.blocks()))

    def lazy(self, drawn: Callable[[int], None] | None = None) -> pl.LazyFrame:
        """All of it, drawn while it is read, so that no more than a few blocks are held.

        `drawn` is told for how many more organisations it is done.
        """

        def source(
            columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, batch_rows: int | None
        ) -> Iterator[pl.DataFrame]:
            del batch_rows
            for first, block in zip(count(step=BLOCK_ROWS), self.blocks(), strict=False):
                part = block if rows is None else block.head(rows)
                rows = None if rows is None else rows - part.height
                if drawn is not None:
                    drawn(min(BLOCK_ROWS, self.organisations - first))
                part = part if predicate is None else part.filter(predicate)
                yield part if columns is None else part.select(columns)
                if rows == 0:
                    return

        return register_io_source(source, schema=next(self.blocks()).schema, is_pure=True)


class Register:
    """A synthetic register, still to be drawn: as one table, or as organisations and their matters.

    Args:
        rows: the number of organisations, up to 31^6.
        seed: not negative; another seed, another register.
        unknown: the share of facts and determinations that are left empty, from 0 to 1.
        dense: every type of matter in half of the rows, for benches; else as often as docs/synthetic-register.md says.
        on: the day of the register; the last fiscal year is the one before it.
        rulebook: whose facts are drawn; by default those of the shipped packages.

    Raises:
        ValueError: one of them is out of its range.
        PackageUnusable: the packages cannot be used on that day.
    """

    def __init__(
        self,
        rows: int,
        *,
        seed: int = SEED,
        unknown: float = UNKNOWN,
        dense: bool = False,
        on: date = DAY,
        rulebook: Rulebook | None = None,
    ) -> None:
        for name, value, most in (("rows", rows, MOST_ROWS), ("unknown", unknown, 1), ("seed", seed, MOST_SEED)):
            if not 0 <= value <= most:
                raise ValueError(f"{name} goes from 0 to {most}: {value}")
        if not FIRST_DAY <= on <= LAST_DAY:
            raise ValueError(f"on goes from {FIRST_DAY} to {LAST_DAY}: {on}")
        self.rows = rows
        self.rulebook = rulebook or _shipped()
        self.drawing = Drawing.of(self.rulebook, on, seed, unknown, dense)

    def table(self) -> Table:
        """One row an organisation, with at most one matter of each type."""
        return self._table("register", lambda block, rows: synthetic_columns.whole(block).head(rows))

    def tables(self) -> tuple[Table, ...]:
        """The organisations alone, then for each type of matter a table with a row a matter, up to three an organisation.

        The first matter of an organisation is the one that `table` gives it.
        """
        organisations = self._table(
            "organisations", lambda block, rows: synthetic_columns.organisations(block).head(rows)
        )
        return organisations, *map(self._of_type, self.drawing.types)

    def _of_type(self, type_: str) -> Table:
        return self._table(type_, lambda block, rows: synthetic_columns.matters(block, type_, rows))

    def _table(self, name: str, take: Callable[[Block, int], pl.DataFrame]) -> Table:
        """What is taken of each block, of its first rows; of one block, and none of its rows, where there are none."""

        def blocks() -> Iterator[pl.DataFrame]:
            for first in range(0, max(self.rows, 1), BLOCK_ROWS):
                yield take(Block(self.drawing, first), min(self.rows - first, BLOCK_ROWS))

        return Table(name, self.rows, blocks)

    def about(self) -> dict[str, str]:
        """How it was drawn, so that it can be drawn again; the marking first."""
        drawing = self.drawing
        return {
            "synthetic": "true",
            "notice": "示例数据，非真实单位 / synthetic, no real organisation",
            "rows": str(self.rows),
            "seed": str(drawing.seed),
            "unknown": f"{100 * drawing.unknown:.12g}%",
            "dense": str(drawing.dense).lower(),
            "on": drawing.on.isoformat(),
            "policies": " ".join(package.id for package in self.rulebook.packages),
            "software": f"sihang {__version__}, numpy {np.__version__}",
        }
