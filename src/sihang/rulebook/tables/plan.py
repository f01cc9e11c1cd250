"""What is worked out for every row: for each measure the finding and its ranges, and the best combination, as terms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sihang.rulebook.fold import Fold
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Measure
from sihang.rulebook.overlap import Relation
from sihang.rulebook.tables.best import Best, Entry, best_of
from sihang.rulebook.tables.cells import Filled
from sihang.rulebook.tables.names import column_of, received_columns
from sihang.rulebook.tables.source import TableSource
from sihang.rulebook.term_algebra import Terms
from sihang.rulebook.terms import Term


@dataclass(frozen=True)
class MeasureTerms:
    """One measure in every row.

    Args:
        present: the row has a matter of the measure's type; always, for a measure without one.
        conditions: (must, may) of each condition, in the measure's order.
        must, may: of all of them together.
        if_met: the amount supposing every condition to be met, in fen.
        low, high: unconditional: nothing when not met, or without such a matter; from nothing while unknown.
        high_stated: the row has such a matter, and `high` is an amount and not "no upper bound".
    """

    measure: Measure
    present: Term
    conditions: tuple[tuple[Term, Term], ...]
    must: Term
    may: Term
    if_met: tuple[Term, Term]
    low: Term
    high: Term
    high_stated: Term


@dataclass(frozen=True)
class Plan:
    """Everything that can be asked of a row; what is not written out costs nothing."""

    rules: Rules
    columns: frozenset[str]
    on: date
    measures: tuple[MeasureTerms, ...]
    best: Best
    always: Term


def plan_of(
    rules: Rules, relations: Sequence[Relation], columns: Collection[str], on: date, terms: Terms | None = None
) -> Plan:
    """The plan for a table with these columns, in canonical form (docs/tables.md).

    `terms`: where equal terms become one, for several plans to be worked out together.

    Raises:
        TooWide: a product of a rule needs more than 38 digits.
        TooTangled: more measures exclude each other than can be compared set by set.
    """
    planner = _Planner(rules, frozenset(columns), on, terms or Terms())
    measures = tuple(planner.measure(measure) for measure in rules.measures)
    entries = [
        Entry(each.measure, each.present, each.low, each.high) for each in measures if planner.counts(each.measure)
    ]
    return Plan(
        rules,
        planner.columns,
        on,
        measures,
        best_of(planner.terms, entries, relations, planner.columns),
        planner.terms.truth(True),
    )


class _Planner:
    def __init__(self, rules: Rules, columns: frozenset[str], on: date, terms: Terms) -> None:
        self.terms = terms
        self.rules = rules
        self.columns = columns
        self.on = on

    def measure(self, measure: Measure) -> MeasureTerms:
        t, nothing = self.terms, self.terms.literal(0)
        fold = Fold(t, TableSource(t, self.rules, self.columns, self.on, measure))
        conditions = tuple(fold.value(condition.node) for condition in measure.conditions)
        must, may = t.truth(measure.id not in self.rules.superseded), t.truth(measure.id not in self.rules.superseded)
        for a, b in conditions:
            must, may = t.both(must, a), t.both(may, b)
        if_met = fold.value(measure.money.node) if measure.money else (nothing, nothing)
        present = self._present(measure)
        low = t.choose(t.both(present, must), if_met[0], nothing)
        high = t.choose(t.both(present, may), if_met[1], nothing)
        stated = t.both(present, t.no(t.is_no_bound(high)))
        return MeasureTerms(measure, present, conditions, must, may, if_met, low, high, stated)

    def counts(self, measure: Measure) -> bool:
        """In the combination: for its money, or because the row may say what the project of its matter has received."""
        if measure.matter is None:
            return False
        return measure.money is not None or not self.columns.isdisjoint(received_columns(measure.matter))

    def _present(self, measure: Measure) -> Term:
        """The matter's id is filled; without such a column, any fact of its type. A measure without matters: who may apply."""
        t, matter = self.terms, measure.matter
        if matter is None:
            return self._may_apply(measure)
        if matter in self.columns:
            return t.truth_input(Filled(matter))
        present = t.truth(False)
        for fact in self.rules.facts.values():
            if fact.holder == matter and column_of(fact) in self.columns:
                present = t.either(present, t.truth_input(Filled(column_of(fact))))
        return present

    def _may_apply(self, measure: Measure) -> Term:
        kind = self.rules.facts.get("kind")
        if kind is None or not measure.kinds:
            return self.terms.truth(True)
        options = TableSource(self.terms, self.rules, self.columns, self.on, measure).given(kind)
        return self.terms.some_bit(options, measure.kind_bits)
