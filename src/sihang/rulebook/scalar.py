"""The scalar algebra: one organisation, Python integers, and the facts of one case as its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import FIRST_YEAR, FOUNDED, LAST_YEAR, Fact, Kind, Range
from sihang.rulebook.slots import Slot


class Scalar:
    """Plain operations on Python integers; NO_BOUND absorbs."""

    @staticmethod
    def literal(value: int) -> int:
        return value

    @staticmethod
    def truth(value: bool) -> bool:
        return value

    @staticmethod
    def both(a: bool, b: bool) -> bool:
        return a and b

    @staticmethod
    def either(a: bool, b: bool) -> bool:
        return a or b

    @staticmethod
    def no(a: bool) -> bool:
        return not a

    @staticmethod
    def over(a: int, b: int) -> bool:
        return a > b

    @staticmethod
    def at_least(a: int, b: int) -> bool:
        return a >= b

    @staticmethod
    def plus(a: int, b: int) -> int:
        return NO_BOUND if a >= NO_BOUND or b >= NO_BOUND else min(a + b, NO_BOUND)

    @staticmethod
    def minus(a: int, b: int) -> int:
        if a >= NO_BOUND:
            return NO_BOUND
        return -NO_BOUND if b >= NO_BOUND else a - b

    least = staticmethod(min)
    greatest = staticmethod(max)

    @staticmethod
    def choose(condition: bool, a: Any, b: Any) -> Any:
        return a if condition else b

    @staticmethod
    def share(amount: int, rate: int) -> int:
        """Rounded down to a whole fen (I-03); nothing of no upper bound, and no part of nothing, is 0."""
        if amount == 0 or rate == 0:
            return 0
        if amount >= NO_BOUND or rate >= NO_BOUND:
            return NO_BOUND
        return min(amount * rate // 10_000, NO_BOUND)

    @staticmethod
    def ratio_at_least(part: int, whole: int, rate: int) -> bool:
        if part >= NO_BOUND or rate == 0:
            return True
        return whole < NO_BOUND and rate < NO_BOUND and part * 10_000 >= rate * whole

    @staticmethod
    def growth_at_least(now: int, base: int, rate: int) -> bool:
        """now / base >= (1 + rate)³, multiplied out, so that no root is taken (I-14)."""
        if now >= NO_BOUND:
            return True
        return base < NO_BOUND and rate < NO_BOUND and now * 10_000**3 >= base * (10_000 + rate) ** 3

    @staticmethod
    def some_bit(bits: int, mask: int) -> bool:
        return bits & mask != 0

    @staticmethod
    def join_bits(a: int, b: int) -> int:
        return a | b


SCALAR = Scalar()
UNKNOWN_MONEY: Range = (0, NO_BOUND)
_NO_MATTER: Mapping[str, Any] = {}


class Situation:
    """The facts of one organisation and one matter, as pairs; what is not there is unknown.

    Args:
        values: fact key to (low, high), (must, may) or bits.
        own: the same of the matter, which `values` then have beside those of the organisation.
        series: fact key to {fiscal year: (low, high)}; an absent year is (0, 0).
    """

    __slots__ = ("_common", "_values", "own", "series")

    def __init__(
        self,
        values: Mapping[str, Any],
        series: Mapping[str, Mapping[int, Range]],
        own: Mapping[str, Any] = _NO_MATTER,
    ) -> None:
        self.series = series
        self.own = own
        self._common = values
        self._values = None if own else values

    @property
    def values(self) -> Mapping[str, Any]:
        """Every value, those of the matter too."""
        if self._values is None:
            self._values = {**self._common, **self.own}
        return self._values

    def _stated(self, key: str) -> Any:
        """One of the values, without putting all of them together."""
        return self.own[key] if key in self.own else self._common.get(key)

    def given(self, fact: Fact) -> Any:
        if fact.key in self.values:
            return self.values[fact.key]
        return unknown(fact)

    def open_slot(self, slot: Slot) -> Any:
        supposed = self.values.get(slot.key)
        return unknown(slot) if supposed is None else supposed

    def year_value(self, series: Fact, year: Fact, back: int) -> Range:
        known_year = self.known_year(year)
        return UNKNOWN_MONEY if known_year is None else self.in_year(series, known_year - back)

    def in_year(self, series: Fact, year: int) -> Range:
        """The value of one fiscal year as stated; before the founding, where nothing is stated, there is none (0).

        A stated figure counts even before the founding year: were it dropped, learning the founding year could turn
        a result round.
        """
        stated = self.series.get(series.key, {}).get(year)
        if stated is not None:
            return stated
        founded = self._founded()
        return (0, 0) if founded is not None and year < founded else UNKNOWN_MONEY

    def highest_before(self, series: Fact, year: Fact) -> Range:
        known_year = self.known_year(year)
        return UNKNOWN_MONEY if known_year is None else self.highest_until(series, known_year)

    def highest_until(self, series: Fact, before: int) -> Range:
        """The highest value of the fiscal years before one; no upper bound while one of them is unknown (I-12)."""
        stated, low, high = self.series.get(series.key, {}), 0, 0
        for year, pair in stated.items():
            if year < before:
                low = pair[0] if pair[0] > low else low
                high = pair[1] if pair[1] > high else high
        founded = self._founded()
        if founded is None or not all(map(stated.__contains__, range(founded, before))):
            return low, NO_BOUND
        return low, high

    def unknown_years(self, series: Fact, before: int) -> list[int]:
        """The fiscal years before `before` of which nothing is known, oldest first.

        They count from the founding year; while that is unknown, from the earliest year stated (I-12).
        """
        stated = self.series.get(series.key, {})
        first = self._founded()
        if first is None:
            first = min(stated, default=before)
        return [year for year in range(first, before) if year not in stated]

    def _founded(self) -> int | None:
        pair = self._stated(FOUNDED)
        return max(pair[0], FIRST_YEAR) if pair is not None and pair[0] == pair[1] else None

    def known_year(self, year: Fact) -> int | None:
        """The fiscal year that a fact names, where it is known and a year at all."""
        pair = self._stated(year.key)
        if pair is None or pair[0] != pair[1] or not FIRST_YEAR <= pair[0] <= LAST_YEAR:
            return None
        known: int = pair[0]
        return known

    def supposing(self, key: str, value: Any, year: int | None = None) -> Situation:
        """The same situation with one thing supposed: a fact or slot, or one fiscal `year` of a series."""
        if year is None:
            return Situation({**self.values, key: value}, self.series)
        return Situation(self.values, {**self.series, key: {**self.series.get(key, {}), year: value}})


def unknown(fact: Fact | Slot) -> Any:
    """All that a fact or an open slot may be."""
    if fact.kind is Kind.YES_NO:
        return (False, True)
    if fact.kind in (Kind.ENUM, Kind.LABEL):
        return fact.all_options
    return fact.domain
