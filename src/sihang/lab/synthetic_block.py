"""One block of a synthetic register: a fixed number of rows, each fact drawn when it is first asked for.

Every fact of a block has a generator of its own, seeded by (seed, block, name), so nothing that is drawn moves anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from zlib import crc32

import numpy as np

from sihang.lab.distributions import DENSE, ELSEWHERE, OCCURRENCES, draw_of
from sihang.lab.draws import Draw, Rows, Values
from sihang.lab.organisations import draw_organisations, identities
from sihang.rulebook import Rulebook
from sihang.rulebook.expressions import facts_of
from sihang.rulebook.facts import EARLIER_AMOUNT, EARLIER_AWARD, ORDERED, Fact
from sihang.rulebook.overlap import relations_of

BLOCK_ROWS = 1 << 15
_UNKNOWN_PARTS = 1 << 16
"""The share of unknowns counts to one of so many parts."""
MAIN_PROJECT = 0.8
"""A matter is of the organisation's main project with this probability, else of one of its own."""
LAST_YEAR = 0.7
"""A matter is of the last fiscal year with this probability, else of the one before."""
MORE = 0.25
"""An organisation with matters of a type has a further one with this probability, up to `MOST_MATTERS`."""
MOST_MATTERS = 3
EARLIER = 0.1
"""The probability of an earlier award of a measure, and of other money for a project."""
PENDING = 0.3
"""The part of these that is not certain yet."""
_WORD = 2**32


@dataclass(frozen=True)
class Drawing:
    """All that a block depends on beside its number.

    Args:
        types: the types of matters, each with its facts and determinations.
        with_project, with_year: the types that clause 14 compares by project, and by year.
        awarded: the measures that read an earlier award, each with its type of matter.
    """

    on: date
    seed: int
    unknown: float
    dense: bool
    facts: Mapping[str, Fact]
    draws: Mapping[str, Draw]
    types: Mapping[str, tuple[Fact, ...]]
    with_project: frozenset[str]
    with_year: frozenset[str]
    awarded: Mapping[str, str]

    @staticmethod
    def of(rulebook: Rulebook, on: date, seed: int, unknown: float, dense: bool) -> Drawing:
        rules = rulebook.rules(on)
        facts = rules.facts
        compared: dict[bool, set[str]] = {True: set(), False: set()}
        for relation in relations_of(rulebook.packages):
            of_it = {measure.matter for measure in rules.measures if measure.id in relation.measures and measure.matter}
            compared[relation.same == "project"] |= of_it
        awarded = {
            measure.id: measure.matter
            for measure in rules.measures
            if measure.matter
            and {EARLIER_AWARD, EARLIER_AMOUNT} & {fact for node in measure.nodes() for fact in facts_of(node)}
        }
        return Drawing(
            on=on,
            seed=seed,
            unknown=unknown,
            dense=dense,
            facts=facts,
            draws={key: draw_of(fact) for key, fact in facts.items()},
            types={t: tuple(fact for fact in facts.values() if fact.holder == t) for t in rulebook.layers.matters},
            with_project=frozenset(compared[True]),
            with_year=frozenset(compared[False]),
            awarded=awarded,
        )


class Block:
    """The rows of a register from `first` on; what is drawn for each of them has the shape (BLOCK_ROWS,)."""

    def __init__(self, drawing: Drawing, first: int) -> None:
        self.drawing = drawing
        self.first = first
        self.organisation = draw_organisations(self.rng("organisation"), BLOCK_ROWS, drawing.on)
        self.who = identities(first, self.organisation)
        self._drawn: dict[str, Values] = {}

    def rng(self, name: str) -> np.random.Generator:
        high, low = divmod(self.drawing.seed, _WORD)
        seeds = np.array([low, high, self.first // BLOCK_ROWS, crc32(name.encode())], dtype=np.uint32)
        return np.random.Generator(np.random.SFC64(seeds))

    def happens(self, name: str, probability: float | Values) -> Values:
        return self.rng(name).random(BLOCK_ROWS, dtype=np.float32) < probability

    def known(self, key: str, year: int | None = None, *, count: int = BLOCK_ROWS) -> Values:
        """Whether a fact is stated in each of `count` rows."""
        parts = self.rng(f"{_name(key, year)} known").integers(0, _UNKNOWN_PARTS, count, dtype=np.uint16)
        return parts >= round(self.drawing.unknown * _UNKNOWN_PARTS)

    def given(self, key: str, year: int | None = None) -> Values:
        """A fact of the organisation; of a series, one fiscal year."""
        return self._once(
            _name(key, year),
            lambda name: self.draw(
                key, name, BLOCK_ROWS, self.given, lambda other: self.organisation[_name(other, year)]
            ),
        )

    def draw(
        self,
        key: str,
        name: str,
        count: int,
        given: Callable[[str], Values],
        organisation: Callable[[str], Values],
    ) -> Values:
        """The values of a fact for `count` rows, inside its domain, from the generator of this name."""
        fact = self.drawing.facts[key]
        rows = Rows(self.rng(name), count, self.drawing.on, given, organisation)
        values = self.drawing.draws[key].values(rows, fact)
        return np.clip(values, *fact.domain) if fact.kind in ORDERED else values

    def has(self, type_: str) -> Values:
        """Whether there is a matter of a type."""
        return self._once(f"{type_} occurs", partial(self._occurs, type_))

    def _occurs(self, type_: str, name: str) -> Values:
        if self.drawing.dense:
            return self.happens(name, DENSE)
        occurrence = OCCURRENCES.get(type_, ELSEWHERE)
        return self.happens(name, occurrence.shares(self.organisation["kind"], self._is_yes))

    def _is_yes(self, name: str) -> Values:
        return self.has(name) if name in OCCURRENCES else self.organisation[name]

    def earlier_money(self, name: str) -> tuple[Values, Values]:
        """(low, high) in fen of what was received before: alike where certain, from nothing while pending; zero is none."""
        high = self._once(f"{name} high", lambda amount: self.happens(name, EARLIER) * self._amount(amount))
        low = self._once(f"{name} low", lambda pending: np.where(self.happens(pending, PENDING), 0, high))
        return low, high

    def _amount(self, name: str) -> Values:
        return self.rng(name).integers(10, 101, BLOCK_ROWS) * 10_000_00

    def _once(self, name: str, draw: Callable[[str], Values]) -> Values:
        if name not in self._drawn:
            self._drawn[name] = draw(name)
        return self._drawn[name]


def _name(key: str, year: int | None) -> str:
    return key if year is None else f"{key}_{year}"
