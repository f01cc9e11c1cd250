"""Who gains and who loses, row by row on ranges: what a reform changes is itself a range, and certain only where that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from sihang.lab.simulating.comparison import SIDES, Comparison, name
from sihang.lab.simulating.direction import Direction
from sihang.lab.simulating.sums import Sum, Tally
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.tables.best import BEYOND, UNBOUNDED_FROM
from sihang.rulebook.terms import Term


class Effect(StrEnum):
    """What the reform does to one organisation."""

    GAINS = "gains"
    MAY_GAIN = "may_gain"
    SAME = "same"
    EITHER = "either"
    MAY_LOSE = "may_lose"
    LOSES = "loses"


@dataclass(frozen=True)
class Effects:
    """Organisations by what happens to them, and by how much, from and to, those of each effect change together."""

    counts: Mapping[Effect, int]
    changes: Mapping[Effect, Sum]

    @property
    def change(self) -> Sum:
        """What the reform changes in all."""
        return sum(self.changes.values(), Sum())

    @property
    def organisations(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Group:
    """Organisations that share a value of a column; `value` is None where the cell is empty.

    `entitled` and `cost` by side: organisations with anything for certain and with anything perhaps; what they get.
    """

    value: str | None
    organisations: int
    entitled: Mapping[str, tuple[int, int]]
    cost: Mapping[str, Sum]
    effects: Effects


def part_terms(comparison: Comparison) -> dict[str, dict[str, Term]]:
    """The part of the combination that the reform moves."""
    parts = {side: comparison.part(side) for side in SIDES}
    return {
        side: {name(side, "part_low"): low, name(side, "part_high"): high} for side, (low, high) in parts.items()
    }  # fmt: skip


def of_combination(comparison: Comparison) -> tuple[pl.Expr, pl.Expr]:
    """How much the whole combination of a row changes, from and to.

    Never more than the touched measures change by themselves: a best set never gains more than one of its members does.
    """
    least, most = _difference(*((pl.col(name(s, "part_low")), pl.col(name(s, "part_high"))) for s in SIDES))
    if not comparison.same_exclusions:
        return least, most
    nothing = pl.lit(0, dtype=pl.Int64)
    alone = [of_measure(key, direction) for key, direction in sorted(comparison.directions.items())]
    down = _summed([pl.min_horizontal(each[0], nothing) for each in alone])
    up = _summed([pl.max_horizontal(each[1], nothing) for each in alone])
    return pl.max_horizontal(least, down), pl.min_horizontal(most, up)


def _summed(changes: Sequence[pl.Expr]) -> pl.Expr:
    """A sum of which any part has no bound has none."""
    total = pl.sum_horizontal(pl.lit(0, dtype=pl.Int64), *(each.clip(-BEYOND, BEYOND) for each in changes))
    without = pl.when(total >= UNBOUNDED_FROM).then(pl.lit(NO_BOUND)).when(total <= -UNBOUNDED_FROM)
    return without.then(pl.lit(-NO_BOUND)).otherwise(total)


def of_measure(key: str, direction: Direction) -> tuple[pl.Expr, pl.Expr]:
    """How much one measure changes, by itself: never the way that it cannot go."""
    sides = ((pl.col(name(side, "low", key)), pl.col(name(side, "high", key))) for side in SIDES)
    least, most = _difference(*sides)
    nothing = pl.lit(0, dtype=pl.Int64)
    return (
        least if direction.less else pl.max_horizontal(least, nothing),
        most if direction.more else pl.min_horizontal(most, nothing),
    )


def _difference(before: tuple[pl.Expr, pl.Expr], after: tuple[pl.Expr, pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    """Of two ranges: without a lower bound where the old amount has no upper one."""
    least = pl.when(before[1] >= NO_BOUND).then(pl.lit(-NO_BOUND)).otherwise(after[0] - before[1])
    most = pl.when(after[1] >= NO_BOUND).then(pl.lit(NO_BOUND)).otherwise(after[1] - before[0])
    return least, most


def effect_of(least: pl.Expr, most: pl.Expr) -> dict[Effect, pl.Expr]:
    """Exactly one holds in each row."""
    return {
        Effect.GAINS: least > 0,
        Effect.MAY_GAIN: (least == 0) & (most > 0),
        Effect.SAME: (least == 0) & (most == 0),
        Effect.EITHER: (least < 0) & (most > 0),
        Effect.MAY_LOSE: (least < 0) & (most == 0),
        Effect.LOSES: most < 0,
    }


class EffectTally:
    """Effects added up over blocks of rows that hold the change, from and to."""

    def __init__(self, least: pl.Expr, most: pl.Expr) -> None:
        self._tally = Tally()
        for effect, holds in effect_of(least, most).items():
            self._tally.count(effect, holds)
            if effect is not Effect.SAME:
                self._tally.total(effect, least.filter(holds), most.filter(holds))

    def take(self, block: pl.DataFrame) -> None:
        self._tally.take(block)

    def found(self, untouched: int = 0) -> Effects:
        """`untouched`: rows that were left out, since nothing in them can change."""
        counts = {effect: self._tally.number(effect) for effect in Effect}
        counts[Effect.SAME] += untouched
        return Effects(counts, {effect: self._tally.sum(effect) for effect in Effect})


def groups_of(rows: pl.DataFrame, column: str, whole: Mapping[Any, int]) -> list[Group]:
    """The rows by the value of a column, the largest groups first.

    Args:
        rows: those with a matter: combination, `least` and `most` of the change, and the column.
        whole: of every value how many organisations there are, with a matter or without.
    """
    parts = rows.partition_by(column, as_dict=True, include_key=True)
    found = []
    for value, organisations in sorted(whole.items(), key=lambda each: (-each[1], str(each[0]))):
        part = parts.get((value,), rows.clear())
        found.append(group_of(part, value, organisations))
    return found


def group_of(rows: pl.DataFrame, value: str | None, organisations: int) -> Group:
    tally = EffectTally(pl.col("least"), pl.col("most"))
    tally.take(rows)
    sums = Tally()
    for side in SIDES:
        low, high = pl.col(name(side, "low")), pl.col(name(side, "high"))
        sums.total(side, low, high)
        sums.count(f"{side} certain", low > 0)
        sums.count(f"{side} possible", high > 0)
    sums.take(rows)
    entitled = {side: (sums.number(f"{side} certain"), sums.number(f"{side} possible")) for side in SIDES}
    costs = {side: sums.sum(side) for side in SIDES}
    return Group(value, organisations, entitled, costs, tally.found(organisations - rows.height))
