"""The exact arithmetic of one part of a combination, in whole numbers of any size.

A part is a group of candidates that touch each other, by a conflict or by money received for a project they
share. They have places 0, 1, 2 …, and a set of them is an integer with one bit per place, place 0 the
highest. So of two sets, neither inside the other, the greater integer comes first in the order of places:
it has the member at the first place where they differ.

A world says what each amount and each received sum is, inside its range. In it, a set is worth the sum over
the projects of max(0, its amounts − received).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Deduction(NamedTuple):
    """What was received for a project, from `low` to `high`, and the set of places that share it."""

    members: int
    low: int
    high: int


class Part(NamedTuple):
    """Amounts and conflicts by place.

    Attributes:
        against: for each place, the set of places it conflicts with.
        free: the set of places whose project has received nothing.
        bounded: the most that the bounded amounts can add up to. In place of "no upper bound" stands a
            number greater than this and everything received together. So exactly the sets with an unbounded
            member have a value above `bounded`, and the more such members, the greater it is.
    """

    lows: tuple[int, ...]
    highs: tuple[int, ...]
    against: tuple[int, ...]
    deductions: tuple[Deduction, ...]
    free: int
    bounded: int


class Choice(NamedTuple):
    """The set to take, the greatest high value of any set, and whether the taken one is certain."""

    taken: int
    high: int
    certain: bool


def bits(count: int) -> list[int]:
    """The set of each place alone, in a part of `count`."""
    return [1 << place for place in reversed(range(count))]


def total(amounts: Sequence[int], places: int) -> int:
    """The sum of the amounts at `places`."""
    result = 0
    while places:
        result += amounts[-(places & -places).bit_length()]
        places &= places - 1
    return result


def low_value(part: Part, taken: int) -> int:
    """What `taken` is worth with every amount at its low and received at its high."""
    value = total(part.lows, taken)
    for deduction in part.deductions:
        value -= min(deduction.high, total(part.lows, taken & deduction.members))
    return value


def high_value(part: Part, taken: int) -> int:
    """What `taken` is worth with every amount at its high and received at its low."""
    value = total(part.highs, taken)
    for deduction in part.deductions:
        value -= min(deduction.low, total(part.highs, taken & deduction.members))
    return value


def spread(part: Part, taken: int) -> int:
    """How fast the high value falls when all amounts begin to sink from their highs to their lows.

    A project that pays nothing at its best has nothing to lose.
    """
    at_stake = taken & part.free
    for deduction in part.deductions:
        if total(part.highs, taken & deduction.members) > deduction.low:
            at_stake |= taken & deduction.members
    return total(part.highs, at_stake) - total(part.lows, at_stake)


def rank(part: Part, taken: int) -> tuple[int, int, int]:
    """What decides which set to take: the greatest low value, then high value, then the least spread.

    If some set S is certain (worth no less than any other in every world), then so is the set C of the
    greatest rank. Where nothing was received, equal lows and highs make equal spreads. In general:

    1. S and C are worth the same in three worlds: W0, amounts low and received high; W1, the reverse; and
       W2, which is W1 with every amount a little below its high, where the spreads decide. For S is worth no
       less there, being certain, and C no less, having the greatest rank.
    2. Let m be, for each project, the least by which S leads C there in any world. Projects vary
       independently, so the m add up to S's least lead, which is not below 0. In the three worlds the leads
       add up to 0 and none is below its m. So in these worlds each project's lead is its m.
    3. In one project let s and c be the amounts that only S or only C has, u those of both − received. Their
       parts there are worth max(0, u + s) and max(0, u + c). The lead is m in W1 and does not sink if s
       does: s is fixed, or S gets nothing in any world. It is m in W0 and does not sink if c rises: c is
       fixed, or C gets nothing in W0 whatever c is.
    4. Then the lead is m in every world. S gets nothing: C is worth −m in W0 and W1, so in between. Both
       fixed: the lead is monotone in u (see `excess`) and m at both ends. S is fixed, C gets nothing in W0:
       m is not below 0, and if C got something in W1, S would get that and m more, so in W2, where only c
       has sunk apart from u, S would lead by more than m; so C gets nothing ever and S is worth m in W0 and
       W1, so in between.
    5. The m add up to 0 (step 2): S and C are worth the same in every world, and C is certain as well.
    """
    least_spread = -spread(part, taken) if part.deductions else 0
    return low_value(part, taken), high_value(part, taken), least_spread


def excess(part: Part, taken: int, rival: int) -> int:
    """The most by which `rival` can be worth more than `taken` in one world.

    More of an amount never makes a set worth less. So what only the rival has counts at its high, and what
    only `taken` has at its low: t and s in one project. With u for what both have − received, the rival
    leads there by max(0, u + t) − max(0, u + s). As u grows this is 0, then moves to t − s, upwards only or
    downwards only, then stays. So it is greatest at one of the two ends of u, and both are worlds: the
    common amounts low and received high, or the reverse. Projects vary independently, so their greatest
    leads add up.
    """
    only_taken, only_rival, both = taken & ~rival, rival & ~taken, taken & rival
    result = total(part.highs, only_rival & part.free) - total(part.lows, only_taken & part.free)
    for deduction in part.deductions:
        shared = deduction.members
        s, t = total(part.lows, only_taken & shared), total(part.highs, only_rival & shared)
        least = total(part.lows, both & shared) - deduction.high
        most = total(part.highs, both & shared) - deduction.low
        result += max(max(0, u + t) - max(0, u + s) for u in (least, most))
    return result


def mutual_conflicts(against: Sequence[int]) -> list[int]:
    """Sets of places that all conflict with each other; together they hold every conflict."""
    groups: list[int] = []
    alone, missing = bits(len(against)), list(against)
    for place, rivals in enumerate(against):
        while missing[place]:
            group, joining = alone[place], rivals
            while joining:
                wanted = joining & missing[place] or joining
                group |= wanted & -wanted
                joining &= against[-(wanted & -wanted).bit_length()]
            groups.append(group)
            missing = [left & ~group if bit & group else left for bit, left in zip(alone, missing, strict=True)]
    return groups
