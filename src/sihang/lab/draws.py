"""How one fact of a synthetic register is drawn: each distribution says itself in words (`str`) and draws n values.

Values are whole: yes/no as bool; money in fen, rates in basis points, numbers, and days as ordinals in int64; a text as its
place (uint8) in the `words` of its distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from sihang.rulebook.facts import Fact, Kind

Values = NDArray[Any]
"""One value a row, shape (n,)."""


@dataclass(frozen=True)
class Rows:
    """The n rows that are drawn for.

    `given` is what was drawn for them of another fact; `organisation` what was drawn with their organisation
    (organisations.py). Both by name, of shape (n,).
    """

    rng: np.random.Generator
    count: int
    on: date
    given: Callable[[str], Values]
    organisation: Callable[[str], Values]


class Draw(Protocol):
    """A distribution. `words` are the texts that places stand for; empty for other kinds."""

    @property
    def words(self) -> tuple[str, ...]: ...

    def fits(self, fact: Fact) -> bool:
        """Whether a fact can be drawn like this: a fact of another package may have the same key and mean something else."""

    def values(self, rows: Rows, fact: Fact) -> Values: ...


class _OfKind:
    """A draw of facts of these kinds, which need no words."""

    kinds: ClassVar[frozenset[Kind]]
    words: ClassVar[tuple[str, ...]] = ()

    def fits(self, fact: Fact) -> bool:
        return fact.kind in self.kinds


class _Yes(_OfKind):
    kinds = frozenset({Kind.YES_NO})


class _Money(_OfKind):
    kinds = frozenset({Kind.MONEY})


class _Numbers(_OfKind):
    kinds = frozenset({Kind.MONEY, Kind.RATE, Kind.INTEGER})


class _Day(_OfKind):
    kinds = frozenset({Kind.DATE})


@dataclass(frozen=True)
class Chance(_Yes):
    """Yes with this probability."""

    share: float

    def __str__(self) -> str:
        return f"{self.share:.0%} yes"

    def values(self, rows: Rows, fact: Fact) -> Values:
        return rows.rng.random(rows.count, dtype=np.float32) < self.share


@dataclass(frozen=True)
class Choice:
    """One of these texts, by weight."""

    weights: Mapping[str, int]

    def __str__(self) -> str:
        return ", ".join(f"{weight} {word}" for word, weight in self.weights.items())

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.weights)

    def fits(self, fact: Fact) -> bool:
        return _has(fact, self.words)

    def values(self, rows: Rows, fact: Fact) -> Values:
        return chosen(rows.rng, rows.count, tuple(self.weights.values()))


@dataclass(frozen=True)
class ChoiceGiven:
    """One of `words`, with weights of its own for each value of another fact (a place in that fact's words, or 0 and 1)."""

    key: str
    words: tuple[str, ...]
    weights: tuple[tuple[int, ...], ...]

    def __str__(self) -> str:
        return f"{', '.join(self.words)} by `{self.key}`"

    def fits(self, fact: Fact) -> bool:
        return _has(fact, self.words)

    def values(self, rows: Rows, fact: Fact) -> Values:
        other = rows.given(self.key)
        result = np.zeros(rows.count, dtype=np.uint8)
        for place, weights in enumerate(self.weights):
            of_it = np.flatnonzero(other == place)
            result[of_it] = chosen(rows.rng, len(of_it), weights)
        return result


@dataclass(frozen=True)
class Lognormal(_Money):
    """Half of it below the median, `sigma` of its logarithm."""

    median_yuan: int
    sigma: float

    def __str__(self) -> str:
        return f"lognormal, median {self.median_yuan:,} yuan, sigma {self.sigma}"

    def values(self, rows: Rows, fact: Fact) -> Values:
        return fen(self.median_yuan * np.exp(rows.rng.standard_normal(rows.count) * self.sigma))


@dataclass(frozen=True)
class PartOf(_Money):
    """All of another amount with probability `whole`, else an even share of it from `least` to all."""

    key: str
    whole: float
    least: float

    def __str__(self) -> str:
        return f"{self.whole:.0%} all of `{self.key}`, else an even {self.least:.0%} to 100% of it"

    def values(self, rows: Rows, fact: Fact) -> Values:
        share = rows.rng.uniform(self.least, 1, rows.count)
        share[rows.rng.random(rows.count) < self.whole] = 1
        return np.rint(rows.given(self.key) * share).astype(np.int64)


@dataclass(frozen=True)
class Even(_Numbers):
    """Every `step` from the low end on alike; without ends, over the domain of the fact. `said`: the step in its unit."""

    step: int
    said: str
    low: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        within = "over what the text allows" if self.low is None else f"{self.low} to {self.high}"
        return f"even, {within}, in steps of {self.said}"

    def values(self, rows: Rows, fact: Fact) -> Values:
        low = fact.domain[0] if self.low is None else self.low
        high = fact.domain[1] if self.high is None else self.high
        return low + self.step * rows.rng.integers(0, (high - low) // self.step + 1, rows.count)


@dataclass(frozen=True)
class DaysBefore(_Day):
    """A day, evenly from `most` to `least` days before the day of the register."""

    least: int
    most: int

    def __str__(self) -> str:
        return f"even, {self.least} to {self.most} days before the day"

    def values(self, rows: Rows, fact: Fact) -> Values:
        return rows.on.toordinal() - rows.rng.integers(self.least, self.most + 1, rows.count)


@dataclass(frozen=True)
class DaysAfter(_Day):
    """A day, evenly from `least` to `most` days after another fact, and never after the day of the register."""

    key: str
    least: int
    most: int

    def __str__(self) -> str:
        return f"even, {self.least} to {self.most} days after `{self.key}`, not after the day"

    def values(self, rows: Rows, fact: Fact) -> Values:
        after = rows.given(self.key) + rows.rng.integers(self.least, self.most + 1, rows.count)
        return np.minimum(after, rows.on.toordinal())


@dataclass(frozen=True)
class OfOrganisation:
    """What was drawn with the organisation under this name (organisations.py); of a series, one value a fiscal year."""

    name: str
    kind: Kind
    words: tuple[str, ...] = ()
    series: bool = False

    def __str__(self) -> str:
        return f"drawn with the organisation: {self.name.replace('_', ' ')}"

    def fits(self, fact: Fact) -> bool:
        return (fact.kind, fact.series) == (self.kind, self.series) and (not self.words or _has(fact, self.words))

    def values(self, rows: Rows, fact: Fact) -> Values:
        return rows.organisation(self.name)


def _has(fact: Fact, words: tuple[str, ...]) -> bool:
    """Whether a fact can have each of these words as its value."""
    if fact.kind is Kind.ENUM:
        return {*words} <= {option.key for option in fact.options}
    return fact.kind in (Kind.LABEL, Kind.TEXT)


def chosen(rng: np.random.Generator, count: int, weights: tuple[int, ...]) -> Values:
    """`count` places in `weights`, each as often as its weight says: uint8, shape (count,)."""
    lines = np.cumsum(weights)
    return np.searchsorted(lines, rng.integers(0, lines[-1], count), side="right").astype(np.uint8)


def fen(yuan: Values) -> Values:
    """Amounts in yuan (float64) as whole fen (int64)."""
    whole: Values = np.rint(yuan * 100).astype(np.int64)
    return whole
