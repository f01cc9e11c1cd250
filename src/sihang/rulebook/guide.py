"""What would have to be different: the distance of each failing number, and the smallest change that makes a measure met."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

from sihang.rulebook import expressions as x
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.changes import Change, Changes, distance_words
from sihang.rulebook.errors import Words
from sihang.rulebook.evaluate import Evaluation, Finding, evaluate
from sihang.rulebook.facts import BUILT_IN, DAY, FOUNDED, FOUNDING_YEAR, Fact, Kind
from sihang.rulebook.fold import Fold
from sihang.rulebook.measures import Basis
from sihang.rulebook.scalar import SCALAR, Situation
from sihang.rulebook.slots import Slot

MEASURABLE = (Kind.MONEY, Kind.RATE)
TRY_ALL_SUBSETS = 7
"""Up to so many changes every subset is tried; of more, one after another is left out."""
RATE_SEARCH_BP = 10**7
YEARS_TRIED = 3
ROUNDS = 6
"""A higher revenue may ask for more R&D expense, and so on; a few rounds settle it or it cannot be settled."""


def distances(evaluation: Evaluation) -> list[tuple[Words, Basis]]:
    """How far each failing numeric condition is from being met: `营收还差 130.00万元`."""
    failing = [c for c in evaluation.measure.conditions if evaluation.pair(c.node) == (False, False)]
    wishes = [(condition, _Wish(evaluation.situation).wish(condition.node, True) or {}) for condition in failing]
    return [
        (distance_words(change), condition.basis)
        for condition, changes in wishes
        for change in changes.values()
        if change.is_ordered and change.of.kind in MEASURABLE and change.now[0] == change.now[1]
    ]


def smallest_change(evaluation: Evaluation, *, in_this_year: bool = False) -> tuple[Change, ...] | None:
    """The smallest set of facts whose change would make the measure met; None where nothing can (a past award, the term).

    What is still unknown and has to turn out well is part of the set. Empty for a measure that is met. `in_this_year`
    leaves the measure's fiscal year as it is.
    """
    if evaluation.superseded is not None:
        return None
    year = evaluation.measure.year
    first_wishes, _ = _wishes(evaluation, evaluation.situation)
    if year is not None and year.key in first_wishes:
        return None if in_this_year else _in_another_year(evaluation, first_wishes[year.key])
    facts: Changes = {}
    for _ in range(ROUNDS):
        more, stuck = _wishes(evaluation, _supposing(evaluation.situation, facts))
        joined = _joined(facts, {key: change for key, change in more.items() if isinstance(change.of, Fact)})
        if joined is None:
            return None
        if joined == facts:  # nothing new to ask for: rules are asked for with all facts as they have to be
            wanted = facts | {key: change for key, change in more.items() if isinstance(change.of, Slot)}
            if stuck:
                return None
            if _would_do(evaluation, wanted):
                return _smallest(evaluation, wanted)
            return tuple(wanted.values()) if _met_with(evaluation, _supposing(evaluation.situation, wanted)) else None
        facts = joined
    return None


def _in_another_year(evaluation: Evaluation, change: Change) -> tuple[Change, ...] | None:
    """The year first: which figures matter depends on it. Of the nearest years that may be, the one that asks least."""
    near = change.target()[0]
    years = sorted(
        range(max(change.low, near - YEARS_TRIED), min(change.high, near + YEARS_TRIED) + 1),
        key=lambda y: abs(y - near),
    )
    best: tuple[Change, ...] | None = None
    for year in years:
        situation = evaluation.situation.supposing(change.of.key, (year, year))
        rest = smallest_change(evaluate(evaluation.measure, evaluation.matter, situation, None), in_this_year=True)
        if rest is not None and (best is None or len(rest) + 1 < len(best)):
            best = (replace(change, low=year, high=year), *rest)
    return best


def _would_do(evaluation: Evaluation, changes: Changes) -> bool:
    """Whether the measure is met wherever inside its bounds each unknown thing turns out to be.

    What is known now, and what has a lower bound only, is taken at the nearest value that would do.
    """
    settled = evaluation.situation
    for change in changes.values():
        is_open = change.is_ordered and change.now[0] != change.now[1] and change.high < NO_BOUND
        value = (change.low, change.high) if is_open else change.target()
        settled = settled.supposing(change.of.key, value, change.year)
    return _met_with(evaluation, settled)


def _met_with(evaluation: Evaluation, situation: Situation) -> bool:
    return evaluate(evaluation.measure, evaluation.matter, situation, None).finding is Finding.MET


def _smallest(evaluation: Evaluation, wanted: Changes) -> tuple[Change, ...]:
    """The fewest of these changes that do: one of them may make others needless (another year has other figures)."""
    keys = list(wanted)
    if len(keys) <= TRY_ALL_SUBSETS:
        for size in range(len(keys)):
            for chosen in combinations(keys, size):
                if _would_do(evaluation, {key: wanted[key] for key in chosen}):
                    return tuple(wanted[key] for key in chosen)
        return tuple(wanted.values())
    for key in keys:
        fewer = {other: change for other, change in wanted.items() if other != key}
        wanted = fewer if _would_do(evaluation, fewer) else wanted
    return tuple(wanted.values())


def _wishes(evaluation: Evaluation, situation: Situation) -> tuple[Changes, bool]:
    """What all conditions ask for, and whether one of them has no answer as things stand."""
    wish, wanted, stuck = _Wish(situation), Changes(), False
    for condition in evaluation.measure.conditions:
        more = wish.wish(condition.node, True)
        joined = None if more is None else _joined(wanted, more)
        wanted, stuck = (wanted, True) if joined is None else (joined, stuck)
    return wanted, stuck


def _supposing(situation: Situation, changes: Changes) -> Situation:
    for change in changes.values():
        situation = situation.supposing(change.of.key, change.target(), change.year)
    return situation


def _joined(first: Changes, second: Changes) -> Changes | None:
    result = dict(first)
    for key, change in second.items():
        joined = result[key].joined(change) if key in result else change
        if joined is None:
            return None
        result[key] = joined
    return result


class _Wish:
    """Finds, node by node, the smallest changes that turn a yes/no rule to what is wanted."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.fold = Fold(SCALAR, situation)

    def wish(self, node: x.Node, want: bool) -> Changes | None:
        """The changes (none if it is so already), or None where no change of facts can do it."""
        if self.fold.value(node) == (want, want):
            return {}
        match node:
            case x.AllOf(parts):
                return self._every(parts, True) if want else self._cheapest(parts, False)
            case x.AnyOf(parts):
                return self._cheapest(parts, True) if want else self._every(parts, False)
            case x.Not(part):
                return self.wish(part, not want)
            case x.Given(fact):
                return self._set(fact, (want, want))
            case x.Open(slot):
                return self._set(slot, (want, want))
            case x.Filled(_, value, _, _, _):
                return self.wish(value, want)
            case x.OneOf(value, _, bits):
                return self._choose(value, bits if want else ~bits)
            case x.Compare(operator, left, right, _):
                return self._compare(operator, left, right, want)
            case x.FirstOver(series, year, line) if want:
                return self._first_over(series, year, line)
            case x.GrowthAtLeast(series, year, rate) if want:
                return self._growth(series, year, rate)
            case x.RatioAtLeast(part, whole, rate) if want:
                return self._ratio(part, whole, rate)
        return None

    def _every(self, parts: Iterable[x.Node], want: bool) -> Changes | None:
        changes: Changes = {}
        for part in parts:
            more = self.wish(part, want)
            joined = None if more is None else _joined(changes, more)
            if joined is None:
                return None
            changes = joined
        return changes

    def _cheapest(self, parts: Iterable[x.Node], want: bool) -> Changes | None:
        possible = [changes for part in parts if (changes := self.wish(part, want)) is not None]
        cost = [
            (
                len(changes),
                sum(change.distance() for change in changes.values()),
                -sum(c.high for c in changes.values()),
            )
            for changes in possible
        ]
        return possible[cost.index(min(cost))] if possible else None

    def _set(self, of: Fact | Slot, value: Any) -> Changes | None:
        if of in BUILT_IN:
            return None
        now = self.situation.given(of) if isinstance(of, Fact) else self.situation.open_slot(of)
        change = Change(of, None, now, value)
        return {change.key: change}

    def _choose(self, value: x.Node, bits: int) -> Changes | None:
        match value:
            case x.Given(of) | x.Open(of):
                allowed = bits & of.all_options
                return self._set(of, allowed & -allowed) if allowed else None
        return None

    def _both_unknown(self, upper: x.Node, lower: x.Node) -> Changes | None:
        """Two facts that are both unknown: one up to a day or sum, the other from it on."""
        match upper, lower:
            case x.Given(first), x.Given(second) if not {first, second} & set(BUILT_IN):
                between = self.situation.given(DAY)[0] if first.kind is Kind.DATE else first.domain[0]
                high, low = (self.situation.given(fact) for fact in (first, second))
                if high[0] != high[1] and low[0] != low[1]:
                    return {
                        first.key: Change(first, None, high, None, between, NO_BOUND),
                        second.key: Change(second, None, low, None, second.domain[0], between),
                    }
        return None

    def _compare(self, operator: x.Operator, left: x.Node, right: x.Node, want: bool) -> Changes | None:
        """Move one side over the other; equality is left alone (it is no threshold)."""
        if operator is x.Operator.EQUAL:
            return None
        step = 1 if (operator is x.Operator.OVER) == want else 0
        upper, lower = (left, right) if want else (right, left)
        if not step and (both := self._both_unknown(upper, lower)) is not None:
            return both
        raised = self._move(upper, low=self.fold.value(lower)[1] + step, over=bool(step))
        return raised if raised is not None else self._move(lower, high=self.fold.value(upper)[0] - step)

    def _move(self, node: x.Node, low: int = 0, high: int = NO_BOUND, over: bool = False) -> Changes | None:
        if low >= NO_BOUND or high < 0:
            return None
        match node:
            case x.Given(fact) if fact not in BUILT_IN and low <= fact.domain[1] and high >= fact.domain[0]:
                change = Change(fact, None, self.situation.given(fact), None, low, high, over)
                return {change.key: change}
            case x.YearValue(series, year, back):
                return self._year_at_least(series, year, back, low, over) if high >= NO_BOUND else None
        return None

    def _year_at_least(self, series: Fact, year: Fact, back: int, low: int, over: bool) -> Changes | None:
        t = self.situation.known_year(year)
        if t is None:
            return None
        change = Change(series, t - back, self.situation.in_year(series, t - back), None, low, NO_BOUND, over)
        return {change.key: change}

    def _first_over(self, series: Fact, year: Fact, line: x.Node) -> Changes | None:
        """Raise the year's figure, and show that no unknown earlier year is over the line; the known past stands."""
        bound, t = self.fold.value(line), self.situation.known_year(year)
        if t is None or self.situation.highest_before(series, year)[0] > bound[0]:
            return None
        earlier = {
            change.key: change
            for each in self.situation.unknown_years(series, t)
            for change in [Change(series, each, self.situation.in_year(series, each), None, 0, bound[0])]
        }
        if FOUNDED not in self.situation.values:
            first = min([t - x.GROWTH_YEARS, *self.situation.series.get(series.key, {})])
            founded = self.situation.given(FOUNDING_YEAR)
            earlier[FOUNDED] = Change(FOUNDING_YEAR, None, founded, None, first)
        now = self._year_at_least(series, year, 0, bound[1] + 1, True)
        enough = self.situation.in_year(series, t)[0] > bound[1]
        return earlier if enough else None if now is None else {**now, **earlier}

    def _growth(self, series: Fact, year: Fact, rate: x.Node) -> Changes | None:
        base, wanted = self.situation.year_value(series, year, x.GROWTH_YEARS), self._attainable(rate)
        now, t = self.situation.year_value(series, year, 0)[0], self.situation.known_year(year)
        if wanted is None or t is None:
            return None
        if base[0] != base[1]:
            most = now * 10_000**x.GROWTH_YEARS // (10_000 + wanted) ** x.GROWTH_YEARS
            change = Change(series, t - x.GROWTH_YEARS, base, None, 1, most)
            return {change.key: change} if most else None
        if base[0] == 0:
            return None
        reached = _greatest(lambda rate_bp: SCALAR.growth_at_least(now, base[0], rate_bp))
        if isinstance(rate, x.Open) and reached >= wanted:
            return self._rule_at_most(rate.slot, reached)
        needed = -(-base[0] * (10_000 + wanted) ** x.GROWTH_YEARS // 10_000**x.GROWTH_YEARS)
        return self._year_at_least(series, year, 0, needed, False)

    def _ratio(self, part: x.Node, whole: x.Node, rate: x.Node) -> Changes | None:
        base, wanted = self.fold.value(whole), self._attainable(rate)
        if base[0] != base[1] or base[0] == 0 or wanted is None:
            return None
        now = self.fold.value(part)[0]
        reached = _greatest(lambda rate_bp: SCALAR.ratio_at_least(now, base[0], rate_bp))
        if isinstance(rate, x.Open) and reached >= wanted:
            return self._rule_at_most(rate.slot, reached)
        return self._move(part, low=-(-base[0] * wanted // 10_000))

    def _rule_at_most(self, slot: Slot, reached: int) -> Changes:
        """The rule that is still open must not ask for more than is reached."""
        now = self.situation.open_slot(slot)
        return {slot.key: Change(slot, None, now, None, now[0], min(reached, now[1]))}

    def _attainable(self, rate: x.Node) -> int | None:
        """The rate to reach: the one that is set, or while a rule leaves it open, the least that it can be."""
        low, high = self.fold.value(rate)
        return low if low < NO_BOUND and high >= low else None


def _greatest(holds: Callable[[int], bool]) -> int:
    """The greatest rate in basis points for which a test holds, which holds for no greater one; −1 for none."""
    low, high = -1, RATE_SEARCH_BP
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low
