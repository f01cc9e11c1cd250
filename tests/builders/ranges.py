"""Ranges as the engine holds them: (must, may), (low, high), or the bits of an enum."""

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Kind


def lies_in(kind, value, found):
    """Whether a concrete value is among those that the range allows."""
    if kind in (Kind.ENUM, Kind.LABEL):
        return found >> value & 1 == 1
    if kind is Kind.YES_NO:
        must, may = found
        return (value or not must) and (may or not value)
    low, high = found
    return (low <= value or low <= -NO_BOUND) and (value <= high or high >= NO_BOUND)


def is_within(kind, narrow, wide):
    """Whether everything that `narrow` allows is allowed by `wide`, and `narrow` allows something."""
    if kind in (Kind.ENUM, Kind.LABEL):
        return narrow != 0 and narrow & ~wide == 0
    if kind is Kind.YES_NO:
        return narrow != (True, False) and narrow[0] >= wide[0] and narrow[1] <= wide[1]
    return wide[0] <= narrow[0] <= narrow[1] <= wide[1]


def is_settled(kind, found):
    if kind in (Kind.ENUM, Kind.LABEL):
        return found & (found - 1) == 0
    return found[0] == found[1]
