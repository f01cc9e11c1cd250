"""No upper bound as a value of the algebra: ∞ + x = ∞."""

from __future__ import annotations

from typing import Final

NO_BOUND: Final = 10**18
"""The reserved whole number that stands for "no upper bound"; it fits in an int64 column."""


def saturate(x: int) -> int:
    """`x`, or NO_BOUND once it has reached it."""
    return min(x, NO_BOUND)
