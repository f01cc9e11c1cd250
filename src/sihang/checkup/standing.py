"""Where an interview stands: what is known, what is still open, and as which prospect a rule sees each fact.

This is the source (`fold.Source`) of the fold over `prospects`. It differs from the engine's `Situation` in one thing: a fact that
may still be asked is not a range, but any single value of its domain, which an answer will settle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sihang.checkup.answers import Answers, Atom
from sihang.checkup.prospects import Prospect, patterns, settled, span
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.case_reader import Vocabulary
from sihang.rulebook.evaluate import Situations
from sihang.rulebook.expressions import GROWTH_YEARS
from sihang.rulebook.facts import (
    BUILT_IN,
    FIRST_YEAR,
    FOUNDED,
    LAST_YEAR,
    ORDERED,
    ORGANISATION,
    Fact,
    Kind,
    Range,
)
from sihang.rulebook.scalar import unknown
from sihang.rulebook.slots import Slot
from sihang.values.money import MAX_FEN

Pair = tuple[Prospect, Prospect]
GREATEST: Final = {Kind.MONEY: MAX_FEN, Kind.INTEGER: 10**15 - 1}
"""The most that can be answered, whatever the fact."""
FORGOTTEN: Pair = (settled(0), settled(NO_BOUND))
"""A year of which nothing is known, and nobody will say."""


class Atoms:
    """Gives each atom its bit, the first asked for the lowest."""

    def __init__(self) -> None:
        self._bits: dict[Atom, int] = {}

    def bit(self, atom: Atom) -> int:
        return self._bits.setdefault(atom, 1 << len(self._bits))

    def of(self, bits: int) -> list[Atom]:
        return [atom for atom, bit in self._bits.items() if bits & bit]


class Standing:
    """What is known and what is open, under the answers and whatever is supposed beside them.

    Args:
        determinations: whether what an office decides is asked too.
        supposed: values of atoms, as if they had been answered; of a type of matter, whether there is one.
    """

    def __init__(
        self,
        answers: Answers,
        vocabulary: Vocabulary,
        atoms: Atoms,
        *,
        determinations: bool,
        supposed: Mapping[Atom, Any] | None = None,
    ) -> None:
        case, supposed = answers.case, supposed or {}
        self.answers = answers
        self.vocabulary = vocabulary
        self.atoms = atoms
        self.determinations = determinations
        self.answered = answers.given | supposed.keys()
        self.types = {**answers.types, **{k: v for (k, _), v in supposed.items() if k in vocabulary.matters}}
        self._known: dict[str, Any] = dict(Situations(case, case.on).without_matter.values)
        for matter in case.matters:
            self._known.update(matter.known)
        self._figures = {key: dict(years) for key, years in case.figures.items()}
        for (key, year), value in supposed.items():
            if year is None:
                self._known[key] = value
            else:
                self._figures.setdefault(key, {})[year] = value

    def supposing(self, supposed: Mapping[Atom, Any]) -> Standing:
        return Standing(
            self.answers, self.vocabulary, self.atoms, determinations=self.determinations, supposed=supposed
        )

    def may_exist(self, matter_type: str) -> bool:
        """Whether there is a matter of a type, or may be one: what is open of it is then asked for as if there were."""
        return self.types.get(matter_type, True) is True

    def is_asked(self, fact: Fact) -> bool:
        """Whether a fact (of a series: any year) may still be asked."""
        if (fact.key, None) in self.answered or fact in BUILT_IN:
            return False
        if fact.determination is not None and not self.determinations:
            return False
        return fact.holder == ORGANISATION or self.may_exist(fact.holder)

    # what a rule sees

    def given(self, fact: Fact) -> Any:
        known = self._known.get(fact.key)
        if known is not None:
            return _as_it_is(fact, known)
        asked = self._bit(fact)
        return _once_answered(fact, asked) if asked else _as_it_is(fact, unknown(fact))

    def _bit(self, fact: Fact) -> int:
        return self.atoms.bit((fact.key, None)) if self.is_asked(fact) else 0

    def open_slot(self, slot: Slot) -> Any:
        return _as_it_is(slot, unknown(slot))

    def year_value(self, series: Fact, year: Fact, back: int) -> Pair:
        known = self._known_year(year)
        if known is None:
            return _any_money(self._bit(year))
        return self._in_year(series, known - back)

    def highest_before(self, series: Fact, year: Fact) -> Pair:
        """As `Situation.highest_until`. While the founding year is open, it is asked before the years since then are."""
        before = self._known_year(year)
        if before is None:
            return _any_money(self._bit(year))
        stated = {each: pair for each, pair in self._figures.get(series.key, {}).items() if each < before}
        low = max((pair[0] for pair in stated.values()), default=0)
        high = max((pair[1] for pair in stated.values()), default=0)
        founded = self._founded()
        missing = self._missing(stated, before, founded)
        open_years = [each for each in missing if self._is_year_asked(series, each)]
        asked = self._bits_of(series, open_years)
        founding_asked = self._founded_bit() if founded is None else 0
        if founding_asked or (founded is not None and len(open_years) == len(missing)):
            end = span(high, NO_BOUND if missing or founding_asked else high, asked | founding_asked)
        else:
            end = settled(NO_BOUND)  # of some year nobody will know
        asked |= founding_asked
        return span(low, MAX_FEN if asked else low, asked), end

    @staticmethod
    def _missing(stated: Iterable[int], before: int, founded: int | None) -> list[int]:
        """The years that say nothing yet. Where nobody knows the founding year, the last three are looked at."""
        first = before - GROWTH_YEARS if founded is None else founded
        return [year for year in range(first, before) if year not in set(stated)]

    def _in_year(self, series: Fact, year: int) -> Pair:
        stated: Range | None = self._figures.get(series.key, {}).get(year)
        if stated is not None:
            return settled(stated[0]), settled(stated[1])
        founded = self._founded()
        if founded is not None and year < founded:
            return settled(0), settled(0)
        asked = self._bits_of(series, [year] if self._is_year_asked(series, year) else [])
        asked |= self._founded_bit() if founded is None else 0
        return _any_money(asked) if asked else FORGOTTEN

    def _is_year_asked(self, series: Fact, year: int) -> bool:
        return self.is_asked(series) and (series.key, year) not in self.answered

    def _bits_of(self, series: Fact, years: Iterable[int]) -> int:
        bits = 0
        for year in years:
            bits |= self.atoms.bit((series.key, year))
        return bits

    def _known_year(self, year: Fact) -> int | None:
        pair = self._known.get(year.key) if self.may_exist(year.holder) else None
        known = pair is not None and pair[0] == pair[1] and FIRST_YEAR <= pair[0] <= LAST_YEAR
        return int(pair[0]) if known and pair is not None else None

    def _founded(self) -> int | None:
        pair = self._known.get(FOUNDED)
        return max(pair[0], FIRST_YEAR) if pair is not None and pair[0] == pair[1] else None

    def _founded_bit(self) -> int:
        fact = self.vocabulary.organisation.get(FOUNDED)
        return 0 if fact is None else self._bit(fact)


def _any_money(asked: int) -> Pair:
    """What may still become anything, and stay unknown too; with nothing to ask it stays unknown."""
    return ((0, MAX_FEN, asked), (0, NO_BOUND, asked)) if asked else FORGOTTEN


def _as_it_is(fact: Fact | Slot, value: Any) -> Any:
    """A value as the engine has it, for good."""
    if fact.kind in (Kind.ENUM, Kind.LABEL):
        return patterns(value)
    return settled(value[0]), settled(value[1])


def _once_answered(fact: Fact, asked: int) -> Any:
    """Any one value of the domain, or what it is now, for who does not know."""
    if fact.kind in (Kind.ENUM, Kind.LABEL):
        singles = [1 << index for index in range(len(fact.options))]
        return patterns(*singles, fact.all_options, asked=asked)
    low, high = unknown(fact)
    most = min(high, GREATEST.get(fact.kind, high)) if fact.kind in ORDERED else high
    return (low, most, asked), (low, high, asked)
