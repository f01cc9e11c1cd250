"""Possible worlds of the rows that are open: what each rule set costs in each, by Monte Carlo (docs/simulation.md).

Where there are few open rows every draw fills all of them. Where there are many, the unknown facts of the rows even out: the
total of a world follows from the mean and the variance of a row (the central limit), each row filled a few times, while the
slots, which have one value for all rows, are drawn anew in each world. Where even that is too much, rows are sampled, the wide
ones more often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sihang.lab.simulating.assumptions import Assumption
from sihang.lab.simulating.comparison import AFTER, BEFORE, SIDES, Comparison, Frames, name, results
from sihang.lab.simulating.effects import part_terms
from sihang.lab.simulating.filling import GROUP, WORLD, Filler
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.tables.best import UNBOUNDED_FROM

ROWS_DRAWN = 300_000
"""Rows that are worked out at most, copies included: what fits into a few seconds."""
BATCH_ROWS = 150_000
WORLDS_SAMPLED = 50
"""Values of the slots that are tried where not every draw fills every row."""
TIMES_LEAST, TIMES_MOST = 2, 32
"""Fillings of a row in one world; a variance needs two."""
ROWS_LEAST = 30
"""Rows that are sampled at least: fewer say nothing of their own variance."""
DRAWS_OF_MIXTURE = 10_000
CHANGE = "change"
Amounts = NDArray[Any]


@dataclass(frozen=True)
class Design:
    """How the open rows are drawn.

    Args:
        open_rows, sampled: how many rows are open, and how many are filled.
        worlds: values of the slots; `times`: fillings of a row in each.
        draws: totals that the distribution is made of.
    """

    open_rows: int
    sampled: int
    worlds: int
    times: int
    draws: int

    @property
    def is_exact(self) -> bool:
        """Every draw fills every open row; else totals are put together from means and variances."""
        return self.times == 1

    @property
    def is_sample(self) -> bool:
        return self.sampled < self.open_rows

    @staticmethod
    def of(open_rows: int, draws: int, *, slots: bool, most: int = ROWS_DRAWN) -> Design:
        if open_rows * draws <= most:
            return Design(open_rows, open_rows, draws, 1, draws)
        worlds = min(draws, WORLDS_SAMPLED) if slots else 1
        sampled = min(open_rows, max(most // (worlds * TIMES_LEAST), ROWS_LEAST))
        times = min(max(most // (worlds * sampled), TIMES_LEAST), TIMES_MOST)
        return Design(open_rows, sampled, worlds, times, DRAWS_OF_MIXTURE)


@dataclass(frozen=True)
class Drawn:
    """What the open rows cost in each draw, in fen, by side or CHANGE, and by side and measure.

    Args:
        errors: the standard error of the level of each total, from the rows not sampled and the fillings not made.
        still_open: rows that no assumption closes, by side and measure.
    """

    design: Design
    totals: Mapping[str, Amounts]
    errors: Mapping[str, float]
    still_open: Mapping[str, int]


@dataclass(frozen=True)
class Worlds:
    """How the rows of one side are filled."""

    filler: Filler
    assumptions: Sequence[Assumption]

    def filled(self, rows: pl.DataFrame, batch: int) -> pl.DataFrame:
        return self.filler.close_the_rest(self.filler.fill(rows, self.assumptions, batch=batch), batch=batch)


def draw(comparison: Comparison, rows: pl.DataFrame, sides: Mapping[str, Worlds], design: Design) -> Drawn:
    """Draw the worlds of `rows`, all of which are open on one side or the other.

    They have GROUP, low and high of the combination and of each measure of both sides, and `least` of the change.
    """
    seed = sides[AFTER].filler.dice.seed
    amounts = amounts_of(comparison)
    sample = _Sample.of(rows, amounts, design, np.random.default_rng([seed, 0]))
    cells = sample.rows.select(GROUP, *sorted(comparison.columns))
    collected = _Collected(amounts, sample, design)
    wanted = {side: terms | part_terms(comparison)[side] for side, terms in results(comparison).items()}
    copies = max(1, BATCH_ROWS // max(1, design.sampled * design.times))
    for batch, first in enumerate(range(0, design.worlds, copies)):
        worlds = range(first, min(first + copies, design.worlds))
        copy = pl.concat(
            [cells.with_columns(pl.lit(world).alias(WORLD)) for world in worlds for _ in range(design.times)]
        )
        collected.take(comparison.work_out(_filled(comparison, copy, sides, batch), wanted), len(worlds))
    return collected.drawn(np.random.default_rng([seed, 1]))


def amounts_of(comparison: Comparison) -> dict[str, tuple[str, str]]:
    """The columns of low and high of every total."""
    whole = {side: (name(side, "low"), name(side, "high")) for side in SIDES}
    return whole | {
        f"{side} {key}": (name(side, "low", key), name(side, "high", key))
        for side in SIDES
        for key in comparison.measure_ids
    }


def _filled(comparison: Comparison, rows: pl.DataFrame, sides: Mapping[str, Worlds], batch: int) -> Frames:
    """One filling for both sides; where a range differs, each in its own, with the same share of it drawn."""
    if not comparison.is_separate:
        return comparison.frames(sides[AFTER].filled(rows, batch))
    return {side: sides[side].filled(frame, batch) for side, frame in comparison.frames(rows).items()}


@dataclass(frozen=True)
class _Sample:
    """Rows to fill, how many open rows each stands for, what is certain in each, and the sum of that over all open rows.

    Only what is above the certain part is estimated, so that a wide row is the one that matters.
    """

    rows: pl.DataFrame
    weights: Amounts
    certain: Mapping[str, Amounts]
    certain_sums: Mapping[str, int]

    @staticmethod
    def of(
        rows: pl.DataFrame, amounts: Mapping[str, tuple[str, str]], design: Design, rng: np.random.Generator
    ) -> _Sample:
        lows = {key: pl.col(low) for key, (low, _) in amounts.items()}
        lows[CHANGE] = pl.when(pl.col("least") <= -NO_BOUND).then(0).otherwise(pl.col("least"))
        certain = rows.select(low.alias(key) for key, low in lows.items())
        weights = np.ones(rows.height)
        chosen = np.arange(rows.height)
        if design.is_sample:
            width = _widths(rows, amounts)
            chosen = np.sort(rng.choice(rows.height, design.sampled, p=width / width.sum()))
            weights = width.sum() / (design.sampled * width)
        sums = {key: int(value) for key, value in certain.sum().row(0, named=True).items()}
        part = certain[chosen.tolist()] if design.is_sample else certain
        taken = {key: part[key].to_numpy() for key in lows}
        return _Sample(rows[chosen.tolist()] if design.is_sample else rows, weights[chosen], taken, sums)


def _widths(rows: pl.DataFrame, amounts: Mapping[str, tuple[str, str]]) -> Amounts:
    """How wide each row is, over every measure of both sides; at least a fen.

    Where a measure has no upper bound it counts as wide as it is in half of the other rows where it is open.
    """
    width = np.ones(rows.height)
    for key, (low, high) in amounts.items():
        if key not in SIDES:
            span = rows[high].to_numpy() - rows[low].to_numpy()
            bounded = span[(span > 0) & (span < UNBOUNDED_FROM)]
            typical = np.median(bounded) if len(bounded) else 1.0
            width += np.where(span >= UNBOUNDED_FROM, typical, span)
    return width


class _Collected:
    """The sums of each world, or the means and variances that they follow from."""

    def __init__(self, amounts: Mapping[str, tuple[str, str]], sample: _Sample, design: Design) -> None:
        self.design = design
        self.sample = sample
        parts = {f"{CHANGE} {side}": (name(side, "part_low"), name(side, "part_high")) for side in SIDES}
        self.amounts = {**amounts, **parts}
        self.keys = [*amounts, CHANGE]
        self._totals: dict[str, list[Any]] = {key: [] for key in self.keys}
        self._spreads: dict[str, list[float]] = {key: [] for key in self.keys}
        self._means = {key: np.zeros(design.sampled) for key in self.keys}
        self._open: dict[str, float] = {}

    def take(self, block: pl.DataFrame, worlds: int) -> None:
        """The rows of these worlds, in the order of worlds, fillings and rows."""
        shape = (worlds, self.design.times, self.design.sampled)
        found: dict[str, Amounts] = {}
        for key, (low, high) in self.amounts.items():
            found[key] = block[low].to_numpy().reshape(shape)
            is_open = (block[low] != block[high]).to_numpy().reshape(shape).any(axis=(0, 1))
            if is_open.any():
                self._open[key] = max(self._open.get(key, 0), float(self.sample.weights[is_open].sum()))
        found[CHANGE] = found[f"{CHANGE} {AFTER}"] - found[f"{CHANGE} {BEFORE}"]
        for key in self.keys:
            self._take(key, found[key])

    def _take(self, key: str, amounts: Amounts) -> None:
        if self.design.is_exact:
            self._totals[key] += amounts.sum(axis=(1, 2)).tolist()
            return
        above = (amounts - self.sample.certain[key]) * self.sample.weights
        self._totals[key] += (above.mean(axis=1).sum(axis=1) + self.sample.certain_sums[key]).tolist()
        self._spreads[key] += (above.var(axis=1, ddof=1) / self.sample.weights).sum(axis=1).tolist()
        self._means[key] += above.mean(axis=1).sum(axis=0) / self.design.worlds

    def drawn(self, rng: np.random.Generator) -> Drawn:
        still_open = {key: round(count) for key, count in self._open.items()}
        parts = [still_open[key] for key in (f"{CHANGE} {side}" for side in SIDES) if key in still_open]
        still_open |= {CHANGE: max(parts)} if parts else {}
        totals = {key: np.array(values) for key, values in self._totals.items()}
        if not self.design.is_exact:
            world = np.arange(self.design.draws) % self.design.worlds
            chance = rng.standard_normal(self.design.draws)  # one for all, so that what is the same stays the same
            for key in self.keys:
                totals[key] = totals[key][world] + np.sqrt(np.array(self._spreads[key]))[world] * chance
        return Drawn(self.design, totals, {key: self._error(key) for key in self.keys}, still_open)

    def _error(self, key: str) -> float:
        """Of the level of a total. Rows that are sampled vary with their fillings, so one variance holds both."""
        if self.design.is_exact or not self.sample.rows.height:
            return 0.0
        fillings = float(np.sum(np.array(self._spreads[key]) / self.design.times)) / self.design.worlds**2
        if not self.design.is_sample:
            return sqrt(fillings)
        return sqrt(self.design.sampled * float(self._means[key].var(ddof=1)))
