"""The combination is what trying every set in every world gives (SEMANTICS 3; CLAUSES, 从优、从高、不重复).

A world fixes each amount and each received sum inside its range. Trying the ends of the ranges is enough: with
all else fixed, how much one set is ahead of another is monotone in an amount that only one of them has, and
also in an amount that both have and in what was received (`combine_part.excess`). So moving one after the
other to one of its ends never makes the least lead greater, and the least lead over all worlds is at a corner.
"""

from dataclasses import dataclass
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from sihang.rulebook.bounds import NO_BOUND, saturate
from sihang.rulebook.combine import Candidate, Conflict, Received, combine

UNBOUNDED = 10**30
"""In a world, no upper bound is an amount beyond all others."""


TIES_ARE_FREQUENT = st.integers(1, 6)
GREAT = st.one_of(st.integers(1, 10**14), st.integers(10**9, 10**9 + 3))


def looked_for(examples, *, cost=1):
    """At least this many examples; as many as the profile asks for, divided by what one costs."""
    return settings(max_examples=max(examples, settings.default.max_examples // cost))


@dataclass(frozen=True)
class Overlap:
    """The arguments of `combine`."""

    candidates: tuple[Candidate, ...]
    conflicts: tuple[Conflict, ...]
    received: tuple[Received, ...]

    def combined(self, **options):
        return combine(self.candidates, self.conflicts, self.received, **options)

    def dues(self):
        """By project, the ends of what was received in all."""
        dues = {}
        for each in self.received:
            low, high = dues.get(each.project, (0, 0))
            dues[each.project] = (low + each.low, high + each.high)
        return dues

    def sets(self):
        """Every conflict-free set of indices."""
        pairs = {(conflict.first, conflict.second) for conflict in self.conflicts}
        indices = range(len(self.candidates))
        for size in range(len(indices) + 1):
            yield from (chosen for chosen in combinations(indices, size) if pairs.isdisjoint(combinations(chosen, 2)))

    def maximal_sets(self):
        sets = [set(chosen) for chosen in self.sets()]
        return [tuple(sorted(chosen)) for chosen in sets if not any(chosen < other for other in sets)]

    def worth(self, chosen, amounts, dues):
        """What a set is worth in one world: Σ max(0, amounts − received) over the projects."""
        sums = {}
        for index in chosen:
            project = self.candidates[index].project
            sums[project] = sums.get(project, 0) + amounts[index]
        return sum(max(0, amount - dues.get(project, 0)) for project, amount in sums.items())

    def lows(self):
        return [bound(candidate.low) for candidate in self.candidates]

    def highs(self):
        return [bound(candidate.high) for candidate in self.candidates]

    def at_worst(self, chosen):
        return self.worth(chosen, self.lows(), {project: high for project, (_, high) in self.dues().items()})

    def at_best(self, chosen):
        return self.worth(chosen, self.highs(), {project: low for project, (low, _) in self.dues().items()})

    def spread(self, chosen):
        """High less low, summed over the projects that pay at their best."""
        spread = 0
        for project in {self.candidates[index].project for index in chosen}:
            members = [index for index in chosen if self.candidates[index].project == project]
            if self.at_best(members):
                spread += sum(self.highs()[index] - self.lows()[index] for index in members)
        return spread

    def corners(self):
        """Every world at the ends of the ranges."""
        dues = self.dues()
        for amounts in product(*({low, high} for low, high in zip(self.lows(), self.highs(), strict=True))):
            for ends in product(*(set(end) for end in dues.values())):
                yield amounts, dict(zip(dues, ends, strict=True))


def bound(amount):
    return UNBOUNDED if amount == NO_BOUND else amount


@st.composite
def ranges(draw, amounts):
    low, high = sorted((draw(amounts), draw(amounts)))
    return draw(st.sampled_from([(low, high), (low, high), (high, high), (0, high), (low, NO_BOUND)]))


@st.composite
def overlaps(draw, *, most=5, amounts=TIES_ARE_FREQUENT):
    """The overlap of at most `most` candidates for three projects."""
    projects = st.sampled_from("PQR")
    candidates = [
        Candidate(f"m{index:02}", "M-1", draw(projects), *draw(ranges(amounts)))
        for index in range(draw(st.integers(1, most)))
    ]
    pairs = list(combinations(range(len(candidates)), 2))
    conflicts = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    received = draw(st.lists(st.tuples(projects, st.tuples(amounts, amounts).map(sorted)), max_size=3))
    return Overlap(
        tuple(candidates),
        tuple(Conflict(*pair) for pair in conflicts),
        tuple(Received(project, *draw(st.sampled_from([ends, (0, ends[1])]))) for project, ends in received),
    )


def taken_by(combination):
    return tuple(taken.index for taken in combination.take)


@looked_for(400)
@given(overlaps(most=6))
def test_low_and_high_are_the_greatest_over_all_sets(overlap):
    combination = overlap.combined()

    assert combination.low == saturate(max(overlap.at_worst(chosen) for chosen in overlap.sets()))
    assert combination.high == saturate(max(overlap.at_best(chosen) for chosen in overlap.sets()))


@looked_for(400)
@given(overlaps(most=6))
def test_the_taken_set_is_first_in_the_order_of_low_high_spread_and_indices(overlap):
    def order(chosen):
        return -overlap.at_worst(chosen), -overlap.at_best(chosen), overlap.spread(chosen), chosen

    assert taken_by(overlap.combined()) == min(overlap.maximal_sets(), key=order)


@looked_for(400)
@given(overlaps())
def test_certain_says_that_some_set_is_best_in_every_world_and_it_is_taken(overlap):
    certain_sets = overlap.maximal_sets()
    for amounts, dues in overlap.corners():
        values = {chosen: overlap.worth(chosen, amounts, dues) for chosen in overlap.maximal_sets()}
        certain_sets = [chosen for chosen in certain_sets if values[chosen] == max(values.values())]

    combination = overlap.combined()

    assert combination.certain == bool(certain_sets)
    assert not combination.certain or taken_by(combination) == min(certain_sets)


@looked_for(200, cost=5)
@given(overlaps(most=8))
def test_programming_finds_what_enumeration_finds(overlap):
    assert overlap.combined(enumerate_up_to=0) == overlap.combined()


@looked_for(60, cost=10)
@given(overlaps(most=8, amounts=GREAT))
def test_programming_finds_what_enumeration_finds_among_great_amounts(overlap):
    assert overlap.combined(enumerate_up_to=0) == overlap.combined()


@looked_for(200)
@given(overlaps(most=8), st.data())
def test_in_any_world_the_best_value_is_in_the_range(overlap, data):
    amounts = [data.draw(st.integers(c.low, bound(c.high))) for c in overlap.candidates]
    dues = {project: data.draw(st.integers(*ends)) for project, ends in overlap.dues().items()}

    combination = overlap.combined()

    best = saturate(max(overlap.worth(chosen, amounts, dues) for chosen in overlap.sets()))
    own = saturate(overlap.worth(taken_by(combination), amounts, dues))
    assert combination.low <= best <= combination.high
    assert sum(taken.low for taken in combination.take) <= own <= sum(taken.high for taken in combination.take)
    assert not combination.certain or own == best


@looked_for(200)
@given(overlaps(most=8))
def test_what_is_payable_adds_up_to_what_the_taken_set_is_worth(overlap):
    combination = overlap.combined()
    chosen = taken_by(combination)

    assert saturate(sum(taken.low for taken in combination.take)) == saturate(overlap.at_worst(chosen))
    assert saturate(sum(taken.high for taken in combination.take)) == saturate(overlap.at_best(chosen))
    assert all(0 <= taken.low <= taken.high for taken in combination.take)


@looked_for(200)
@given(overlaps(most=8))
def test_whatever_is_left_conflicts_with_what_is_taken(overlap):
    combination = overlap.combined()
    chosen = set(taken_by(combination))
    rivals = {index: set() for index in range(len(overlap.candidates))}
    for conflict in overlap.conflicts:
        rivals[conflict.first].add(conflict.second)
        rivals[conflict.second].add(conflict.first)

    assert [left.index for left in combination.leave] == sorted(set(rivals) - chosen)
    assert all(left.against == tuple(sorted(rivals[left.index] & chosen)) for left in combination.leave)
    assert all(left.against for left in combination.leave)
    assert not any(rivals[index] & chosen for index in chosen)
