"""The algebra of the fold on terms (`fold.Algebra`): equal terms become one, and ranges make them few.

What several measures share is worked out once. By the range of each term constants are folded, tests that cannot
fail are dropped, and products that need more than an int64 are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd
from typing import Any

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.terms import (
    COMMUTATIVE,
    INT64_MAX,
    RATE_UNIT,
    WIDEST,
    AnyOfTwo,
    GivenOptions,
    OneOfTwo,
    Op,
    Options,
    Term,
    TooWide,
)


class Terms:
    """The algebra of the fold on terms, and the place where equal terms become one."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Term] = {}
        self._uncapped: dict[Term, tuple[Term, int]] = {}
        """Of a share that may be NO_BOUND: the plain product, and what it is at least where it should be NO_BOUND."""

    def make(
        self, op: Op, parts: Sequence[Term], value: Any = None, *,
        is_truth: bool = False, low: int = 0, high: int = 1, is_open: bool = False,
    ) -> Term:  # fmt: skip
        """The one term that does this; its range belongs to its first making."""
        ids = [id(part) for part in parts]
        key = (op, is_truth, value, *(sorted(ids) if op in COMMUTATIVE else ids))
        if key not in self._known:
            self._known[key] = Term(op, tuple(parts), value, is_truth, low, high, is_open)
        return self._known[key]

    def test(self, op: Op, *parts: Term) -> Term:
        return self.make(op, parts, is_truth=True)

    def truth_input(self, value: Any) -> Term:
        """A yes/no that comes from outside; `value` says which."""
        return self.make(Op.INPUT, (), value, is_truth=True)

    def number_input(
        self, value: Any, low: int, high: int, *, is_open: bool = False, parts: Sequence[Term] = ()
    ) -> Term:
        """A whole number that comes from outside, between `low` and `high`, or NO_BOUND if `is_open`."""
        return self.make(Op.INPUT, parts, value, low=low, high=high, is_open=is_open)

    # literals

    def literal(self, value: int) -> Term:
        is_open = value >= NO_BOUND
        least = NO_BOUND if is_open else value
        return self.make(Op.LITERAL, (), value, low=least, high=least, is_open=is_open)

    def truth(self, value: bool) -> Term:
        return self.make(Op.LITERAL, (), value, is_truth=True, low=int(value), high=int(value))

    # yes/no

    def both(self, a: Term, b: Term) -> Term:
        for one, other in ((a, b), (b, a)):
            if one.op is Op.LITERAL:
                return other if one.value else one
            if one is other or (other.op is Op.BOTH and one in other.parts):
                return other
            if other.op is Op.EITHER and one in other.parts:
                return one
            if other.op is Op.EITHER and (rest := self._rest(one, other)) is not None:
                return self.both(one, rest)
        return self.truth(False) if self._opposite(a, b) else self.test(Op.BOTH, a, b)

    def either(self, a: Term, b: Term) -> Term:
        for one, other in ((a, b), (b, a)):
            if one.op is Op.LITERAL:
                return one if one.value else other
            if one is other or (other.op is Op.EITHER and one in other.parts):
                return other
            if other.op is Op.BOTH and one in other.parts:
                return one
            if other.op is Op.BOTH and (rest := self._rest(one, other)) is not None:
                return self.either(one, rest)
        return self.truth(True) if self._opposite(a, b) else self.test(Op.EITHER, a, b)

    def _rest(self, one: Term, joined: Term) -> Term | None:
        """What is left to ask of `joined` where `one` decides a part of it by being its opposite."""
        for part, rest in (joined.parts, joined.parts[::-1]):
            if self._opposite(one, part):
                return rest
        return None

    @staticmethod
    def _opposite(a: Term, b: Term) -> bool:
        return (a.op is Op.NO and a.parts[0] is b) or (b.op is Op.NO and b.parts[0] is a)

    def no(self, a: Term) -> Term:
        if a.op is Op.LITERAL:
            return self.truth(not a.value)
        return a.parts[0] if a.op is Op.NO else self.test(Op.NO, a)

    # comparisons

    def over(self, a: Term, b: Term) -> Term:
        if a is b or a.top <= b.low:
            return self.truth(False)
        if a.low > b.top:
            return self.truth(True)
        return self._split(self.over, a, b) or self.test(Op.OVER, a, b)

    def at_least(self, a: Term, b: Term) -> Term:
        if a is b or a.low >= b.top:
            return self.truth(True)
        if a.top < b.low:
            return self.truth(False)
        return self._split(self.at_least, a, b) or self.test(Op.AT_LEAST, a, b)

    def equal(self, a: Term, b: Term) -> Term:
        if a is b:
            return self.truth(True)
        return self.truth(False) if a.top < b.low or b.top < a.low else self.test(Op.EQUAL, a, b)

    def _split(self, test: Any, a: Term, b: Term) -> Term | None:
        """A test on a choice with a literal branch, as a choice of tests: truths cost less than numbers."""
        if b.op is Op.LITERAL and a.op is Op.CHOOSE and any(part.op is Op.LITERAL for part in a.parts[1:]):
            condition, x, y = a.parts
            return self.choose(condition, test(x, b), test(y, b))  # type: ignore[no-any-return]
        if a.op is Op.LITERAL and b.op is Op.CHOOSE and any(part.op is Op.LITERAL for part in b.parts[1:]):
            condition, x, y = b.parts
            return self.choose(condition, test(a, x), test(a, y))  # type: ignore[no-any-return]
        return None

    # numbers

    def least(self, a: Term, b: Term) -> Term:
        a, b = self._capped_by(a, b), self._capped_by(b, a)
        if a is b or a.top <= b.low:
            return a
        if b.top <= a.low:
            return b
        bounded = [each.high for each in (a, b) if not each.is_open]
        high = min(bounded) if bounded else max(a.high, b.high)
        return self.make(Op.LEAST, (a, b), low=min(a.low, b.low), high=high, is_open=a.is_open and b.is_open)

    def _capped_by(self, a: Term, ceiling: Term) -> Term:
        """Under a low enough ceiling the plain product will do: where it should be NO_BOUND it is above the ceiling."""
        plain, at_least = self._uncapped.get(a, (a, 0))
        return plain if ceiling.top <= at_least else a

    def greatest(self, a: Term, b: Term) -> Term:
        if a is b or a.low >= b.top:
            return a
        if b.low >= a.top:
            return b
        low, high = max(a.low, b.low), max(a.high, b.high)
        return self.make(Op.GREATEST, (a, b), low=low, high=high, is_open=a.is_open or b.is_open)

    def choose(self, condition: Term, a: Any, b: Any) -> Any:
        if a is b:
            return a
        if condition.op is Op.LITERAL:
            return a if condition.value else b
        if not (isinstance(a, Term) and isinstance(b, Term)):
            return OneOfTwo(condition, a, b)
        if condition.op is Op.NO:
            return self.choose(condition.parts[0], b, a)
        if a.op is Op.CHOOSE and a.parts[0] is condition:
            return self.choose(condition, a.parts[1], b)
        if b.op is Op.CHOOSE and b.parts[0] is condition:
            return self.choose(condition, a, b.parts[2])
        if a.is_truth:
            return self._choose_truth(condition, a, b)
        if b.op is Op.CHOOSE and b.parts[1] is a:
            return self.choose(self.either(condition, b.parts[0]), a, b.parts[2])
        low, high = min(a.low, b.low), max(bounded_high(a), bounded_high(b))
        return self.make(Op.CHOOSE, (condition, a, b), low=low, high=high, is_open=a.is_open or b.is_open)

    def _choose_truth(self, condition: Term, a: Term, b: Term) -> Term:
        if a.op is Op.LITERAL:
            return self.either(condition, b) if a.value else self.both(self.no(condition), b)
        if b.op is Op.LITERAL:
            return self.either(self.no(condition), a) if b.value else self.both(condition, a)
        return self.either(self.both(condition, a), self.both(self.no(condition), b))

    def is_no_bound(self, a: Term) -> Term:
        return self.at_least(a, self.literal(NO_BOUND)) if a.is_open else self.truth(False)

    def bounded(self, a: Term) -> Term:
        """`a` where it is bounded; some bounded value elsewhere, where it is not looked at."""
        if not a.is_open:
            return a
        return self.literal(0) if a.op is Op.LITERAL else self.least(a, self.literal(a.high))

    def plus(self, a: Term, b: Term) -> Term:
        for one, other in ((a, b), (b, a)):
            if one.op is Op.LITERAL and one.value == 0:
                return other
        if a.op is Op.LITERAL and b.op is Op.LITERAL:
            return self.literal(NO_BOUND if a.is_open or b.is_open else a.value + b.value)
        total = self.make(Op.ADD, (a, b), low=a.low + b.low, high=a.top + b.top)
        if total.high < NO_BOUND:
            return total
        ceiling = self.literal(NO_BOUND)
        low, high = max(a.low + b.low, -NO_BOUND), min(bounded_high(a) + bounded_high(b), NO_BOUND)
        total = self.make(Op.LEAST, (total, ceiling), low=low, high=high, is_open=True)
        if a.low >= 0 and b.low >= 0:
            return total
        no_bound = self.either(self.is_no_bound(a), self.is_no_bound(b))
        return self.choose(no_bound, ceiling, total)  # type: ignore[no-any-return]

    def minus(self, a: Term, b: Term) -> Term:
        if b.op is Op.LITERAL and b.value == 0:
            return a
        x, y = self.bounded(a), self.bounded(b)
        difference = self.make(Op.SUBTRACT, (x, y), low=x.low - y.high, high=x.high - y.low)
        limit = self.literal(-NO_BOUND)
        less = self.choose(self.is_no_bound(b), limit, difference)
        return self.choose(self.is_no_bound(a), self.literal(NO_BOUND), less)  # type: ignore[no-any-return]

    def times(self, a: Term, b: Term) -> Term:
        """The plain product of bounded numbers."""
        for one, other in ((a, b), (b, a)):
            if one.op is Op.LITERAL and one.value in (0, 1):
                return other if one.value else one
        if a.op is Op.LITERAL and b.op is Op.LITERAL:
            product = a.value * b.value  # no amount: above NO_BOUND it is still a number
            return self.make(Op.LITERAL, (), product, low=product, high=product)
        ends = [x * y for x in (a.low, a.top) for y in (b.low, b.top)]
        if max(ends) > WIDEST or min(ends) < -WIDEST:
            raise TooWide(f"a product in a rule may reach {max(map(abs, ends))}")
        return self.make(Op.MULTIPLY, (a, b), low=min(ends), high=max(ends))

    def share(self, amount: Term, rate: Term) -> Term:
        """Rounded down to a whole fen; see `scalar.Scalar.share` for what no upper bound means."""
        nothing, no_bound = self.literal(0), self.literal(NO_BOUND)
        if nothing in (amount, rate):
            return nothing
        hits = self.either(
            self.both(self.is_no_bound(amount), self.no(self.equal(rate, nothing))),
            self.both(self.is_no_bound(rate), self.no(self.equal(amount, nothing))),
        )
        if rate.op is Op.LITERAL and rate.value < NO_BOUND:
            return self._literal_share(amount, rate.value, hits)
        a, r = self.bounded(amount), self.bounded(rate)
        product = self._share_of_bounded(a, r)
        if product.high >= NO_BOUND:
            product = self.make(Op.LEAST, (product, no_bound), low=product.low, high=NO_BOUND - 1, is_open=True)
        return self.choose(hits, no_bound, product)  # type: ignore[no-any-return]

    def _literal_share(self, amount: Term, rate: int, hits: Term) -> Term:
        """Where it fits, NO_BOUND is multiplied as it stands: under a ceiling nothing more is needed."""
        fraction = Fraction(rate, RATE_UNIT)
        base = amount if NO_BOUND * fraction.numerator <= INT64_MAX else self.bounded(amount)
        product = self.times(base, self.literal(fraction.numerator))
        plain = self._divide(product, fraction.denominator)
        if product.is_wide:
            plain = self._share_of_bounded(base, self.literal(rate))
        if hits.op is Op.LITERAL:
            return self.literal(NO_BOUND) if hits.value else plain
        low, high = amount.low * rate // RATE_UNIT, amount.high * rate // RATE_UNIT
        result = self.make(Op.CHOOSE, (hits, self.literal(NO_BOUND), plain), low=low, high=high, is_open=True)
        self._uncapped.setdefault(result, (plain, base.top * rate // RATE_UNIT))
        return result

    def _share_of_bounded(self, amount: Term, rate: Term) -> Term:
        product = self.times(amount, rate)
        if not product.is_wide:
            return self._divide(product, RATE_UNIT)
        low, high = product.low // RATE_UNIT, product.high // RATE_UNIT
        if low < -INT64_MAX:
            raise TooWide(f"a share in a rule may reach {low} fen")
        if high > INT64_MAX:
            return self._divide(product, RATE_UNIT)
        return self.make(Op.SHARE, (amount, rate), low=low, high=high)

    def _divide(self, a: Term, divisor: int) -> Term:
        if divisor == 1:
            return a
        return self.make(Op.DIVIDE, (a,), divisor, low=a.low // divisor, high=a.top // divisor)

    def ratio_at_least(self, part: Term, whole: Term, rate: Term) -> Term:
        """See `scalar.Scalar.ratio_at_least`."""
        multiple = self._compared(part, whole, rate, plus_one=False, power=1)
        return self.either(self.equal(rate, self.literal(0)), multiple)

    def growth_at_least(self, now: Term, base: Term, rate: Term) -> Term:
        """See `scalar.Scalar.growth_at_least`."""
        return self._compared(now, base, rate, plus_one=True, power=3)

    def _compared(self, part: Term, whole: Term, rate: Term, *, plus_one: bool, power: int) -> Term:
        """part / whole ≥ (rate, or 1 + rate) to the power, multiplied out; a literal rate is reduced first."""
        a, b, r = self.bounded(part), self.bounded(whole), self.bounded(rate)
        unit = RATE_UNIT
        factor = self.plus(r, self.literal(unit)) if plus_one else r
        if factor.op is Op.LITERAL:
            common = gcd(factor.value, unit)
            factor, unit = self.literal(factor.value // common), unit // common
        left, right = self.times(a, self.literal(unit**power)), b
        for _ in range(power):
            right = self.times(right, factor)
        bounded = self.both(self.no(self.is_no_bound(whole)), self.no(self.is_no_bound(rate)))
        return self.either(self.is_no_bound(part), self.both(bounded, self.at_least(left, right)))

    # enums

    def some_bit(self, bits: Options, mask: int) -> Term:
        match bits:
            case GivenOptions(possible, everything):
                return self.truth(True) if mask & everything == everything else self._possible(possible, mask)
            case OneOfTwo(condition, a, b) | Term(op=Op.CHOOSE, parts=(condition, a, b)):
                return self.choose(condition, self.some_bit(a, mask), self.some_bit(b, mask))  # type: ignore[no-any-return]
            case AnyOfTwo(a, b):
                return self.either(self.some_bit(a, mask), self.some_bit(b, mask))
            case _:
                return self.truth(bits.value & mask != 0)

    def _possible(self, possible: Any, mask: int) -> Term:
        result: Term = possible(mask) if mask else self.truth(False)
        return result

    def join_bits(self, a: Options, b: Options) -> Options:
        return a if a is b else AnyOfTwo(a, b)


def bounded_high(a: Term) -> int:
    """The greatest bounded value; for a literal NO_BOUND there is none, and 0 does no harm."""
    return 0 if a.op is Op.LITERAL and a.is_open else a.high
