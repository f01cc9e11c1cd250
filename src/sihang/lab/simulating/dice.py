"""Chance: numbers by name from one seed, and what is drawn with them. Each name has numbers of its own, whatever else is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sihang.lab.simulating.assumptions import WHOLE_BP, Among, Chance, Even, How
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.slots import Slot

_EPOCH = date(1970, 1, 1).toordinal()
Indexes = NDArray[np.int64]
Shares = NDArray[np.float64]
"""Numbers from 0 to 1, 1 excluded: which of the possible values is drawn."""


@dataclass(frozen=True)
class Dice:
    """Numbers from one seed."""

    seed: int

    def of_rows(self, name: str, batch: int, count: int) -> Shares:
        """One for each row; no two batches have the same."""
        return np.random.default_rng([self.seed, crc32(name.encode()), batch]).random(count)

    def of_worlds(self, name: str, worlds: pl.Series) -> Shares:
        """One for each world, the same in whatever batch the world stands."""
        index: Indexes = worlds.to_numpy()
        most = int(index.max(initial=0))
        numbers: Shares = np.random.default_rng([self.seed, crc32(name.encode())]).random(most + 1)
        shares: Shares = numbers[index]
        return shares


def drawn(how: How, of: Fact | Slot, shares: Shares) -> pl.Series:
    """Values as assumed, in canonical form; `Like` draws from known values, which are not here."""
    match how:
        case Chance(bp, _):
            return pl.Series(shares < bp / WHOLE_BP)
        case Among(values, _):
            return pl.Series(list(values)).gather(places(shares, len(values)))
        case Even(low, high, _):
            numbers = low + places(shares, high - low + 1)
            if of.kind is Kind.DATE:
                return pl.Series(numbers - _EPOCH).cast(pl.Int32).cast(pl.Date)
            return pl.Series(numbers)
    raise TypeError(f"{how} is drawn from known values")


def places(shares: Shares, counts: Indexes | int) -> Indexes:
    """Which of `counts` things: evenly."""
    found: Indexes = np.minimum((shares * counts).astype(np.int64), np.asarray(counts) - 1)
    return found
