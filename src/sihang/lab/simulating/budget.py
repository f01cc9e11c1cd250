"""From drawn totals to what a finance officer asks: how much is enough in nine draws of ten."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sihang.lab.simulating.sums import yuan
from sihang.lab.simulating.worlds import Drawn

NORMAL_95 = 1.959964
BINS = 24
SHOWN = (5, 50, 95)
"""Percentiles that are shown beside the one asked for."""


@dataclass(frozen=True)
class Distribution:
    """Totals of the draws, in fen, ascending, shape (draws,). `error`: the standard error of their level.

    `worlds`: draws that are independent of each other.
    """

    totals: NDArray[np.int64]
    error: int
    worlds: int

    def percentile(self, percent: float) -> int:
        """The least total that this share of the draws does not exceed."""
        return self._at(percent / 100)

    def interval(self, percent: float) -> tuple[int, int]:
        """Where the percentile lies with 95% confidence: from its own sampling, and that of the rows."""
        share = percent / 100
        margin = NORMAL_95 * sqrt(share * (1 - share) / self.worlds)
        error = round(NORMAL_95 * self.error)
        return self._at(share - margin) - error, self._at(share + margin) + error

    def _at(self, share: float) -> int:
        place = min(max(ceil(share * len(self.totals) - 1e-9), 1), len(self.totals)) - 1
        return int(self.totals[place])

    def heights(self, low: int, high: int) -> list[int]:
        """How many totals lie in each of BINS equal steps from low to high."""
        counts, _ = np.histogram(self.totals, bins=BINS, range=(low, high))
        return [int(each) for each in counts]

    def as_json(self, budget: float) -> dict[str, Any]:
        low, high = self.interval(budget)
        return {
            "percentiles": {f"{each:g}": yuan(self.percentile(each)) for each in sorted({*SHOWN, budget})},
            "budget": {"percent": budget, "amount": yuan(self.percentile(budget)), "from": yuan(low), "to": yuan(high)},
            "least": yuan(self._at(0)),
            "greatest": yuan(self._at(1)),
            "standard_error": yuan(self.error),
        }


def distribution(drawn: Drawn, key: str, settled: int) -> Distribution | None:
    """The open rows as drawn, and the settled ones as they are; None where some row stays open."""
    if key in drawn.still_open:
        return None
    design = drawn.design
    totals = np.sort(np.rint(drawn.totals[key]).astype(np.int64) + settled)
    return Distribution(totals, round(drawn.errors[key]), design.worlds if design.worlds > 1 else design.draws)
