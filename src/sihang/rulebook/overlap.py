"""Clause 14 from data: which results exclude each other, what was received, and the combination to take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sihang.rulebook import combine as c
from sihang.rulebook.case import Case, Matter
from sihang.rulebook.evaluate import Evaluation, Finding
from sihang.rulebook.measures import Basis
from sihang.rulebook.package import Package


@dataclass(frozen=True)
class Relation:
    """Two measures that are for the same purpose where their matters share a project or a year."""

    measures: frozenset[str]
    same: str
    basis: Basis

    def joins(self, a: Evaluation, b: Evaluation) -> bool:
        if a.measure.id == b.measure.id or not {a.measure.id, b.measure.id} <= self.measures:
            return False
        if self.same == "project":
            return _matter(a).project == _matter(b).project
        return _year(a) is not None and _year(a) == _year(b)


@dataclass(frozen=True)
class Leave:
    """A result that is left out, for which taken ones, and by which rule."""

    evaluation: Evaluation
    instead: tuple[Evaluation, ...]
    basis: Basis


@dataclass(frozen=True)
class Take:
    """A result that is taken, and what is payable of it in fen after deduction."""

    evaluation: Evaluation
    low: int
    high: int


@dataclass(frozen=True)
class Combination:
    low: int
    high: int
    certain: bool
    take: tuple[Take, ...]
    leave: tuple[Leave, ...]


def relations_of(packages: Iterable[Package]) -> tuple[Relation, ...]:
    """The exclusive relations of the packages loaded; matching ones stack and need no rule."""
    return tuple(
        Relation(frozenset(raw["measures"]), raw.get("same", "project"), Basis.of(raw, "", package.id))
        for package in packages
        for raw in package.part("overlap")
        if raw["kind"] == "exclusive"
    )


def best_combination(case: Case, evaluations: Sequence[Evaluation], relations: Sequence[Relation]) -> Combination:
    """The best of what the case's matters may get. Results without a matter do not enter."""
    entering = [
        each
        for each in evaluations
        if each.matter is not None and each.finding is not Finding.NOT_MET and each.amount[1] > 0
    ]
    candidates = [
        c.Candidate(each.measure.id, _matter(each).id, _matter(each).project, *each.amount) for each in entering
    ]
    found = list(_conflicts(entering, relations))
    bases = {pair: basis for pair, basis, _ in found}
    received = _received(case)
    best = c.combine(candidates, [c.Conflict(*pair) for pair in bases], received)
    take = tuple(Take(entering[taken.index], taken.low, taken.high) for taken in best.take)
    leave = tuple(_leave(left, entering, bases) for left in best.leave)
    if all(certain for _, _, certain in found):
        return Combination(best.low, best.high, best.certain, take, leave)
    # A limit that a ruling may still lift: at least the best within it, at most the best without it.
    lifted = c.combine(candidates, [c.Conflict(*pair) for pair, _, certain in found if certain], received)
    return Combination(best.low, lifted.high, best.certain and lifted.high == best.high, take, leave)


def _leave(left: c.Left, entering: Sequence[Evaluation], bases: Mapping[tuple[int, int], Basis]) -> Leave:
    pair = (min(left.index, left.against[0]), max(left.index, left.against[0]))
    return Leave(entering[left.index], tuple(entering[index] for index in left.against), bases[pair])


def _conflicts(
    entering: Sequence[Evaluation], relations: Sequence[Relation]
) -> Iterable[tuple[tuple[int, int], Basis, bool]]:
    """Pairs that exclude each other, by which rule, and whether certainly."""
    for (first, a), (second, b) in combinations(enumerate(entering), 2):
        relation = next((relation for relation in relations if relation.joins(a, b)), None)
        limit = _too_often(a, b)
        if relation is not None:
            yield (first, second), relation.basis, True
        elif limit is not None:
            yield (first, second), *limit


def _too_often(a: Evaluation, b: Evaluation) -> tuple[Basis, bool] | None:
    """The same measure twice where it is given once, or once a year (一次性, /年), and whether that is certain."""
    measure = a.measure
    if measure.id != b.measure.id or measure.frequency.per == "matter":
        return None
    same_year = _year(a) is not None and _year(a) == _year(b)
    if measure.frequency.per == "year" and not same_year:
        return None
    must, may = (False, False) if measure.frequency.unless is None else a.pair(measure.frequency.unless)
    if must:
        return None
    return measure.frequency.basis or Basis(measure.clause, measure.quote, (), measure.package), not may


def _received(case: Case) -> list[c.Received]:
    """Exclusive entries by project; one without a project counts for the matter that it names."""
    projects = {matter.id: matter.project for matter in case.matters}
    ranges: dict[str, list[tuple[int, int]]] = {}
    for entry in case.received:
        project = entry.project or projects.get(entry.matter or "")
        if entry.relation == "exclusive" and project is not None:
            ranges.setdefault(project, []).append(entry.range)
    return [c.Received(p, sum(low for low, _ in each), sum(high for _, high in each)) for p, each in ranges.items()]


def received_for(case: Case, matter: Matter) -> tuple[int, int]:
    """What counts as received for the matter's project, from and to, in fen."""
    for entry in _received(case):
        if entry.project == matter.project:
            return entry.low, entry.high
    return 0, 0


def _matter(evaluation: Evaluation) -> Matter:
    matter: Any = evaluation.matter
    return matter  # type: ignore[no-any-return]


def _year(evaluation: Evaluation) -> int | None:
    """The year that a matter stands for: its own, or the fiscal year that its measure reads."""
    matter = _matter(evaluation)
    if matter.year is not None or evaluation.measure.year is None:
        return matter.year
    stated = matter.facts.get(evaluation.measure.year.key)
    return stated.value[0] if stated is not None and stated.value is not None else None
