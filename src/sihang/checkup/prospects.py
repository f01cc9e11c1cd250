"""What may still become of a rule once the open questions are answered, and the answers to which could change it.

The fold of the rulebook is used once more, on an algebra whose plain values are not numbers but prospects: the least and the
greatest that a side may still become, and the questions that move it. Where both are one, no answer moves it, and the questions
are forgotten; so what is left at the top is what is still worth asking. What nobody will answer (a slot, an office's decision, a
fact answered with "I do not know") keeps its range for good, as the engine sees it.
"""

from __future__ import annotations

from typing import Any

from sihang.rulebook.scalar import SCALAR

Prospect = tuple[Any, Any, int]
"""The least, the greatest, and the questions as bits; of an enum the patterns that its bits may take, twice."""


def settled(value: Any) -> Prospect:
    return value, value, 0


def patterns(*possible: int, asked: int = 0) -> Prospect:
    """An enum whose bits are one of these."""
    found = frozenset(possible)
    return found, found, asked if len(found) > 1 else 0


def span(low: Any, high: Any, asked: int) -> Prospect:
    """Anything from `low` to `high`, as these questions are answered; settled where both are one."""
    return low, high, 0 if low == high else asked


class Prospects:
    """The algebra (`fold.Algebra`). Every operation is monotone in each side, so the ends of the result come from ends."""

    @staticmethod
    def literal(value: int) -> Prospect:
        return value, value, 0

    @staticmethod
    def truth(value: bool) -> Prospect:
        return value, value, 0

    @staticmethod
    def both(a: Prospect, b: Prospect) -> Prospect:
        return span(a[0] and b[0], a[1] and b[1], a[2] | b[2])

    @staticmethod
    def either(a: Prospect, b: Prospect) -> Prospect:
        return span(a[0] or b[0], a[1] or b[1], a[2] | b[2])

    @staticmethod
    def no(a: Prospect) -> Prospect:
        return not a[1], not a[0], a[2]

    @staticmethod
    def over(a: Prospect, b: Prospect) -> Prospect:
        return span(a[0] > b[1], a[1] > b[0], a[2] | b[2])

    @staticmethod
    def at_least(a: Prospect, b: Prospect) -> Prospect:
        return span(a[0] >= b[1], a[1] >= b[0], a[2] | b[2])

    @staticmethod
    def plus(a: Prospect, b: Prospect) -> Prospect:
        return span(SCALAR.plus(a[0], b[0]), SCALAR.plus(a[1], b[1]), a[2] | b[2])

    @staticmethod
    def minus(a: Prospect, b: Prospect) -> Prospect:
        return span(SCALAR.minus(a[0], b[1]), SCALAR.minus(a[1], b[0]), a[2] | b[2])

    @staticmethod
    def least(a: Prospect, b: Prospect) -> Prospect:
        if a[1] <= b[0]:
            return a
        return b if b[1] <= a[0] else span(min(a[0], b[0]), min(a[1], b[1]), a[2] | b[2])

    @staticmethod
    def greatest(a: Prospect, b: Prospect) -> Prospect:
        if a[0] >= b[1]:
            return a
        return b if b[0] >= a[1] else span(max(a[0], b[0]), max(a[1], b[1]), a[2] | b[2])

    @staticmethod
    def choose(condition: Prospect, a: Prospect, b: Prospect) -> Prospect:
        if condition[0] == condition[1]:
            return a if condition[0] else b
        asked = condition[2] | a[2] | b[2]
        if isinstance(a[0], frozenset) or isinstance(b[0], frozenset):
            return patterns(*_patterns(a), *_patterns(b), asked=asked)
        return span(min(a[0], b[0]), max(a[1], b[1]), asked)

    @staticmethod
    def share(amount: Prospect, rate: Prospect) -> Prospect:
        return span(SCALAR.share(amount[0], rate[0]), SCALAR.share(amount[1], rate[1]), amount[2] | rate[2])

    @staticmethod
    def ratio_at_least(part: Prospect, whole: Prospect, rate: Prospect) -> Prospect:
        low = SCALAR.ratio_at_least(part[0], whole[1], rate[1])
        return span(low, SCALAR.ratio_at_least(part[1], whole[0], rate[0]), part[2] | whole[2] | rate[2])

    @staticmethod
    def growth_at_least(now: Prospect, base: Prospect, rate: Prospect) -> Prospect:
        low = SCALAR.growth_at_least(now[0], base[1], rate[1])
        return span(low, SCALAR.growth_at_least(now[1], base[0], rate[0]), now[2] | base[2] | rate[2])

    @staticmethod
    def some_bit(bits: Prospect, mask: int) -> Prospect:
        found = [each & mask != 0 for each in _patterns(bits)]
        return span(all(found), any(found), bits[2])

    @staticmethod
    def join_bits(a: Prospect, b: Prospect) -> Prospect:
        return patterns(*(one | other for one in _patterns(a) for other in _patterns(b)), asked=a[2] | b[2])


def _patterns(bits: Prospect) -> frozenset[int]:
    """Of an enum; a literal one is a plain number."""
    return bits[0] if isinstance(bits[0], frozenset) else frozenset((bits[0],))


PROSPECTS = Prospects()
