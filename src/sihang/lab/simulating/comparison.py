"""Two sets of rules over one table: what differs between them, and both worked out for every row at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import polars as pl

from sihang.lab.simulating.direction import EITHER, SAME, Direction, of_measures
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.expressions import Given, walk
from sihang.rulebook.facts import ORDERED, Fact, Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Measure
from sihang.rulebook.overlap import Relation, relations_of
from sihang.rulebook.slots import Slot
from sihang.rulebook.tables.best import Entry, best_of
from sihang.rulebook.tables.cells import Number
from sihang.rulebook.tables.columns import evaluate
from sihang.rulebook.tables.meanings import GREATEST
from sihang.rulebook.tables.names import column_of, project_column, received_columns
from sihang.rulebook.tables.plan import MeasureTerms, Plan, plan_of
from sihang.rulebook.term_algebra import Terms
from sihang.rulebook.terms import Term

BEFORE, AFTER = "before", "after"
SIDES = (BEFORE, AFTER)

Frames = Mapping[str, pl.DataFrame]
"""By side the same rows; one frame for both, but where a value means another thing under the reform."""
Wanted = Mapping[str, Mapping[str, Term]]
"""By side, name to term."""


@dataclass(frozen=True)
class RuleSet:
    """The rules of a day, and which measures exclude each other."""

    rules: Rules
    relations: tuple[Relation, ...]

    @staticmethod
    def of(rulebook: Rulebook, on: date) -> RuleSet:
        return RuleSet(rulebook.rules(on), relations_of(rulebook.packages))

    @property
    def named(self) -> dict[str, Fact | Slot]:
        return {**self.rules.facts, **self.rules.slots}

    def measure(self, key: str) -> Measure | None:
        return next((each for each in self.rules.measures if each.id == key), None)


class Comparison:
    """Baseline and reform over a table with these columns.

    `directions` has the measures that the reform touches; `limits` the columns whose values it takes to the nearer end of
    another range.
    """

    def __init__(self, sets: Mapping[str, RuleSet], columns: Collection[str], on: date) -> None:
        self.sets = sets
        self.on = on
        self.columns = frozenset(columns)
        self.limits = {column: limits for column, limits in _limits(sets).items() if column in self.columns}
        together = Terms()
        self.terms = {side: Terms() if self.limits else together for side in SIDES}
        self.plans: dict[str, Plan] = {
            side: plan_of(sets[side].rules, sets[side].relations, self.columns, on, self.terms[side]) for side in SIDES
        }
        self.directions = self._directions()

    @property
    def same_exclusions(self) -> bool:
        return self.sets[BEFORE].relations == self.sets[AFTER].relations

    @property
    def is_separate(self) -> bool:
        """Some value means another thing under the reform, so the sides read different frames."""
        return bool(self.limits) or self.sets[BEFORE].rules.mappings != self.sets[AFTER].rules.mappings

    def beyond(self, frame: pl.DataFrame) -> dict[str, int]:
        """Rows whose value lies outside the reform's range, by column."""
        counts = {column: int((~frame[column].is_between(*limits)).sum()) for column, limits in self.limits.items()}
        return {column: count for column, count in counts.items() if count}

    def frames(self, frame: pl.DataFrame) -> Frames:
        """The frame of each side; under the reform with values taken to its limits."""
        there = {column: limits for column, limits in self.limits.items() if column in frame.columns}
        limited = [pl.col(column).clip(*limits) for column, limits in there.items()]
        return {BEFORE: frame, AFTER: frame.with_columns(limited) if limited else frame}

    def work_out(self, frames: Frames, wanted: Wanted) -> pl.DataFrame:
        """Every wanted term for every row, as columns of their names."""
        if not self.is_separate:
            return evaluate({**wanted[BEFORE], **wanted[AFTER]}, frames[BEFORE].lazy()).collect()
        done = [evaluate(wanted[side], frames[side].lazy()).collect() for side in SIDES if wanted[side]]
        return pl.concat(done, how="horizontal")

    @property
    def measure_ids(self) -> list[str]:
        """Of every measure of either side."""
        return sorted({each.measure.id for side in SIDES for each in self.measures(side)})

    def measure(self, key: str) -> Measure:
        """As the reform has it, or the baseline where the reform has no such measure."""
        found = self.sets[AFTER].measure(key) or self.sets[BEFORE].measure(key)
        if found is None:
            raise KeyError(key)
        return found

    def measures(self, side: str) -> tuple[MeasureTerms, ...]:
        return self.plans[side].measures

    def entering(self, side: str, each: MeasureTerms) -> tuple[Term, Term]:
        """What a measure brings to the combination: nothing where the row has no such matter."""
        t, nothing = self.terms[side], self.terms[side].literal(0)
        return (
            t.choose(t.both(each.present, each.must), each.if_met[0], nothing),
            t.choose(t.both(each.present, each.may), each.if_met[1], nothing),
        )

    def part(self, side: str) -> tuple[Term, Term]:
        """What the measures that the reform touches, and those that these exclude, are worth together, from and to.

        All others give the same before and after, whatever is open, so the reform moves this part alone. Where money was
        received, the part has also the measures from which it may be deducted together with these.
        """
        t, touched = self.terms[side], set(self.directions)
        narrow, wide = _joined(touched, self._exclusions()), _joined(touched, self._exclusions() + self._deductions())
        part = self._best(side, narrow)
        if narrow == wide:
            return part
        received, other = self._has_received(t), self._best(side, wide)
        return t.choose(received, other[0], part[0]), t.choose(received, other[1], part[1])

    def _best(self, side: str, measures: Collection[str]) -> tuple[Term, Term]:
        entries = [
            Entry(each.measure, each.present, *self.entering(side, each))
            for each in self.measures(side)
            if each.measure.id in measures and each.measure.matter and each.measure.money
        ]
        best = best_of(self.terms[side], entries, self.sets[side].relations, self.columns)
        return best.low, best.high

    def _exclusions(self) -> list[frozenset[str]]:
        return [relation.measures for side in SIDES for relation in self.sets[side].relations]

    def _deductions(self) -> list[frozenset[str]]:
        """Pairs of measures from which what was received for one project may be deducted together."""
        matters = {each.measure.id: each.measure.matter for side in SIDES for each in self.measures(side)}
        pairs = combinations([(key, matter) for key, matter in matters.items() if matter is not None], 2)
        return [frozenset({a, b}) for (a, one), (b, other) in pairs if self._may_share(one, other)]

    def _may_share(self, one: str, other: str) -> bool:
        received = {*received_columns(one), *received_columns(other)} & self.columns
        return bool(received) and (one == other or {project_column(one), project_column(other)} <= self.columns)

    def _has_received(self, t: Terms) -> Term:
        """Whether a row says that anything was received."""
        nothing, received = t.literal(0), t.truth(False)
        matters = {each.measure.matter for side in SIDES for each in self.measures(side) if each.measure.matter}
        for column in sorted(column for matter in matters for column in received_columns(matter)):
            if column in self.columns:
                amount = t.number_input(Number(column), 0, GREATEST[Kind.MONEY], parts=(nothing,))
                received = t.either(received, t.over(amount, nothing))
        return received

    def _directions(self) -> dict[str, Direction]:
        before, after = (self.sets[side] for side in SIDES)
        if not self.same_exclusions:
            return dict.fromkeys(self.measure_ids, EITHER)
        found = {
            key: of_measures(
                before.measure(key), after.measure(key),
                ended=(key in before.rules.superseded, key in after.rules.superseded),
            )
            for key in self.measure_ids
        }  # fmt: skip
        found |= dict.fromkeys(self._reading_another_mapping(), EITHER)
        return {key: direction for key, direction in found.items() if direction != SAME}

    def _reading_another_mapping(self) -> set[str]:
        """The measures that read a label which means something else under the reform."""
        before, after = (self.sets[side].rules.mappings for side in SIDES)
        other = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        return {
            each.measure.id
            for side in SIDES
            for each in self.measures(side)
            for node in each.measure.nodes()
            for part in walk(node)
            if isinstance(part, Given) and part.fact.mapping in other
        }


def _joined(measures: Collection[str], groups: Iterable[frozenset[str]]) -> frozenset[str]:
    """These measures, and all that the groups join to them."""
    found, groups = set(measures), list(groups)
    while more := {key for group in groups if group & found for key in group - found}:
        found |= more
    return frozenset(found)


def _limits(sets: Mapping[str, RuleSet]) -> dict[str, tuple[Any, Any]]:
    """The columns of what has another range under the reform, with that range as a cell would state it."""
    before, after = sets[BEFORE].named, sets[AFTER].named
    found: dict[str, tuple[Any, Any]] = {}
    for key, named in after.items():
        if key in before and named.kind in ORDERED and named.domain != before[key].domain:
            low, high = named.domain
            is_day = named.kind is Kind.DATE
            found[column_of(named)] = (date.fromordinal(low), date.fromordinal(high)) if is_day else (low, high)
    return found


def name(side: str, what: str, measure: str = "") -> str:
    """The name of a column of `work_out`."""
    return f"{side}/{measure}/{what}"


def results(comparison: Comparison) -> dict[str, dict[str, Term]]:
    """The terms of every measure of either side, and of the combination: present, met, maybe, low, high."""
    wanted: dict[str, dict[str, Term]] = {}
    for side in SIDES:
        t = comparison.terms[side]
        no, nothing = t.truth(False), t.literal(0)
        here = {each.measure.id: each for each in comparison.measures(side)}
        wanted[side] = combination(comparison, side)
        for key in comparison.measure_ids:
            each = here.get(key)
            terms = (no, no, no, nothing, nothing)
            if each is not None:
                met, maybe = t.both(each.present, each.must), t.both(each.present, each.may)
                terms = (each.present, met, maybe, *comparison.entering(side, each))
            whats = ("present", "met", "maybe", "low", "high")
            wanted[side] |= {name(side, what, key): term for what, term in zip(whats, terms, strict=True)}
    return wanted


def combination(comparison: Comparison, side: str) -> dict[str, Term]:
    best = comparison.plans[side].best
    return {name(side, "low"): best.low, name(side, "high"): best.high}
