"""What a set of supports is worth in a row, after what was received for their projects (see `combine_part`).

A group has places: first those that exclude another, of which a set holds some, then the free ones, which every set holds.
Received is deducted once a project; the first place of a project stands for it. So what differs between two sets is looked
for at the few places that differ, and the rest is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from sihang.rulebook.term_algebra import Terms
from sihang.rulebook.terms import Term

Places = tuple[int, ...]
"""Some of the places that exclude another, in order."""


@dataclass(frozen=True)
class Worth:
    """Sums and comparisons of sets within one group.

    Args:
        bound: how many places exclude another; the places from there on are free.
        lows, highs: the amounts by place, in fen, bounded.
        shares: by pair of places, whether both are of one project; only pairs that may be are named.
        received: by place what was received for its project, (low, high).
    """

    terms: Terms
    bound: int
    lows: Sequence[Term]
    highs: Sequence[Term]
    shares: Mapping[tuple[int, int], Term]
    received: Sequence[tuple[Term, Term]]

    @property
    def is_plain(self) -> bool:
        """Nothing is deducted in any row."""
        return all(high.top == 0 for _, high in self.received)

    def low(self, places: Places) -> Term:
        return self._after_received(self.lows, 1, places)

    def high(self, places: Places) -> Term:
        return self._after_received(self.highs, 0, places)

    def spread(self, places: Places) -> Term:
        """See `combine_part.spread`."""
        t, nothing = self.terms, self.terms.literal(0)

        def at_stake(leader: int, there: Iterable[int]) -> Term:
            most, least = self._shared(leader, self.highs, there), self._shared(leader, self.lows, there)
            counts = t.over(most, self.received[leader][0])
            return self._led(leader, t.choose(counts, t.minus(most, least), nothing))

        return self._total(at_stake, places)

    def never_less(self, taken: Places, rival: Places) -> Term:
        """Whether `rival` is worth no more than `taken` in any world (see `combine_part.excess`)."""
        t = self.terms
        only_taken, only_rival = _without(taken, rival), _without(rival, taken)
        if self.is_plain:
            return t.at_least(self._sum(self.lows, only_taken), self._sum(self.highs, only_rival))
        both = (*self._free, *_without(taken, only_taken))
        lead, seen = t.literal(0), list[int]()
        for place in sorted((*only_taken, *only_rival)):
            least, most = self.received[place]
            s, r = self._shared(place, self.lows, only_taken), self._shared(place, self.highs, only_rival)
            leads = []
            for amounts, received in ((self.lows, most), (self.highs, least)):
                u = t.minus(self._shared(place, amounts, both), received)
                leads.append(t.minus(self._paid(t.plus(u, r)), self._paid(t.plus(u, s))))
            is_first = self._none_of(seen, place)
            lead = t.plus(lead, t.choose(is_first, t.greatest(*leads), t.literal(0)))
            seen.append(place)
        return t.at_least(t.literal(0), lead)

    @property
    def _free(self) -> range:
        return range(self.bound, len(self.lows))

    def _after_received(self, amounts: Sequence[Term], end: int, places: Places) -> Term:
        if self.is_plain:
            return self._sum(amounts, (*self._free, *places))

        def paid(leader: int, there: Iterable[int]) -> Term:
            rest = self.terms.minus(self._shared(leader, amounts, there), self.received[leader][end])
            return self._led(leader, self._paid(rest))

        return self._total(paid, places)

    def _total(self, of_project: Callable[[int, Iterable[int]], Term], places: Places) -> Term:
        """Over all projects: first those of free places alone, which are the same in every set."""
        total = self.terms.literal(0)
        for leader in self._free:
            total = self.terms.plus(total, of_project(leader, self._free))
        for leader in range(self.bound):
            total = self.terms.plus(total, of_project(leader, (*self._free, *places)))
        return total

    def _shared(self, leader: int, amounts: Sequence[Term], places: Iterable[int]) -> Term:
        """The sum over those of `places` that share the leader's project."""
        chosen = [self.terms.choose(self._same(leader, each), amounts[each], self.terms.literal(0)) for each in places]
        return reduce(self.terms.plus, chosen, self.terms.literal(0))

    def _sum(self, amounts: Sequence[Term], places: Iterable[int]) -> Term:
        return reduce(self.terms.plus, [amounts[place] for place in places], self.terms.literal(0))

    def _paid(self, amount: Term) -> Term:
        return self.terms.greatest(amount, self.terms.literal(0))

    def _led(self, leader: int, amount: Term) -> Term:
        result: Term = self.terms.choose(self._none_of(range(leader), leader), amount, self.terms.literal(0))
        return result

    def _none_of(self, earlier: Iterable[int], place: int) -> Term:
        """None of the earlier places has the project of this one."""
        t = self.terms
        return reduce(t.both, [t.no(self._same(each, place)) for each in earlier], t.truth(True))

    def _same(self, a: int, b: int) -> Term:
        if a == b:
            return self.terms.truth(True)
        return self.shares.get((min(a, b), max(a, b)), self.terms.truth(False))


def received_by_project(
    terms: Terms, shares: Mapping[tuple[int, int], Term], stated: Sequence[tuple[Term, Term]]
) -> list[tuple[Term, Term]]:
    """By place the most that any place of its project says was received."""
    found = list(stated)
    for (a, b), same in shares.items():
        for place, other in ((a, b), (b, a)):
            theirs = [terms.choose(same, end, terms.literal(0)) for end in stated[other]]
            low, high = (terms.greatest(mine, end) for mine, end in zip(found[place], theirs, strict=True))
            found[place] = (low, high)
    return found


def _without(places: Places, others: Places) -> Places:
    return tuple(place for place in places if place not in others)
