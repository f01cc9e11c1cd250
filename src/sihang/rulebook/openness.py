"""What is still open for a result, most useful first: which fact, determination or rule would narrow it, and how.

Each open thing is tried at its extremes (an enum at each value), with everything else as it is. It is listed
only if some value changes the finding or a range.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sihang.rulebook import expressions as x
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.evaluate import Evaluation, Finding
from sihang.rulebook.facts import (
    BUILT_IN,
    FIRST_YEAR,
    FOUNDED,
    FOUNDING_YEAR,
    LAST_YEAR,
    ORDERED,
    YEAR_OF_DAY,
    Fact,
    Kind,
    Range,
)
from sihang.rulebook.routine import amount_of, look_up
from sihang.rulebook.scalar import Situation, unknown
from sihang.rulebook.slots import Slot

LARGEST = 10**14
"""Stands for "very much" where something without an upper bound is tried: the greatest amount that may be stated."""

TYPICAL_FEN = (10**8, 10**9, 10**10)
"""One million, ten million and a hundred million yuan."""
TYPICAL_STEP = 1_000

State = tuple[Finding, Range, Range, tuple[Any, ...]]
"""Finding, amount, amount if met, and each condition: settling one of two open conditions is a step too."""


@dataclass(frozen=True)
class Outcome:
    """What the result would be if the open thing had this value (a pair, or bits)."""

    value: Any
    finding: Finding
    amount: Range


@dataclass(frozen=True)
class OpenItem:
    """One open thing.

    `kind` is fact, determination or rule; `of` is the fact or slot, `year` the fiscal year of a series;
    `value` is all that it may still be. `changes` is False where it matters only once other things are known.
    `turn`: for a sum, the greatest for which the finding is still that of the lowest; above it the finding changes.
    """

    kind: str
    key: str
    of: Fact | Slot
    year: int | None
    value: Any
    outcomes: tuple[Outcome, ...]
    changes: bool
    turn: int | None = None

    @property
    def usefulness(self) -> tuple[int, int]:
        """Greater is more useful: how many of its values settle the finding, then how far they narrow the range."""
        if not self.changes:
            return -1, 0
        settled = sum(outcome.finding is not Finding.UNKNOWN for outcome in self.outcomes)
        share = settled * 1000 // max(1, len(self.outcomes))
        narrowest = min(outcome.amount[1] - outcome.amount[0] for outcome in self.outcomes)
        return share, -narrowest


def open_items(evaluation: Evaluation) -> tuple[OpenItem, ...]:
    """What would narrow the result, most useful first; nothing where it is settled that nothing is due."""
    if evaluation.finding is Finding.NOT_MET:
        return ()
    things = {key: (kind, key, of, year) for kind, key, of, year in _open_things(evaluation)}
    probe = _Probe(evaluation, [(of, year) for _, _, of, year in things.values()])
    tried = [probe.item(*thing) for thing in things.values()]
    found = [item for item in tried if item.changes or probe.matters_later(item)]
    return tuple(sorted(found, key=lambda item: item.usefulness, reverse=True))


def _undecided(evaluation: Evaluation) -> list[x.Node]:
    """The rules that are not settled: conditions first, then the amount, then services."""
    measure = evaluation.measure
    nodes = [c.node for c in measure.conditions if evaluation.pair(c.node) == (False, True)]
    if measure.money is not None and evaluation.if_met[0] != evaluation.if_met[1]:
        nodes.append(measure.money.node)
    for service in measure.services:
        given = service.when is None or evaluation.pair(service.when) != (False, False)
        nodes += [node for node in (service.when, service.quantity) if node is not None and given]
    return nodes


def _open_things(evaluation: Evaluation) -> Iterable[tuple[str, str, Fact | Slot, int | None]]:
    situation = evaluation.situation
    for node in _undecided(evaluation):
        for part in x.walk(node):
            match part:
                case x.Given(fact):
                    yield from _open_fact(situation, fact)
                case x.Open(slot):
                    yield "rule", slot.key, slot, None
                case x.Filled(slot, _, when, _, _) if when is not None and evaluation.pair(when) != (
                    True,
                    True,
                ):
                    yield "rule", slot.key, slot, None
                case x.YearValue(series, year, back):
                    yield from _open_years(situation, series, year, [back], highest=False)
                case x.GrowthAtLeast(series, year, _):
                    yield from _open_years(situation, series, year, [0, x.GROWTH_YEARS], highest=False)
                case x.HighestBefore(series, year):
                    yield from _open_years(situation, series, year, [], highest=True)
                case x.FirstOver(series, year, _):
                    yield from _open_years(situation, series, year, [0], highest=True)
                case _:
                    pass


def _open_fact(situation: Situation, fact: Fact) -> Iterable[tuple[str, str, Fact | Slot, int | None]]:
    if fact in BUILT_IN:
        return
    kind, key = ("determination" if fact.determination else "fact"), fact.key
    if fact.kind is Kind.LABEL and fact.key in situation.values:
        kind, key = "rule", fact.mapping or fact.key  # the label is known; what it means is not (I-10)
    value = situation.given(fact)
    is_open = value & (value - 1) if fact.kind in (Kind.ENUM, Kind.LABEL) else value[0] != value[1]
    if is_open:
        yield kind, key, fact, None


def _open_years(
    situation: Situation, series: Fact, year: Fact, backs: list[int], *, highest: bool
) -> Iterable[tuple[str, str, Fact | Slot, int | None]]:
    known_year = situation.known_year(year)
    if known_year is None:
        yield "fact", year.key, year, None
        return
    years = [known_year - back for back in backs]
    if highest:
        years += reversed(situation.unknown_years(series, known_year))
    for each in years:
        low, high = situation.in_year(series, each)
        if low != high:
            yield "fact", f"{series.key}_{each}", series, each
    if FOUNDED not in situation.values and highest:
        yield "fact", FOUNDED, FOUNDING_YEAR, None


class _Probe:
    """Evaluates a measure again with one thing supposed; only the rules that may change are worked out again."""

    def __init__(self, evaluation: Evaluation, things: list[tuple[Fact | Slot, int | None]]) -> None:
        self.evaluation = evaluation
        self.things = things
        self._settled = [evaluation.pair(c.node) for c in evaluation.measure.conditions]
        self.now: State = (evaluation.finding, evaluation.amount, evaluation.if_met, tuple(self._settled))

    def item(self, kind: str, key: str, of: Fact | Slot, year: int | None) -> OpenItem:
        situation = self.evaluation.situation
        value = self._now(of, year)
        states = [(each, self._suppose(situation, of, year, each)) for each in _extremes(of, value)]
        changes = any(state != self.now for _, state in states) or self._services(of, year, states)
        outcomes = tuple(Outcome(each, state[0], state[1]) for each, state in states)
        turn = self._turn(of, year, outcomes) if of.kind in ORDERED else None
        return OpenItem(kind, key, of, year, value, outcomes, changes, turn)

    def _turn(self, of: Fact | Slot, year: int | None, outcomes: tuple[Outcome, ...]) -> int | None:
        """Where between the extremes the result turns, by halving; None where it does not.

        A sum moves the amount all the way, so for money and rates only the finding is looked at.
        """
        high, low = outcomes
        smooth = of.kind in (Kind.MONEY, Kind.RATE)

        def result(state: State | Outcome) -> Any:
            finding, amount = (state.finding, state.amount) if isinstance(state, Outcome) else state[:2]
            return finding if smooth else (finding, amount)

        if result(high) == result(low):
            return None
        below: int = low.value[0]
        above: int = high.value[0]
        while above - below > 1:
            middle = (below + above) // 2
            same = result(self._suppose(self.evaluation.situation, of, year, (middle, middle))) == result(low)
            below, above = (middle, above) if same else (below, middle)
        return below

    def _now(self, of: Fact | Slot, year: int | None) -> Any:
        situation = self.evaluation.situation
        value = situation.values.get(of.key) if year is None else situation.in_year(of, year)  # type: ignore[arg-type]
        return unknown(of) if value is None else value

    def matters_later(self, item: OpenItem) -> bool:
        """Whether it would matter once the other open things were known, tried with sums of three sizes."""
        last_year = self.evaluation.situation.given(YEAR_OF_DAY)[0] - 1
        for size in TYPICAL_FEN:
            background = self.evaluation.situation
            for of, year in self.things:
                if (of.key, year) != (item.of.key, item.year):
                    background = background.supposing(of.key, _typical(of, self._now(of, year), size, last_year), year)
            states = [self._suppose(background, item.of, item.year, each) for each in _extremes(item.of, item.value)]
            if any(state != states[0] for state in states[1:]):
                return True
        return False

    def _suppose(self, situation: Situation, of: Fact | Slot, year: int | None, value: Any) -> State:
        evaluation, supposed = self.evaluation, situation.supposing(of.key, value, year)
        trace = evaluation.measure.routine.trace(supposed)
        pairs = tuple(
            before if before[0] == before[1] else look_up(condition.node, trace, supposed)
            for condition, before in zip(evaluation.measure.conditions, self._settled, strict=True)
        )
        money = evaluation.measure.money
        if_met = look_up(money.node, trace, supposed) if money is not None else evaluation.if_met
        met = all(must for must, _ in pairs), all(may for _, may in pairs)
        return Finding.of(met), amount_of(met, if_met), if_met, pairs

    def _services(self, of: Fact | Slot, year: int | None, states: list[tuple[Any, State]]) -> bool:
        """Whether a service, or its quantity, would change."""
        evaluation = self.evaluation
        nodes = [node for service in evaluation.measure.services for node in (service.when, service.quantity) if node]
        if not nodes:
            return False
        situation, routine = evaluation.situation, evaluation.measure.routine
        for supposed in (situation.supposing(of.key, value, year) for value, _ in states):
            trace = routine.trace(supposed)
            if any(look_up(node, trace, supposed) != evaluation.pair(node) for node in nodes):
                return True
        return False


def _typical(of: Fact | Slot, value: Any, fen: int, last_year: int) -> Any:
    """A plausible value for an open thing, so that another one's influence shows."""
    if of.kind is Kind.YES_NO:
        return (True, True)
    if of.kind in (Kind.ENUM, Kind.LABEL):
        return value & -value
    low, high = value
    if (low, high) == (FIRST_YEAR, LAST_YEAR):
        return (last_year, last_year)
    middle = fen if of.kind is Kind.MONEY else (low + min(high, low + 2 * TYPICAL_STEP)) // 2
    settled = max(low, min(middle, high))
    return (settled, settled)


def _extremes(of: Fact | Slot, value: Any) -> list[Any]:
    """The values to try: both sides of yes/no, each option, both ends of a range."""
    if of.kind is Kind.YES_NO:
        return [(True, True), (False, False)]
    if of.kind in (Kind.ENUM, Kind.LABEL):
        return [1 << index for index in range(len(of.options)) if value >> index & 1]
    low, high = value
    highest = min(high, LARGEST) if high >= NO_BOUND else high
    return [(highest, highest), (low, low)]
