"""What drives the width: how much of it would vanish if one open thing alone were known.

One thing at a time: where it is open it is filled as assumed, everything else stays as it is, and the width of the best
combination is worked out again. What vanishes is averaged over the fillings; a width without an upper bound is counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from sihang.lab.simulating.assumptions import Among, Assumption
from sihang.lab.simulating.comparison import AFTER, BEFORE, Comparison, combination, name
from sihang.lab.simulating.filling import GROUP, WORLD, Filler, Mask
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.slots import Slot

FILLINGS = 2_000
"""Rows, copies included, that one thing is tried on: with fewer open rows each is filled more often."""
TIMES_MOST = 16
LOW, HIGH = name(AFTER, "low"), name(AFTER, "high")


@dataclass(frozen=True)
class Driver:
    """One open thing.

    Args:
        rows: open rows in which it is open too.
        vanishing: the width that would vanish on average, in fen; None where nothing can be drawn.
        bounded: rows without an upper bound that would get one. `settled`: rows in which nothing would stay open.
        narrows: it changes some range. `is_sample`: some of the rows stand for all of them.
    """

    assumption: Assumption
    rows: int
    vanishing: int | None
    bounded: int
    settled: int
    narrows: bool
    is_sample: bool

    @property
    def can_be_drawn(self) -> bool:
        return self.vanishing is not None

    @property
    def usefulness(self) -> tuple[int, int, int]:
        return self.bounded, self.vanishing or 0, self.settled


@dataclass(frozen=True)
class _Tried:
    """Rows with one thing filled, `weight` of the open rows for each of them, and their widths as they were."""

    assumption: Assumption
    can_be_drawn: bool
    rows: int
    weight: float
    is_sample: bool
    filled: pl.DataFrame


def drivers(
    comparison: Comparison, rows: pl.DataFrame, filler: Filler, assumptions: Sequence[Assumption], masks: Sequence[Mask]
) -> list[Driver]:
    """The open things under the reform, those that narrow most first.

    Args:
        rows: open rows with GROUP and the combination LOW and HIGH.
        masks: of each assumption the rows that it concerns under the reform.
    """
    cells = rows.select(GROUP, *sorted(comparison.columns), LOW, HIGH)
    tried = [_try(cells, mask, filler, each) for each, mask in zip(assumptions, masks, strict=True) if mask.any()]
    if not tried:
        return []
    whole = pl.concat([each.filled for each in tried])
    after = comparison.work_out(
        comparison.frames(whole.drop(LOW, HIGH)), {BEFORE: {}, AFTER: combination(comparison, AFTER)}
    )
    found, at = [], 0
    for each in tried:
        count = each.filled.height
        found.append(_driver(each, after.slice(at, count)))
        at += count
    return sorted((each for each in found if each.narrows), key=lambda each: each.usefulness, reverse=True)


def concerned(
    rows: pl.DataFrame, assumptions: Sequence[Assumption], are_open: Sequence[Mask], sides: Sequence[str]
) -> list[Mask]:
    """Of each thing the rows in which it is open, and so is a measure that reads it, on any of these sides."""
    openings = [each.opening for each in assumptions]
    unsettled: dict[str, Mask] = {}
    for key in sorted({key for opening in openings for key in opening.measures}):
        pairs = [(rows[name(side, "low", key)], rows[name(side, "high", key)]) for side in sides]
        unsettled[key] = np.logical_or.reduce([(low != high).to_numpy() for low, high in pairs])
    return [
        mask & np.logical_or.reduce([unsettled[key] for key in opening.measures])
        for opening, mask in zip(openings, are_open, strict=True)
    ]


def _try(cells: pl.DataFrame, mask: Mask, filler: Filler, assumption: Assumption) -> _Tried:
    places = np.flatnonzero(mask)
    rows, is_sample = len(places), len(places) > FILLINGS
    if is_sample:
        places = np.sort(np.random.default_rng([filler.dice.seed, 2]).choice(places, FILLINGS, replace=False))
    times = min(max(FILLINGS // len(places), 1), TIMES_MOST)
    sample = cells[pl.Series(places)]
    copies = pl.concat([sample.with_columns(pl.lit(world).alias(WORLD)) for world in range(times)])
    can_be_drawn = filler.can_fill(assumption)
    filled = filler.fill(copies, [assumption if can_be_drawn else _at_least(assumption)])
    return _Tried(assumption, can_be_drawn, rows, rows / copies.height, is_sample, filled)


def _at_least(assumption: Assumption) -> Assumption:
    """What cannot be drawn is tried at its least value, to see whether it keeps any range wide."""
    return replace(assumption, how=Among((_least(assumption.opening.of),), assumption.words))


def _least(of: Fact | Slot) -> Any:
    match of.kind:
        case Kind.YES_NO:
            return False
        case Kind.ENUM | Kind.LABEL:
            return of.options[0].key
        case Kind.DATE:
            return date.fromordinal(of.domain[0])
    return of.domain[0]


def _driver(tried: _Tried, after: pl.DataFrame) -> Driver:
    was_low, was_high = (tried.filled[column].to_numpy() for column in (LOW, HIGH))
    low, high = (after[column].to_numpy() for column in (LOW, HIGH))
    was_open, is_open = was_high >= NO_BOUND, high >= NO_BOUND
    narrowed = np.where(was_open, 0, (was_high - was_low) - np.where(is_open, 0, high - low))
    bounded = was_open & ~is_open
    return Driver(
        tried.assumption, tried.rows,
        round(float(narrowed.sum()) * tried.weight) if tried.can_be_drawn else None,
        round(float(bounded.sum()) * tried.weight),
        round(float((low == high).sum()) * tried.weight) if tried.can_be_drawn else 0,
        bool(narrowed.any() or bounded.any()),
        tried.is_sample,
    )  # fmt: skip
