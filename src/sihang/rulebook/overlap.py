"""Clause 14 from data: which results exclude each other, what was received, and the combination to take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from sihang.rulebook import combine as c
from sihang.rulebook.bounds import saturate
from sihang.rulebook.case import Case, Matter
from sihang.rulebook.evaluate import Evaluation
from sihang.rulebook.measures import Basis
from sihang.rulebook.package import Package


@dataclass(frozen=True)
class Relation:
    """Two measures that are for the same purpose where their matters share a project or a year."""

    measures: frozenset[str]
    same: str
    basis: Basis

    def joins(self, a: Evaluation, b: Evaluation) -> bool:
        if a.measure.id not in self.measures or b.measure.id not in self.measures or a.measure.id == b.measure.id:
            return False
        if self.same == "project":
            return _matter(a).project == _matter(b).project
        return _year(a) is not None and _year(a) == _year(b)


class Leave(NamedTuple):
    """A result that is left out, for which taken ones, and by which rule."""

    evaluation: Evaluation
    instead: tuple[Evaluation, ...]
    basis: Basis


class Take(NamedTuple):
    """A result that is taken, and what is payable of it in fen after deduction."""

    evaluation: Evaluation
    low: int
    high: int


class Combination(NamedTuple):
    low: int
    high: int
    certain: bool
    take: tuple[Take, ...]
    leave: tuple[Leave, ...]


Conflicts = dict[tuple[int, int], tuple[Basis, bool]]
"""The places of two results that exclude each other to the rule that says so, and whether it certainly does."""


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
    entering = []
    for each in evaluations:
        low, high = each.amount
        if high > 0 and each.matter is not None:
            entering.append(Take(each, low, high))
    found, received = _conflicts(entering, relations), _received(case)
    if not found and not received:  # everything is taken as it is
        low, high = sum([each.low for each in entering]), sum([each.high for each in entering])
        return Combination(saturate(low), saturate(high), True, tuple(entering), ())
    candidates = [
        c.Candidate(each.measure.id, _matter(each).id, _matter(each).project, low, high) for each, low, high in entering
    ]
    best = c.combine(candidates, [c.Conflict(*pair) for pair in found], received)
    take = tuple([Take(entering[index].evaluation, low, high) for index, low, high in best.take])
    leave = tuple([_leave(left, entering, found) for left in best.leave])
    settled = [c.Conflict(*pair) for pair, (_, certain) in found.items() if certain]
    if len(settled) == len(found):
        return Combination(best.low, best.high, best.certain, take, leave)
    # A limit that a ruling may still lift: at least the best within it, at most the best without it.
    lifted = c.combine(candidates, settled, received)
    return Combination(best.low, lifted.high, best.certain and lifted.high == best.high, take, leave)


def _leave(left: c.Left, entering: Sequence[Take], conflicts: Conflicts) -> Leave:
    basis, _ = conflicts[min(left.index, left.against[0]), max(left.index, left.against[0])]
    instead = tuple([entering[index].evaluation for index in left.against])
    return Leave(entering[left.index].evaluation, instead, basis)


def _conflicts(entering: Sequence[Take], relations: Iterable[Relation]) -> Conflicts:
    found: Conflicts = {}
    places: dict[str, list[int]] = {}
    for place, each in enumerate(entering):
        places.setdefault(each.evaluation.measure.id, []).append(place)
    for relation in relations:
        if relation.measures.isdisjoint(places):
            continue
        members = [place for measure in relation.measures if measure in places for place in places[measure]]
        for first, second in combinations(sorted(members), 2) if len(members) > 1 else ():
            if relation.joins(entering[first].evaluation, entering[second].evaluation):
                found.setdefault((first, second), (relation.basis, True))
    for same in places.values() if len(places) < len(entering) else ():
        for first, second in combinations(same, 2):
            limit = _too_often(entering[first].evaluation, entering[second].evaluation)
            if limit is not None:
                found[first, second] = limit
    return found


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
    sums: dict[str, tuple[int, int]] = {}
    for entry in case.received:
        project = entry.project or next((each.project for each in case.matters if each.id == entry.matter), None)
        if entry.relation == "exclusive" and project is not None:
            (low, high), (more_low, more_high) = sums.get(project, (0, 0)), entry.range
            sums[project] = low + more_low, high + more_high
    return [c.Received(project, low, high) for project, (low, high) in sums.items()]


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
