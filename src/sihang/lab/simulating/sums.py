"""Counts and sums over the rows of a table, taken block by block, exact whatever they add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from sihang.rulebook.bounds import NO_BOUND


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts added up, in fen, each side over the rows where it has a bound.

    `unbounded` rows have no upper bound, `bottomless` ones no lower: a change from an amount without an upper bound.
    """

    low: int = 0
    high: int = 0
    unbounded: int = 0
    bottomless: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.low + other.low,
            self.high + other.high,
            self.unbounded + other.unbounded,
            self.bottomless + other.bottomless,
        )

    @property
    def is_settled(self) -> bool:
        return self.low == self.high and not self.unbounded and not self.bottomless

    def as_json(self) -> dict[str, Any]:
        """As a range of the contract: null where any row has no bound, and then the sum over the rows that have one."""
        found: dict[str, Any] = {
            "low": None if self.bottomless else yuan(self.low),
            "high": None if self.unbounded else yuan(self.high),
        }
        if self.bottomless:
            found |= {"low_of_bounded": yuan(self.low), "without_lower_bound": self.bottomless}
        if self.unbounded:
            found |= {"high_of_bounded": yuan(self.high), "without_upper_bound": self.unbounded}
        return found


def yuan(fen: int) -> str:
    """`-1200.50`, as the contract writes money."""
    sign, whole = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


class Tally:
    """Named aggregates that are taken of one block after the other."""

    def __init__(self) -> None:
        self._asked: dict[str, pl.Expr] = {}
        self._merge: dict[str, Callable[[int, int], int]] = {}
        self._found: dict[str, int] = {}

    def count(self, name: str, rows: pl.Expr) -> None:
        """Rows for which this holds."""
        self._ask(name, rows.sum(), _add)

    def total(self, name: str, low: pl.Expr, high: pl.Expr) -> None:
        """Amounts, from low to high; NO_BOUND, and less than nothing by as much, is no bound."""
        self._ask(f"{name}~low", low.cast(pl.Int128).sum(), _add)
        self._ask(f"{name}~high", high.cast(pl.Int128).sum(), _add)
        self._ask(f"{name}~unbounded", (high >= NO_BOUND).sum(), _add)
        self._ask(f"{name}~bottomless", (low <= -NO_BOUND).sum(), _add)

    def least(self, name: str, value: pl.Expr) -> None:
        """The least value; where there is no row, none is found."""
        self._ask(name, value.min(), min)

    def most(self, name: str, value: pl.Expr) -> None:
        self._ask(name, value.max(), max)

    def _ask(self, name: str, value: pl.Expr, merge: Callable[[int, int], int]) -> None:
        self._asked[name] = value.alias(name)
        self._merge[name] = merge

    def take(self, block: pl.DataFrame) -> None:
        """Take the aggregates of a block in."""
        if not self._asked or block.is_empty():
            return
        for name, value in block.select(*self._asked.values()).row(0, named=True).items():
            if value is not None:
                self._found[name] = self._merge[name](self._found[name], value) if name in self._found else value

    def add(self, other: Tally) -> None:
        """Take in what another has counted of the same things."""
        for name, value in other._found.items():
            self._found[name] = self._merge[name](self._found[name], value) if name in self._found else value

    def number(self, name: str) -> int:
        return self._found.get(name, 0)

    def extreme(self, name: str) -> int | None:
        return self._found.get(name)

    def sum(self, name: str) -> Sum:
        unbounded, bottomless = self.number(f"{name}~unbounded"), self.number(f"{name}~bottomless")
        low, high = self.number(f"{name}~low"), self.number(f"{name}~high")
        return Sum(low + bottomless * NO_BOUND, high - unbounded * NO_BOUND, unbounded, bottomless)


def _add(a: int, b: int) -> int:
    return a + b
