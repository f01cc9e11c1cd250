"""The best combination of one part by branch and bound in whole numbers: exact whatever the amounts.

This is the way where totals are too great for a solver that computes in double precision. It is fast where
conflicts come in dense groups, as between the measures for one project or one year; its worst case is
exponential.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sihang.rulebook.combine_part import Choice, Part, excess, high_value, rank


def solve(part: Part) -> Choice:
    """Take the set of the greatest rank, of these the first in the order of places."""
    scale = sum(part.highs) + 1
    weights = [(low * scale + high) * scale for low, high in zip(part.lows, part.highs, strict=True)]

    def rank_as_one_number(places: int) -> int:
        low, high, minus_spread = rank(part, places)
        return (low * scale + high) * scale + minus_spread

    taken = greatest(part, rank_as_one_number, weights)
    at_best = greatest(part, lambda places: high_value(part, places), part.highs)
    rival = greatest(part, lambda places: excess(part, taken, places), part.highs)
    return Choice(taken, at_best, certain=excess(part, taken, rival) <= 0)


def greatest(part: Part, score: Callable[[int], int], weights: Sequence[int]) -> int:
    """The conflict-free set of the greatest score, of these the first in the order of places.

    Args:
        score: of a set; one more member never makes it less.
        weights: by place, the most by which the member can raise the score of any set.
    """
    best, best_score = 0, score(0) - 1
    branches = [(0, (1 << len(weights)) - 1)]
    while branches:
        taken, left = branches.pop()
        reached = score(taken)
        if reached + _at_most(part, weights, left) <= best_score:
            continue
        if not left:
            best, best_score = taken, reached
            continue
        place = len(weights) - left.bit_length()
        member = 1 << (left.bit_length() - 1)
        branches.append((taken, left ^ member))
        branches.append((taken | member, left & ~part.against[place] & ~member))
    return best


def _at_most(part: Part, weights: Sequence[int], places: int) -> int:
    """More than any conflict-free set out of `places` weighs: of a group in mutual conflict, one counts."""
    result = 0
    while places:
        heaviest, rivals = 0, places
        while rivals:
            member = rivals & -rivals
            heaviest = max(heaviest, weights[-member.bit_length()])
            places ^= member
            rivals &= part.against[-member.bit_length()]
        result += heaviest
    return result
