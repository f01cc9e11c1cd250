"""The facts of a rule as cells of a table: the `Source` from which the fold makes terms for every row at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from itertools import pairwise
from typing import Any

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import (
    DAY,
    EARLIER_AMOUNT,
    EARLIER_AWARD,
    FIRST_YEAR,
    FOUNDED,
    LAST_YEAR,
    YEAR_OF_DAY,
    Fact,
    Kind,
)
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Measure
from sihang.rulebook.slots import Slot
from sihang.rulebook.tables.cells import Filled, Is, Number, Yes
from sihang.rulebook.tables.meanings import GREATEST
from sihang.rulebook.tables.names import awarded_columns, column_of
from sihang.rulebook.term_algebra import Terms
from sihang.rulebook.terms import GivenOptions, Options, Term

Sides = tuple[Term, Term]


class TableSource:
    """The facts of one measure in a table that has `columns` (canonical names).

    A fact without a column is unknown in every row. A slot with a column is supposed to be what the cell says.
    """

    def __init__(self, terms: Terms, rules: Rules, columns: Collection[str], on: date, measure: Measure) -> None:
        self.terms = terms
        self.rules = rules
        self.columns = frozenset(columns)
        self.on = on
        self.measure = measure

    def given(self, fact: Fact) -> Any:
        if fact.key == DAY.key:
            return self._known(self.on.toordinal())
        if fact.key == YEAR_OF_DAY.key:
            return self._known(self.on.year)
        if fact.key in (EARLIER_AWARD.key, EARLIER_AMOUNT.key):
            return self._earlier(fact)
        return self._stated(fact)

    def open_slot(self, slot: Slot) -> Any:
        return self._stated(slot)

    def _known(self, value: int) -> Sides:
        return self.terms.literal(value), self.terms.literal(value)

    def _stated(self, named: Fact | Slot) -> Any:
        column = column_of(named)
        there = column in self.columns
        if named.kind in (Kind.ENUM, Kind.LABEL):
            return self._options(named, column) if there else self.terms.literal(named.all_options)
        if named.kind is Kind.YES_NO:
            if not there:
                return self.terms.truth(False), self.terms.truth(True)
            return self.terms.truth_input(Yes(column, False)), self.terms.truth_input(Yes(column, True))
        low, high = named.domain
        if not there:
            return self.terms.literal(low), self.terms.literal(high)
        greatest = min(high, GREATEST.get(named.kind, high))
        return (
            self.number(column, self.terms.literal(low), low, greatest, is_day=named.kind is Kind.DATE),
            self.number(column, self.terms.literal(high), low, greatest, is_day=named.kind is Kind.DATE),
        )

    def number(self, column: str, if_empty: Term, low: int, high: int, *, is_day: bool = False) -> Term:
        """The number of a cell from `low` to `high`, or another where it is empty."""
        least = low if if_empty.op.value == "literal" and if_empty.is_open else min(low, if_empty.low)
        return self.terms.number_input(Number(column, is_day), least, high, is_open=if_empty.is_open, parts=(if_empty,))

    def _options(self, named: Fact | Slot, column: str) -> Options:
        """An option is possible where the cell says so, or is empty; an office's label may leave several possible."""
        keys = {option.key: 1 << index for index, option in enumerate(named.options)}
        meaning, known = keys, True
        if isinstance(named, Fact) and named.kind is Kind.LABEL:
            meaning, known = {}, False
            for entry in self.rules.mappings.get(named.mapping or "", ()):
                if entry.since is None or entry.since <= self.on:
                    meaning.setdefault(entry.label, keys[entry.grade])

        def possible(mask: int) -> Term:
            t = self.terms
            yes = [text for text, bit in meaning.items() if bit & mask]
            no = [text for text, bit in meaning.items() if not bit & mask]
            if len(no) <= len(yes) or not known:  # a label without an entry leaves every grade possible (I-10)
                return t.no(self._one_of(column, no))
            return t.either(t.no(t.truth_input(Filled(column))), self._one_of(column, yes))

        return GivenOptions(possible, named.all_options)

    def _one_of(self, column: str, texts: Iterable[str]) -> Term:
        """Whether the cell holds one of these texts; each is looked for once, whatever asks for it."""
        found = [self.terms.truth_input(Is(column, text)) for text in sorted(texts)]
        return reduce(self.terms.either, found, self.terms.truth(False))

    def _earlier(self, fact: Fact) -> Sides:
        """An award of this measure before: none where all is empty, pending where only the amount is stated."""
        awarded, low, high = awarded_columns(self.measure.id)
        t, nothing = self.terms, self.terms.literal(0)
        there = awarded in self.columns
        certain = t.truth_input(Yes(awarded, False)) if there else t.truth(False)
        possible = certain
        if high in self.columns:
            not_denied = t.truth_input(Yes(awarded, True)) if there else t.truth(True)
            possible = t.either(certain, t.both(not_denied, t.truth_input(Filled(high))))
        if fact.kind is Kind.YES_NO:
            return certain, possible
        least = self.number(low, nothing, 0, GREATEST[Kind.MONEY]) if low in self.columns else nothing
        unstated = t.choose(certain, t.literal(NO_BOUND), nothing)
        most = self.number(high, unstated, 0, GREATEST[Kind.MONEY]) if high in self.columns else unstated
        return least, t.choose(possible, most, nothing)

    # series

    def year_value(self, series: Fact, year: Fact, back: int) -> Sides:
        """The value of one fiscal year: as stated, none before the founding where nothing is stated, else unknown."""
        nothing, t = self.terms.literal(0), self.terms
        now = self._year(year)
        if now is None:
            return nothing, t.literal(NO_BOUND)
        low, high = nothing, self._unstated(t.minus(now, t.literal(back)))
        high = t.choose(self._year_known(year), high, t.literal(NO_BOUND))
        for stated in self._years(series):
            is_this = t.equal(now, t.literal(stated + back))
            low = t.choose(is_this, self._in_year(series, stated, nothing), low)
            high = t.choose(is_this, self._in_year(series, stated, self._unstated(t.literal(stated))), high)
        return low, high

    def highest_before(self, series: Fact, year: Fact) -> Sides:
        """The highest of the earlier years; no upper bound while one of them is unknown (I-12)."""
        t, now = self.terms, self._year(year)
        highest = t.literal(0)
        if now is None:
            return highest, t.literal(NO_BOUND)
        years = self._years(series)
        for stated in years:
            is_before = t.over(now, t.literal(stated))
            value = self._in_year(series, stated, t.literal(0))
            highest = t.greatest(highest, t.choose(is_before, value, t.literal(0)))
        return highest, t.choose(self._some_year_unknown(series, year, now), t.literal(NO_BOUND), highest)

    def _some_year_unknown(self, series: Fact, year: Fact, now: Term) -> Term:
        t, founded = self.terms, self._founded()
        if founded is None:
            return t.truth(True)
        years = self._years(series)
        unknown = t.either(t.no(self._year_known(year)), t.no(t.truth_input(Filled(FOUNDED))))
        for stated in years:  # years with a column: unknown where the cell is empty
            empty = t.no(t.truth_input(Filled(column_of(series, stated))))
            unknown = t.either(unknown, t.both(empty, self._within(founded, stated, stated, now)))
        for first, last in _gaps(years):  # years without one: always unknown
            unknown = t.either(unknown, self._within(founded, first, last, now))
        return unknown

    def _within(self, founded: Term, first: int, last: int, now: Term) -> Term:
        """Whether any year from `first` to `last` is since the founding and before `now`."""
        t = self.terms
        begun = t.both(t.at_least(t.literal(last), founded), t.over(now, t.literal(first)))
        return t.both(begun, t.over(now, founded))

    def _in_year(self, series: Fact, year: int, if_empty: Term) -> Term:
        return self.number(column_of(series, year), if_empty, 0, GREATEST[Kind.MONEY])

    def _unstated(self, year: Term) -> Term:
        """The most that an unstated year may hold: nothing before the founding."""
        t, founded = self.terms, self._founded()
        if founded is None:
            return t.literal(NO_BOUND)
        before = t.both(t.truth_input(Filled(FOUNDED)), t.over(founded, year))
        return t.choose(before, t.literal(0), t.literal(NO_BOUND))  # type: ignore[no-any-return]

    def _years(self, series: Fact) -> list[int]:
        return [year for year in range(FIRST_YEAR, LAST_YEAR + 1) if column_of(series, year) in self.columns]

    def _year(self, year: Fact) -> Term | None:
        """The fiscal year that a fact names; 0 where it is empty, which is no year."""
        column = column_of(year)
        if column not in self.columns:
            return None
        return self.number(column, self.terms.literal(0), FIRST_YEAR, LAST_YEAR)

    def _year_known(self, year: Fact) -> Term:
        return self.terms.truth_input(Filled(column_of(year)))

    def _founded(self) -> Term | None:
        if FOUNDED not in self.columns:
            return None
        return self.number(FOUNDED, self.terms.literal(0), FIRST_YEAR, LAST_YEAR)


def _gaps(years: list[int]) -> list[tuple[int, int]]:
    """The spans of years, first and last, that lie between and around `years`."""
    ends = [FIRST_YEAR - 1, *years, LAST_YEAR + 1]
    return [(a + 1, b - 1) for a, b in pairwise(ends) if b - a > 1]
