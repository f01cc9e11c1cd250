"""从优、从高、不重复 (clause 14) for every row at once: the conflict-free sets of each group, found before any row is read.

A row has at most one matter of each type, so only different measures can exclude each other: where both matters name the
same project, or the same year. In a row where they do not, both may be taken.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations, compress, product

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import SihangError
from sihang.rulebook.facts import LAST_YEAR, Kind
from sihang.rulebook.measures import Measure
from sihang.rulebook.overlap import Relation
from sihang.rulebook.tables.cells import Number, Same
from sihang.rulebook.tables.meanings import GREATEST
from sihang.rulebook.tables.names import column_of, project_column, received_columns, year_column
from sihang.rulebook.tables.worth import Places, Worth, received_by_project
from sihang.rulebook.term_algebra import Terms, bounded_high
from sihang.rulebook.terms import Op, Term

SETS_MAX = 64
"""Conflict-free sets of one group; beyond, each is compared with too many others."""
BEYOND = 10**17
"""Stands for NO_BOUND in sums; 90 of them fit in an int64."""
UNBOUNDED_FROM = BEYOND // 2
"""Above every bounded sum of a row, and below BEYOND less whatever was received."""


class TooTangled(SihangError):
    """More measures exclude each other than can be compared set by set in a table."""


@dataclass(frozen=True)
class Entry:
    """One measure with the range that it would bring, in fen; (0, 0) where it does not enter.

    `present`: the row has a matter of its type; without it, nothing that the row says of such a matter counts.
    """

    measure: Measure
    present: Term
    low: Term
    high: Term


@dataclass(frozen=True)
class Best:
    """The best combination: its range, whether no other set can be worth more, and which measures are left out."""

    low: Term
    high: Term
    high_stated: Term
    certain: Term
    left: tuple[tuple[str, Term], ...]


def best_of(terms: Terms, entries: Sequence[Entry], relations: Sequence[Relation], columns: Collection[str]) -> Best:
    """The best combination of every row (see `combine.combine`, which does the same for one case).

    Raises:
        TooTangled: more sets of measures that exclude each other than SETS_MAX.
    """
    return _Chooser(terms, entries, relations, frozenset(columns)).best()


class _Chooser:
    """Finds which entries of a row touch each other, and puts the groups together."""

    def __init__(
        self, terms: Terms, entries: Sequence[Entry], relations: Sequence[Relation], columns: frozenset[str]
    ) -> None:
        self.terms = terms
        self.entries = entries
        self.relations = relations
        self.columns = columns
        self.is_summed_plainly = sum(bounded_high(entry.high) for entry in entries) < UNBOUNDED_FROM
        self.lows = [self._summand(entry.low) for entry in entries]
        self.highs = [self._summand(entry.high) for entry in entries]
        self.received = [self._received(entry) for entry in entries]
        pairs = list(combinations(range(len(entries)), 2))
        self.excludes = {pair: term for pair in pairs if _ever(term := self._excludes(*pair))}
        self.shares = {pair: term for pair in pairs if _ever(term := self._shares(*pair))}

    def _summand(self, amount: Term) -> Term:
        """The amount with BEYOND in place of NO_BOUND, where every bounded sum is below; else the terms look out for NO_BOUND."""
        if amount.is_open and self.is_summed_plainly:
            return self.terms.least(amount, self.terms.literal(BEYOND))
        return amount

    def best(self) -> Best:
        t = self.terms
        low, high, certain = t.literal(0), t.literal(0), t.truth(True)
        left: list[tuple[str, Term]] = []
        for group in self._groups():
            chosen = _Group(self, group)
            low, high = t.plus(low, chosen.low), t.plus(high, chosen.high)
            certain = t.both(certain, chosen.certain)
            left += chosen.left
        most = self._unbounded(high)
        return Best(self._unbounded(low), most, t.no(t.is_no_bound(most)), certain, tuple(sorted(left)))

    def _unbounded(self, total: Term) -> Term:
        if not self.is_summed_plainly:
            return total
        t = self.terms
        is_unbounded = t.at_least(total, t.literal(UNBOUNDED_FROM))
        return t.choose(is_unbounded, t.literal(NO_BOUND), total)  # type: ignore[no-any-return]

    def _groups(self) -> list[list[int]]:
        """The entries that may touch, by a conflict or by money received for one project, in groups that never touch."""
        group_of = {index: [index] for index in range(len(self.entries))}
        for first, second in (*self.excludes, *self.shares):
            one, other = group_of[first], group_of[second]
            if one is not other:
                one += other
                group_of.update(dict.fromkeys(other, one))
        return [sorted(group) for group in {id(group): group for group in group_of.values()}.values()]

    def _excludes(self, a: int, b: int) -> Term:
        """Whether two measures are for the same purpose in a row: by the first relation that joins them there."""
        one, other = self.entries[a].measure, self.entries[b].measure
        joined = self.terms.truth(False)
        if not (one.money and other.money):
            return joined
        for relation in self.relations:
            if {one.id, other.id} <= relation.measures:
                same = self._same_project if relation.same == "project" else self._same_year
                joined = self.terms.either(joined, same(one, other))
        return joined

    def _shares(self, a: int, b: int) -> Term:
        """Whether what was received is deducted from both together: where they are of one project of which a row may say so."""
        if not (self._is_deducted(a) and self._is_deducted(b)):
            return self.terms.truth(False)
        return self._same_project(self.entries[a].measure, self.entries[b].measure)

    def _is_deducted(self, place: int) -> bool:
        """Something may be received for its project, as it says itself or another that may be of the same."""
        own = self.entries[place].measure
        saying = [each.measure for each, (_, most) in zip(self.entries, self.received, strict=True) if most.top]
        return any(each is own or _ever(self._same_project(own, each)) for each in saying)

    def _same_project(self, a: Measure, b: Measure) -> Term:
        first, second = project_column(a.matter or ""), project_column(b.matter or "")
        if first == second:
            return self.terms.truth(True)
        both = {first, second} <= self.columns
        return self.terms.truth_input(Same(first, second)) if both else self.terms.truth(False)

    def _same_year(self, a: Measure, b: Measure) -> Term:
        t, first, second = self.terms, self._year(a), self._year(b)
        return (
            t.both(t.over(first, t.literal(0)), t.equal(first, second))
            if first is not second
            else t.over(first, t.literal(0))
        )

    def _year(self, measure: Measure) -> Term:
        """The matter's year, else the fiscal year that its measure reads, else 0."""
        year, own = self.terms.literal(0), year_column(measure.matter or "")
        columns = [*([column_of(measure.year)] if measure.year is not None else []), own]
        for column in columns:
            if column in self.columns:
                year = self.terms.number_input(Number(column), 0, LAST_YEAR, parts=(year,))
        return year

    def _received(self, entry: Entry) -> tuple[Term, Term]:
        """What was received for the project of a measure's matter, as its own columns say; an empty high is as the low."""
        t, least = self.terms, self.terms.literal(0)
        low, high = received_columns(entry.measure.matter or "")
        if low in self.columns:
            least = t.number_input(Number(low), 0, GREATEST[Kind.MONEY], parts=(least,))
        most = least
        if high in self.columns:
            most = t.greatest(least, t.number_input(Number(high), 0, GREATEST[Kind.MONEY], parts=(least,)))
        return t.choose(entry.present, least, t.literal(0)), t.choose(entry.present, most, t.literal(0))


class _Group:
    """One group: every set that may be the best in some row, and which of them is.

    Its places are those that exclude another, then the free ones, which are in every set; a set names only the former.
    """

    def __init__(self, chooser: _Chooser, group: Sequence[int]) -> None:
        t = self.terms = chooser.terms
        bound = [index for index in group if any(index in pair for pair in chooser.excludes)]
        group = [*bound, *(index for index in group if index not in bound)]
        place_of = {index: place for place, index in enumerate(group)}
        self.bound = range(len(bound))
        self.names = [chooser.entries[index].measure.id for index in bound]
        self.may_exclude = _within(chooser.excludes, place_of)
        shares = _within(chooser.shares, place_of)
        received = received_by_project(t, shares, [chooser.received[index] for index in group])
        lows, highs = [chooser.lows[index] for index in group], [chooser.highs[index] for index in group]
        self.worth = self.worth_against = Worth(t, len(bound), lows, highs, shares, received)
        if len(group) == 2 and shares and self.may_exclude == shares:
            # Both are allowed only where they are of two projects or one does not enter, which comes to the same sums;
            # and one is compared with the other only where they are of one.
            self.worth = replace(self.worth, shares={})
            self.worth_against = replace(self.worth, shares={(0, 1): t.truth(True)})
        self.enters = [t.over(high, t.literal(0)) for high in highs[: len(bound)]]
        self.sets = self._sets()
        self.allowed = [self._is_allowed(each) for each in self.sets]
        self.ranks = [self._rank(each) for each in self.sets]
        self.taken = [self._is_taken(index) for index in range(len(self.sets))]
        self.low = self._highest([rank[0] for rank in self.ranks])
        self.high = self._highest([rank[1] for rank in self.ranks])
        self.certain = self._certain()
        self.left = [(name, self._is_left(place)) for place, name in enumerate(self.names)]

    def _sets(self) -> list[Places]:
        """The sets that nothing can join in every row."""
        if 2 ** len(self.bound) > SETS_MAX:
            names = "、".join(self.names)
            raise TooTangled(f"{names} 互斥的组合太多 / exclude each other in too many ways for a table")
        sets = [tuple(compress(self.bound, chosen)) for chosen in product((True, False), repeat=len(self.bound))]
        return [each for each in sets if not self._can_always_grow(each)]

    def _can_always_grow(self, places: Places) -> bool:
        others = set(self.bound).difference(places)
        return any(all(_pair(other, each) not in self.may_exclude for each in places) for other in others)

    def _excluded(self, pair: Places) -> Term:
        """Both enter in this row and exclude each other there."""
        t, (a, b) = self.terms, pair
        return t.both(self.may_exclude[a, b], t.both(self.enters[a], self.enters[b]))

    def _is_allowed(self, places: Places) -> Term:
        """No two exclude each other, and every other place is excluded by one of them: so a row knows each set once."""
        t, allowed = self.terms, self.terms.truth(True)
        for pair in self._inside(places):
            allowed = t.both(allowed, t.no(self._excluded(pair)))
        for pairs in self._between(places):
            allowed = t.both(allowed, reduce(t.either, map(self._excluded, pairs)))
        return allowed

    def _inside(self, places: Places) -> list[Places]:
        return [pair for pair in combinations(places, 2) if pair in self.may_exclude]

    def _between(self, places: Places) -> list[list[Places]]:
        """For each place outside, its pairs with those inside."""
        others = set(self.bound).difference(places)
        pairs = [[_pair(other, each) for each in places] for other in sorted(others)]
        return [[pair for pair in each if pair in self.may_exclude] for each in pairs]

    def _rivals(self, index: int) -> list[int]:
        """The sets that some row may allow beside this one."""
        return [other for other in range(len(self.sets)) if other != index and self._together(index, other)]

    def _together(self, a: int, b: int) -> bool:
        for one, other in ((self.sets[a], self.sets[b]), (self.sets[b], self.sets[a])):
            inside = self._inside(one)
            if any(all(pair in inside for pair in pairs) for pairs in self._between(other)):
                return False
        return True

    def _rank(self, places: Places) -> tuple[Term, Term, Term, Term]:
        """Low, high, spread and order of a set (`combine_part.rank`); only entering measures count in the order."""
        t, last, order = self.terms, len(self.bound) - 1, self.terms.literal(0)
        for place in places:
            order = t.plus(order, t.choose(self.enters[place], t.literal(1 << (last - place)), t.literal(0)))
        spread = t.literal(0) if self.worth.is_plain else self.worth.spread(places)
        return self.worth.low(places), self.worth.high(places), spread, order

    def _is_before(self, a: int, b: int) -> Term:
        """Set `a` is better than `b`: a greater low, then a greater high, then less spread, then the earlier measures."""
        t = self.terms
        (low, high, spread, order), (low_b, high_b, spread_b, order_b) = self.ranks[a], self.ranks[b]
        better = t.over(order, order_b)
        for more, less in ((spread_b, spread), (high, high_b), (low, low_b)):
            better = t.either(t.over(more, less), t.both(t.at_least(more, less), better))
        return better

    def _is_taken(self, index: int) -> Term:
        """The set is allowed, and no other allowed set is before it."""
        t, taken = self.terms, self.allowed[index]
        for rival in self._rivals(index):
            taken = t.both(taken, t.either(t.no(self.allowed[rival]), t.no(self._is_before(rival, index))))
        return taken

    def _highest(self, values: Sequence[Term]) -> Term:
        """The highest value of the sets allowed. Sets that are allowed in the same rows are compared first."""
        t, alike = self.terms, dict[Term, list[int]]()
        for index, allowed in enumerate(self.allowed):
            alike.setdefault(allowed, []).append(index)
        highest = {key: reduce(t.greatest, [values[index] for index in each]) for key, each in alike.items()}
        if any(self._together(a[0], b[0]) for a, b in combinations(alike.values(), 2)):
            where_allowed: list[Term] = [t.choose(key, value, t.literal(0)) for key, value in highest.items()]
            return reduce(t.greatest, where_allowed)
        *others, (_, result) = highest.items()  # one of them holds in every row
        for key, value in others:
            result = t.choose(key, value, result)
        return result

    def _certain(self) -> Term:
        """Whatever is open, no other allowed set is worth more than the taken one."""
        t, certain = self.terms, self.terms.truth(True)
        for index, taken in enumerate(self.taken):
            for rival in self._rivals(index):
                safe = t.either(
                    t.no(self.allowed[rival]), self.worth_against.never_less(self.sets[index], self.sets[rival])
                )
                certain = t.both(certain, t.either(t.no(taken), safe))
        return certain

    def _is_left(self, place: int) -> Term:
        t = self.terms
        within = [taken for places, taken in zip(self.sets, self.taken, strict=True) if place in places]
        return t.both(self.enters[place], t.no(reduce(t.either, within, t.truth(False))))


def _ever(term: Term) -> bool:
    """The term holds in some row, as far as can be seen before any row is read."""
    return term.op is not Op.LITERAL or bool(term.value)


def _pair(a: int, b: int) -> tuple[int, int]:
    return min(a, b), max(a, b)


def _within(pairs: Mapping[tuple[int, int], Term], place_of: Mapping[int, int]) -> dict[tuple[int, int], Term]:
    """What is said of pairs of entries, said of their places in a group."""
    inside = [(a, b) for a, b in pairs if a in place_of and b in place_of]
    return {_pair(place_of[a], place_of[b]): pairs[a, b] for a, b in inside}
