"""A world settles every fact and slot of `random_rules`; a view is what is known of it, as ranges."""

from dataclasses import dataclass

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import FOUNDED, Kind
from sihang.rulebook.scalar import Situation, unknown
from tests.builders.random_rules import OPEN_THINGS, POOLS, SERIES, YEAR

FIRST, LAST = 2017, 2024
"""The fiscal years in which something happens."""
VERY_LARGE = 10**16


@dataclass
class World:
    """`values`: yes/no as bool, enums as the place of their option, the rest as whole numbers.

    `series`: fact key to year to amount; None for a year that does not exist.
    """

    values: dict
    series: dict


def settle(rng, thing):
    """One value that a fact or slot may have."""
    if thing.kind is Kind.YES_NO:
        return rng.randint(0, 1) == 1
    if thing.kind in (Kind.ENUM, Kind.LABEL):
        return rng.randint(0, len(thing.options) - 1)
    if thing.key == FOUNDED:
        return rng.randint(FIRST - 1, LAST)
    if thing is YEAR:
        return rng.randint(LAST - 3, LAST)
    low, high = thing.domain
    inside = [value for value in POOLS[thing.kind] if low <= value <= high]
    ends = [low] if high >= NO_BOUND else [low, high]
    largest = [VERY_LARGE] if high >= NO_BOUND and not hasattr(thing, "series") else []  # a slot may be any sum
    return rng.choice([*inside, *ends, *largest])


def draw_world(rng):
    values = {thing.key: settle(rng, thing) for thing in OPEN_THINGS}
    series = {fact.key: {} for fact in SERIES}
    for fact in SERIES:
        for year in range(FIRST - 3, LAST + 1):
            exists = year >= values[FOUNDED] and rng.randint(0, 7)
            series[fact.key][year] = rng.choice(POOLS[Kind.MONEY]) if exists else None
    return World(values, series)


def atoms(world):
    """Everything that can be known: (key, None), or (key, year) for one year of a series."""
    years = [(key, year) for key, by_year in world.series.items() for year in by_year]
    return [*((key, None) for key in world.values), *years]


_THINGS = {thing.key: thing for thing in OPEN_THINGS}


def exactly(thing, value):
    """A known value as the engine holds it: a pair, or the bit of an option."""
    return 1 << value if thing.kind in (Kind.ENUM, Kind.LABEL) else (value, value)


def roughly(rng, thing, value):
    """Some range that holds the value."""
    whole = unknown(thing)
    if thing.kind is Kind.YES_NO:
        return whole
    if thing.kind in (Kind.ENUM, Kind.LABEL):
        return 1 << value | rng.randint(0, whole)
    near = [each for each in POOLS[thing.kind] if whole[0] <= each <= whole[1]]
    return (
        rng.choice([value, whole[0], *(each for each in near if each <= value)]),
        rng.choice([value, whole[1], *(each for each in near if each >= value)]),
    )


def view(world, known, rough=None):
    """The situation in which the atoms of `known` are known, and those of `rough` within the ranges given."""
    values = {key: pair for (key, _), pair in (rough or {}).items()}
    values |= {key: exactly(_THINGS[key], world.values[key]) for key, year in known if year is None}
    series = {key: {} for key in world.series}
    for key, year in known:
        if year is not None:
            amount = world.series[key][year]
            series[key][year] = (0, 0) if amount is None else (amount, amount)
    return Situation(values, series)


def draw_rough(rng, world):
    """A few facts known within a range."""
    keys = rng.sample(sorted(set(world.values) - {YEAR.key, FOUNDED}), 4)
    return {(key, None): roughly(rng, _THINGS[key], world.values[key]) for key in keys}


def without_the_obvious(world, known):
    """`known` but for the years before the founding: that they do not exist need not be said (I-12)."""
    return [(key, year) for key, year in known if year is None or year >= world.values[FOUNDED]]


def draw_known(rng, world):
    """A random part of what can be known: nearly nothing, about half, or nearly all."""
    in_ten = rng.choice((1, 5, 9, 10))
    return [atom for atom in atoms(world) if rng.randint(1, 10) <= in_ten]
