"""从优、从高、不重复 (clause 14): which supports to take together, and what is still payable of them.

Candidates fall into parts that do not touch each other, by a conflict or by money received for a project they
share. Each part is decided by itself: a small one by looking at each of its maximal conflict-free sets, a
larger one by mixed integer programming (`combine_milp`). Amounts are whole fen; NO_BOUND is no upper bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import gcd
from typing import NamedTuple

from sihang.rulebook.bounds import NO_BOUND, saturate
from sihang.rulebook.combine_part import Choice, Deduction, Part, excess, rank


class Candidate(NamedTuple):
    """One measure for one matter whose finding is met or unknown, with its amount from `low` to `high`.

    Candidates are listed in the order of measure ids, then of matters. `project`: deductions group by it.
    """

    measure: str
    matter: str
    project: str
    low: int
    high: int


class Conflict(NamedTuple):
    """The indices of two candidates that exclude each other, `first` < `second`."""

    first: int
    second: int


class Received(NamedTuple):
    """Received for a project with relation exclusive: paid and approved in both ends, pending in `high`."""

    project: str
    low: int
    high: int


class Taken(NamedTuple):
    """What is payable to a candidate, after deduction."""

    index: int  # type: ignore[assignment]  # the place of a candidate; no one looks for a value in this tuple
    low: int
    high: int


class Left(NamedTuple):
    """A candidate that is not taken, and the taken ones it conflicts with."""

    index: int  # type: ignore[assignment]
    against: tuple[int, ...]


class Combination(NamedTuple):
    """The best total from `low` to `high`, and the set to take.

    `certain`: whatever is open, no other conflict-free set is worth more than the taken one.
    """

    low: int
    high: int
    certain: bool
    take: tuple[Taken, ...]
    leave: tuple[Left, ...]


def combine(
    candidates: Sequence[Candidate],
    conflicts: Sequence[Conflict],
    received: Sequence[Received] = (),
    *,
    enumerate_up_to: int = 12,
) -> Combination:
    """Choose the conflict-free set with the greatest total; what was received is deducted from its project.

    Taken is the set with the greatest low value; of several, the one with the greatest high value (where an
    unbounded amount counts as more than all bounded ones together); then the one with the least spread,
    which differs only where money was received and lets a certain set win (`combine_part.rank`); then the
    one with the lowest indices.

    Args:
        enumerate_up_to: parts of more candidates are solved by mixed integer programming.

    Raises:
        SolverStopped: the solver found no answer for such a part.
    """
    deducted, rivals = _by_project(received), _rivals(conflicts)
    groups = _groups(candidates, conflicts, deducted) if conflicts else []
    alone = set(range(len(candidates))).difference(*groups)
    taken, high, certain = set(alone), 0, True
    for group in groups:
        part = _part(candidates, group, rivals, deducted)
        choice = _choose(part, enumerate_up_to)
        taken.update([index for place, index in enumerate(reversed(group)) if choice.taken >> place & 1])
        high += choice.high if choice.high <= part.bounded else NO_BOUND
        certain = certain and choice.certain

    take = tuple(_payable(candidates, sorted(taken), deducted))
    low = sum([each.low for each in take])
    high += sum([each.high for each in take if each.index in alone])
    left = [index for index in range(len(candidates)) if index not in taken]
    leave = tuple([Left(index, tuple(sorted(rivals[index] & taken))) for index in left])
    return Combination(saturate(low), saturate(high), certain, take, leave)


def _by_project(received: Sequence[Received]) -> dict[str, Received]:
    """What was received for each project in all."""
    sums: dict[str, Received] = {}
    for each in received:
        so_far = sums.get(each.project)
        more = each if so_far is None else Received(each.project, so_far.low + each.low, so_far.high + each.high)
        sums[each.project] = more
    return sums


def _rivals(conflicts: Sequence[Conflict]) -> Mapping[int, set[int]]:
    """For each candidate, those it conflicts with."""
    rivals: dict[int, set[int]] = defaultdict(set)
    for conflict in conflicts:
        rivals[conflict.first].add(conflict.second)
        rivals[conflict.second].add(conflict.first)
    return rivals


def _groups(
    candidates: Sequence[Candidate], conflicts: Sequence[Conflict], deducted: Mapping[str, Received]
) -> list[list[int]]:
    """The candidates that touch others, in groups that do not touch each other, each in order.

    A group without a conflict is left out: all of it is taken.
    """
    group_of: dict[int, list[int]] = {}

    def join(one: int, other: int) -> None:
        group, joining = group_of.setdefault(one, [one]), group_of.setdefault(other, [other])
        if group is not joining:
            group += joining
            for index in joining:
                group_of[index] = group

    for conflict in conflicts:
        join(conflict.first, conflict.second)
    first_of: dict[str, int] = {}
    for index, candidate in enumerate(candidates if deducted else ()):
        if candidate.project in deducted and first_of.setdefault(candidate.project, index) != index:
            join(first_of[candidate.project], index)
    groups = {id(group_of[conflict.first]): group_of[conflict.first] for conflict in conflicts}
    return [sorted(group) for group in groups.values()]


def _part(
    candidates: Sequence[Candidate],
    group: Sequence[int],
    rivals: Mapping[int, set[int]],
    deducted: Mapping[str, Received],
) -> Part:
    """The group as a part: places instead of indices, and a number instead of NO_BOUND."""
    bit = {index: 1 << place for place, index in enumerate(reversed(group))}
    shared: dict[str, int] = {}
    for index in group if deducted else ():
        if (project := candidates[index].project) in deducted:
            shared[project] = shared.get(project, 0) | bit[index]
    deductions = [Deduction(bits, deducted[name].low, deducted[name].high) for name, bits in shared.items()]
    lows = [candidates[index].low for index in group]
    highs = [candidates[index].high for index in group]
    bounded = sum(highs)
    if bounded >= NO_BOUND:
        bounded, stand_in = _stand_in(lows, highs, deductions)
        lows = [low if low < NO_BOUND else stand_in for low in lows]
        highs = [high if high < NO_BOUND else stand_in for high in highs]
    against = tuple([sum([bit[rival] for rival in rivals[index]]) for index in group])
    free = (1 << len(group)) - 1 - sum(shared.values())
    return Part(tuple(lows), tuple(highs), against, tuple(deductions), free, bounded)


def _stand_in(lows: Sequence[int], highs: Sequence[int], deductions: Sequence[Deduction]) -> tuple[int, int]:
    """`Part.bounded`, and the number in place of NO_BOUND: in whole units of what divides all the others."""
    finite = [amount for amount in (*lows, *highs) if amount < NO_BOUND]
    received = [end for deduction in deductions for end in (deduction.low, deduction.high)]
    return sum(finite), sum(finite) + sum(received) + (gcd(*finite, *received) or 1)


def _choose(part: Part, enumerate_up_to: int) -> Choice:
    """The set of the greatest rank, of these the first in order."""
    if len(part.lows) > enumerate_up_to:
        from sihang.rulebook import combine_milp  # heavy: only where it is needed

        return combine_milp.solve(part)
    ranked = [(rank(part, places), places) for places in maximal_sets(part.against)]
    taken = max(ranked)[1]
    high = max([high for (_, high, _), _ in ranked])
    certain = all(excess(part, taken, rival) <= 0 for _, rival in ranked if rival != taken)
    return Choice(taken, high, certain)


@lru_cache(maxsize=1024)
def maximal_sets(against: tuple[int, ...]) -> tuple[int, ...]:
    """The conflict-free sets that nothing can join, each once; cached, since few shapes of parts occur.

    A maximal set has either a given candidate or one of those that conflict with it; so of the candidates
    still open, only these need to be tried as the next member.
    """
    found = []
    branches = [(0, (1 << len(against)) - 1, 0)]
    while branches:
        taken, left, tried = branches.pop()
        if not left and not tried:
            found.append(taken)
        pivot = left & -left
        to_try = left & (pivot | against[-pivot.bit_length()]) if left else 0
        while to_try:
            member = to_try & -to_try
            compatible = ~(member | against[-member.bit_length()])
            branches.append((taken | member, left & compatible, tried & compatible))
            left, tried, to_try = left ^ member, tried | member, to_try ^ member
    return tuple(found)


def _payable(
    candidates: Sequence[Candidate], taken: Sequence[int], deducted: Mapping[str, Received]
) -> Iterator[Taken]:
    """Deduct what was received once, from the first candidate of its project on.

    With P for the sum of a project up to a candidate, that one gets min(its amount, max(0, P − received)).
    So its low is never above its high.
    """
    rest = {project: (each.low, each.high) for project, each in deducted.items()}
    for index in taken:
        candidate = candidates[index]
        low, high = candidate.low, candidate.high
        if candidate.project in rest:
            due_low, due_high = rest[candidate.project]
            rest[candidate.project] = max(0, due_low - high), max(0, due_high - low)
            low, high = _less(low, due_high), _less(high, due_low)
        yield Taken(index, low, high)


def _less(amount: int, deducted: int) -> int:
    """What remains of `amount`; no upper bound stays no upper bound."""
    return amount if amount >= NO_BOUND else max(0, amount - deducted)
