"""The one fold over a rule: what each node means on ranges, said once for every way of computing.

Yes/no is a pair (must, may), an ordered value a pair (low, high), an enum the bits still possible. The fold
works out the two sides from an `Algebra` of plain operations, so that one organisation (Python integers),
a whole table (columns) and a database (SQL) share this meaning. No null exists at any point.

Every operation below is monotone in each side that it takes, which is why the ranges are sound (SEMANTICS 1):
low sides are computed only from what makes the result lowest, high sides from what makes it highest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from sihang.rulebook import expressions as x
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.slots import Slot

Pair = tuple[Any, Any]
"""Two sides, or for an enum a single set of bits in place of the pair."""


class Algebra(Protocol):
    """Plain operations on single sides. Amounts saturate at NO_BOUND; rates are basis points."""

    def literal(self, value: int) -> Any: ...
    def truth(self, value: bool) -> Any: ...
    def both(self, a: Any, b: Any) -> Any: ...
    def either(self, a: Any, b: Any) -> Any: ...
    def no(self, a: Any) -> Any: ...
    def over(self, a: Any, b: Any) -> Any: ...
    def at_least(self, a: Any, b: Any) -> Any: ...
    def plus(self, a: Any, b: Any) -> Any: ...
    def minus(self, a: Any, b: Any) -> Any: ...
    def least(self, a: Any, b: Any) -> Any: ...
    def greatest(self, a: Any, b: Any) -> Any: ...
    def choose(self, condition: Any, a: Any, b: Any) -> Any: ...
    def share(self, amount: Any, rate: Any) -> Any: ...
    def ratio_at_least(self, part: Any, whole: Any, rate: Any) -> Any: ...
    def growth_at_least(self, now: Any, base: Any, rate: Any) -> Any: ...
    def some_bit(self, bits: Any, mask: int) -> Any: ...
    def join_bits(self, a: Any, b: Any) -> Any: ...


class Source(Protocol):
    """Where the facts come from: each as a pair, or as bits for an enum; an open slot as its range."""

    def given(self, fact: Fact) -> Any: ...
    def open_slot(self, slot: Slot) -> Any: ...
    def year_value(self, series: Fact, year: Fact, back: int) -> Pair: ...
    def highest_before(self, series: Fact, year: Fact) -> Pair: ...


class Fold:
    """Evaluates nodes over one source; `trace` keeps the value of every node by its identity."""

    __slots__ = ("algebra", "source", "trace")

    def __init__(self, algebra: Algebra, source: Source) -> None:
        self.algebra = algebra
        self.source = source
        self.trace: dict[int, Any] = {}

    def value(self, node: x.Node) -> Any:
        """The pair (or bits) of a node."""
        key = id(node)
        if key not in self.trace:
            self.trace[key] = _MEANINGS[type(node)](self, node)
        return self.trace[key]

    # where values come from

    def _known(self, node: x.Known) -> Any:
        if node.kind is Kind.ENUM:
            return self.algebra.literal(node.low)
        return self.algebra.literal(node.low), self.algebra.literal(node.high)

    def _given(self, node: x.Given) -> Any:
        return self.source.given(node.fact)

    def _open(self, node: x.Open) -> Any:
        return self.source.open_slot(node.slot)

    def _filled(self, node: x.Filled) -> Any:
        value = self.value(node.value)
        if node.when is None:
            return value
        o, (must, may) = self.algebra, self.value(node.when)
        still_open = self.source.open_slot(node.slot)
        if node.slot.kind is Kind.ENUM:
            return o.choose(must, value, o.choose(may, o.join_bits(value, still_open), still_open))
        low, high = (o.both, o.either) if node.slot.kind is Kind.YES_NO else (o.least, o.greatest)
        return (
            o.choose(must, value[0], o.choose(may, low(value[0], still_open[0]), still_open[0])),
            o.choose(must, value[1], o.choose(may, high(value[1], still_open[1]), still_open[1])),
        )

    def _year_value(self, node: x.YearValue) -> Any:
        return self.source.year_value(node.series, node.year, node.back)

    def _highest(self, node: x.HighestBefore) -> Any:
        return self.source.highest_before(node.series, node.year)

    # yes/no

    def _all_of(self, node: x.AllOf) -> Pair:
        must, may = self.algebra.truth(True), self.algebra.truth(True)
        for part in node.parts:
            a, b = self.value(part)
            must, may = self.algebra.both(must, a), self.algebra.both(may, b)
        return must, may

    def _any_of(self, node: x.AnyOf) -> Pair:
        must, may = self.algebra.truth(False), self.algebra.truth(False)
        for part in node.parts:
            a, b = self.value(part)
            must, may = self.algebra.either(must, a), self.algebra.either(may, b)
        return must, may

    def _not(self, node: x.Not) -> Pair:
        must, may = self.value(node.part)
        return self.algebra.no(may), self.algebra.no(must)

    def _compare(self, node: x.Compare) -> Pair:
        o, left, right = self.algebra, self.value(node.left), self.value(node.right)
        if node.operator is x.Operator.OVER:
            return o.over(left[0], right[1]), o.over(left[1], right[0])
        if node.operator is x.Operator.AT_LEAST:
            return o.at_least(left[0], right[1]), o.at_least(left[1], right[0])
        return (
            o.both(o.at_least(left[0], right[1]), o.at_least(right[0], left[1])),
            o.both(o.at_least(left[1], right[0]), o.at_least(right[1], left[0])),
        )

    def _one_of(self, node: x.OneOf) -> Pair:
        o, bits = self.algebra, self.value(node.value)
        outside = ((1 << len(node.options)) - 1) & ~node.bits
        return o.no(o.some_bit(bits, outside)), o.some_bit(bits, node.bits)

    def _first_over(self, node: x.FirstOver) -> Pair:
        o, line = self.algebra, self.value(node.line)
        now = self.source.year_value(node.series, node.year, 0)
        before = self.source.highest_before(node.series, node.year)
        return (
            o.both(o.over(now[0], line[1]), o.at_least(line[0], before[1])),
            o.both(o.over(now[1], line[0]), o.at_least(line[1], before[0])),
        )

    def _growth(self, node: x.GrowthAtLeast) -> Pair:
        o, rate = self.algebra, self.value(node.rate)
        now = self.source.year_value(node.series, node.year, 0)
        base = self.source.year_value(node.series, node.year, x.GROWTH_YEARS)
        return self._undefined_without(base, o.growth_at_least, now, rate)

    def _ratio(self, node: x.RatioAtLeast) -> Pair:
        part, whole, rate = self.value(node.part), self.value(node.whole), self.value(node.rate)
        return self._undefined_without(whole, self.algebra.ratio_at_least, part, rate)

    def _undefined_without(self, base: Pair, test: Callable[[Any, Any, Any], Any], part: Pair, rate: Pair) -> Pair:
        """A quotient over nothing is undefined, and a condition on it not met."""
        o = self.algebra
        zero, one = o.literal(0), o.literal(1)
        return (
            o.both(o.over(base[0], zero), test(part[0], base[1], rate[1])),
            o.both(o.over(base[1], zero), test(part[1], o.greatest(base[0], one), rate[0])),
        )

    # ordered values

    def _sum(self, node: x.Sum) -> Pair:
        low, high = self.value(node.parts[0])
        for part in node.parts[1:]:
            a, b = self.value(part)
            low, high = self.algebra.plus(low, a), self.algebra.plus(high, b)
        return low, high

    def _difference(self, node: x.Difference) -> Pair:
        left, right = self.value(node.left), self.value(node.right)
        return self.algebra.minus(left[0], right[1]), self.algebra.minus(left[1], right[0])

    def _share(self, node: x.Share) -> Pair:
        amount, rate = self.value(node.amount), self.value(node.rate)
        return self.algebra.share(amount[0], rate[0]), self.algebra.share(amount[1], rate[1])

    def _at_most(self, node: x.AtMost) -> Pair:
        value, ceiling = self.value(node.value), self.value(node.ceiling)
        return self.algebra.least(value[0], ceiling[0]), self.algebra.least(value[1], ceiling[1])

    def _at_least(self, node: x.AtLeast) -> Pair:
        value, floor = self.value(node.value), self.value(node.floor)
        return self.algebra.greatest(value[0], floor[0]), self.algebra.greatest(value[1], floor[1])

    def _tiers(self, node: x.Tiers) -> Pair:
        value = self.value(node.value)
        rows: list[tuple[Any, Any, Pair]] = []
        for tier in node.tiers:
            bound = self.value(tier.bound)
            passes = self.algebra.over if tier.operator is x.Operator.OVER else self.algebra.at_least
            rows.append((passes(value[0], bound[1]), passes(value[1], bound[0]), self.value(tier.result)))
        return self._first_that_holds(rows)

    def _first_that_holds(self, rows: list[tuple[Any, Any, Pair]]) -> Pair:
        """The hull of the rows that may be the first to hold; of all rows where perhaps none holds."""
        o = self.algebra
        low, high = rows[0][2]
        for _, _, result in rows[1:]:
            low, high = o.least(low, result[0]), o.greatest(high, result[1])
        # From the last row up: a row that must hold decides; one that may hold widens what follows it.
        none_below = (low, high)
        for must, may, (a, b) in reversed(rows):
            low = o.choose(must, a, o.choose(may, o.least(a, low), low))
            high = o.choose(must, b, o.choose(may, o.greatest(b, high), high))
        nothing_certain = self._none(must for must, _, _ in rows)
        return o.choose(nothing_certain, none_below[0], low), o.choose(nothing_certain, none_below[1], high)

    def _none(self, sides: Any) -> Any:
        some = self.algebra.truth(False)
        for side in sides:
            some = self.algebra.either(some, side)
        return self.algebra.no(some)

    def _table(self, node: x.Table) -> Pair:
        o, bits = self.algebra, self.value(node.value)
        results = [self.value(row.result) for row in node.rows]
        low, high = results[0]
        for a, b in results[1:]:
            low, high = o.least(low, a), o.greatest(high, b)
        listed = 0
        for row in node.rows:
            listed |= row.bits
        unlisted = o.some_bit(bits, ((1 << len(node.options)) - 1) & ~listed)
        in_rows_low, in_rows_high = high, low
        for row, (a, b) in zip(node.rows, results, strict=True):
            possible = o.some_bit(bits, row.bits)
            in_rows_low = o.choose(possible, o.least(in_rows_low, a), in_rows_low)
            in_rows_high = o.choose(possible, o.greatest(in_rows_high, b), in_rows_high)
        return o.choose(unlisted, low, in_rows_low), o.choose(unlisted, high, in_rows_high)


_MEANINGS: dict[type[x.Node], Callable[[Fold, Any], Any]] = {
    x.Known: Fold._known,
    x.Given: Fold._given,
    x.Open: Fold._open,
    x.Filled: Fold._filled,
    x.AllOf: Fold._all_of,
    x.AnyOf: Fold._any_of,
    x.Not: Fold._not,
    x.Compare: Fold._compare,
    x.OneOf: Fold._one_of,
    x.Sum: Fold._sum,
    x.Difference: Fold._difference,
    x.Share: Fold._share,
    x.AtMost: Fold._at_most,
    x.AtLeast: Fold._at_least,
    x.Tiers: Fold._tiers,
    x.Table: Fold._table,
    x.YearValue: Fold._year_value,
    x.HighestBefore: Fold._highest,
    x.FirstOver: Fold._first_over,
    x.GrowthAtLeast: Fold._growth,
    x.RatioAtLeast: Fold._ratio,
}
