"""Which way a reform can move a result, whatever is open: never less, never more, or either.

Both rules are asked about the same organisation, so what is open has one value in both. Two ranges that overlap say nothing
of that; here the two trees are walked side by side, and every node is monotone in its parts (`rulebook.fold`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sihang.rulebook import expressions as x
from sihang.rulebook.facts import ORDERED, Fact
from sihang.rulebook.fold import Fold
from sihang.rulebook.measures import Measure
from sihang.rulebook.scalar import SCALAR, Situation
from sihang.rulebook.slots import Slot


class Direction(NamedTuple):
    """Whether the result after may be less, and may be more, than before. For yes/no, no is less than yes."""

    less: bool
    more: bool

    def __or__(self, other: Direction) -> Direction:
        return Direction(self.less or other.less, self.more or other.more)

    @property
    def turned(self) -> Direction:
        return Direction(self.more, self.less)


SAME = Direction(False, False)
LESS, MORE = Direction(True, False), Direction(False, True)
EITHER = Direction(True, True)


def of_measures(
    before: Measure | None, after: Measure | None, *, ended: tuple[bool, bool] = (False, False)
) -> Direction:
    """Of what a measure gives. `ended`: whether something took its place, before and after."""
    gone = tuple(measure is None or over for measure, over in zip((before, after), ended, strict=True))
    if before is None or after is None or any(gone):
        return Direction(not gone[0] and gone[1], gone[0] and not gone[1])
    if before.year != after.year or before.matter != after.matter:
        return EITHER
    conditions = _together(*([each.node for each in m.conditions] for m in (before, after)), one_more=LESS)
    if before.money is None or after.money is None:
        return conditions | Direction(before.money is not None, after.money is not None)
    return conditions | of_nodes(before.money.node, after.money.node)


def of_nodes(before: x.Node, after: x.Node) -> Direction:
    """Of one rule and the one in its place."""
    before, after = _said(before), _said(after)
    if before == after:
        return SAME
    match before, after:
        case (x.AllOf(), _) | (_, x.AllOf()):
            return _together(_joined(before, x.AllOf), _joined(after, x.AllOf), one_more=LESS)
        case (x.AnyOf(), _) | (_, x.AnyOf()):
            return _together(_joined(before, x.AnyOf), _joined(after, x.AnyOf), one_more=MORE)
        case (x.Not(a), x.Not(b)):
            return of_nodes(a, b).turned
        case (x.Compare(), x.Compare()):
            return _compare(before, after)
        case (x.OneOf(value, _, a), x.OneOf(other, _, b)) if of_nodes(value, other) == SAME:
            return Direction(bool(a & ~b), bool(b & ~a))
        case (x.Sum(a), x.Sum(b)) if len(a) == len(b):
            return _pairwise(a, b)
        case (x.Difference(a, c), x.Difference(b, d)):
            return of_nodes(a, b) | of_nodes(c, d).turned
        case (x.Share(), x.Share()) | (x.AtMost(), x.AtMost()) | (x.AtLeast(), x.AtLeast()):
            return _pairwise(x.children(before), x.children(after))
        case (x.GrowthAtLeast(s, y, a), x.GrowthAtLeast(t, z, b)) if (s, y) == (t, z):
            return of_nodes(a, b).turned
        case (x.RatioAtLeast(p, w, a), x.RatioAtLeast(q, v, b)) if of_nodes(w, v) == SAME:
            return of_nodes(p, q) | of_nodes(a, b).turned
        case (x.Tiers(a, tiers), x.Tiers(b, others)):
            lines = [[(row.operator, _said(row.bound)) for row in rows] for rows in (tiers, others)]
            results = [[row.result for row in rows] for rows in (tiers, others)]
            return _rows(a, b, lines, results)
        case (x.Table(a, _, listed), x.Table(b, _, others_listed)):
            options = [[row.bits for row in rows] for rows in (listed, others_listed)]
            results = [[row.result for row in rows] for rows in (listed, others_listed)]
            return _rows(a, b, options, results)
        case (x.Given(a), x.Given(b)) if a.key == b.key:
            return _narrowed(a, b)
        case (x.Open(a), x.Open(b)) if a.key == b.key:
            return _narrowed(a, b)
        case _:
            return _by_range(before, after)


def _said(node: x.Node) -> x.Node:
    """A slot that is filled for good is what fills it, whoever does."""
    while isinstance(node, x.Filled) and node.when is None:
        node = node.value
    return node


def _joined(node: x.Node, by: type[x.AllOf] | type[x.AnyOf]) -> tuple[x.Node, ...]:
    """The parts of a conjunction or disjunction; a node that is none is its only part."""
    return node.parts if isinstance(node, by) else (node,)


def _together(before: Sequence[x.Node], after: Sequence[x.Node], *, one_more: Direction) -> Direction:
    """Of several conditions joined: what `one_more` does where the others are the same."""
    gone, new = list(before), list(after)
    for node in before:
        same = next((each for each in new if of_nodes(node, each) == SAME), None)
        if same is not None:
            gone.remove(node)
            new.remove(same)
    if not gone or not new:
        return (one_more if new else SAME) | (one_more.turned if gone else SAME)
    return _pairwise(gone, new) if len(gone) == len(new) else EITHER


def _pairwise(before: Sequence[x.Node], after: Sequence[x.Node]) -> Direction:
    found = SAME
    for a, b in zip(before, after, strict=True):
        found |= of_nodes(a, b)
    return found


def _compare(before: x.Compare, after: x.Compare) -> Direction:
    sides = of_nodes(before.left, after.left) | of_nodes(before.right, after.right).turned
    if before.operator is after.operator:
        return sides if before.operator is not x.Operator.EQUAL or sides == SAME else EITHER
    if x.Operator.EQUAL in (before.operator, after.operator):
        return EITHER
    return sides | (LESS if after.operator is x.Operator.OVER else MORE)


def _rows(before: x.Node, after: x.Node, lines: list[list[Any]], results: list[list[x.Node]]) -> Direction:
    """Of tiers: as their results where nothing else has changed. A line that moves can move a result either way."""
    same = lines[0] == lines[1] and of_nodes(before, after) == SAME
    return _pairwise(*results) if same else EITHER


def _narrowed(before: Fact | Slot, after: Fact | Slot) -> Direction:
    """One thing with another range: what lies outside the new one is taken to its nearer end."""
    if before.kind not in ORDERED:
        return SAME if before.options == after.options else EITHER
    (low, high), (new_low, new_high) = before.domain, after.domain
    return Direction(new_low < low or new_high < high, new_low > low or new_high > high)


def _by_range(before: x.Node, after: x.Node) -> Direction:
    """Two rules with nothing in common: by all that each may give."""
    fold = Fold(SCALAR, Situation({}, {}))
    a, b = fold.value(before), fold.value(after)
    if isinstance(a, int) or isinstance(b, int):
        return EITHER
    return Direction(b[0] < a[1], b[1] > a[0])
