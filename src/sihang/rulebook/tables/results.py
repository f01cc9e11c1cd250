"""What a result table holds: for each column which terms it shows, for every engine alike (docs/tables.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sihang.rulebook.tables.names import COMBINATION, MeasureNames
from sihang.rulebook.tables.plan import Plan
from sihang.rulebook.terms import Term


@dataclass(frozen=True)
class FindingColumn:
    """`met`, `unknown` or `not_met`; empty where not `present`."""

    name: str
    present: Term
    must: Term
    may: Term


@dataclass(frozen=True)
class AmountColumn:
    """An amount in fen; empty where not `stated`: no such matter, or no upper bound."""

    name: str
    stated: Term
    amount: Term


@dataclass(frozen=True)
class TruthColumn:
    name: str
    truth: Term


@dataclass(frozen=True)
class NamesColumn:
    """The names whose term holds, apart by a space; empty where none does."""

    name: str
    names: tuple[tuple[str, Term], ...]


ResultColumn = FindingColumn | AmountColumn | TruthColumn | NamesColumn


def result_columns(plan: Plan, *, ranges: bool = True) -> tuple[ResultColumn, ...]:
    """Every column of a result table in order; without `ranges` the findings and the combination only."""
    return (*_of_measures(plan, ranges), *_of_combination(plan))


def _of_measures(plan: Plan, ranges: bool) -> Iterator[ResultColumn]:
    for each in plan.measures:
        names = MeasureNames.of(each.measure.id)
        yield FindingColumn(names.finding, each.present, each.must, each.may)
        if ranges:
            yield AmountColumn(names.low, each.present, each.low)
            yield AmountColumn(names.high, each.high_stated, each.high)


def _of_combination(plan: Plan) -> Sequence[ResultColumn]:
    best = plan.best
    return (
        AmountColumn(COMBINATION.low, plan.always, best.low),
        AmountColumn(COMBINATION.high, best.high_stated, best.high),
        TruthColumn(COMBINATION.certain, best.certain),
        NamesColumn(COMBINATION.left, best.left),
    )


def terms_of(column: ResultColumn) -> tuple[Term, ...]:
    """The terms that a column shows."""
    match column:
        case FindingColumn(_, present, must, may):
            return (present, must, may)
        case AmountColumn(_, stated, amount):
            return (stated, amount)
        case TruthColumn(_, truth):
            return (truth,)
        case NamesColumn(_, names):
            return tuple(term for _, term in names)
