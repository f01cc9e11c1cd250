"""The rules of one measure, ready to be worked out for a situation: walked while few ask, then as a generated function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sihang.rulebook.expressions import Node
from sihang.rulebook.facts import Range
from sihang.rulebook.fold import Fold
from sihang.rulebook.generated import Kept, Ruleset, function_of, value_of
from sihang.rulebook.scalar import SCALAR, Situation

WALKS: Final = 200
"""Walks before a function is written. Writing it costs as much as 40 walks, which one case with all its sentences
may take (seen: up to 155); so the command line writes none for it, and whoever asks on and on soon has them."""

Trace = Fold | Kept
"""Every value of the rules in one situation: worked out when asked for, or what a function kept."""

Worked = tuple[tuple[bool, bool], Range, Range, Trace]
"""As `generated.Result`, with the trace for what was kept."""


class Routine:
    """The rules of one measure at work.

    `work_out` is what to call with a situation: the walk, and once it is written the function itself.
    """

    __slots__ = ("_walks", "rules", "source", "work_out")

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.work_out: Callable[[Situation], Worked] = self._walk_or_write
        self.source: str | None = None
        self._walks = 0

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy begins anew: a function knows nodes by their identity."""
        return Routine, (self.rules,)

    def _walk_or_write(self, situation: Situation) -> Worked:
        self._count()
        return self.walk(situation)

    def _count(self) -> None:
        self._walks += 1
        if self._walks > WALKS:
            self.write()

    def walk(self, situation: Situation) -> Worked:
        """Evaluate every condition (none is cut short, so that each can be explained) and the amount, node by node."""
        fold = Fold(SCALAR, situation)
        must = may = True
        for condition in self.rules.conditions:
            a, b = fold.value(condition)
            must, may = must and a, may and b
        if_met = (0, 0) if self.rules.amount is None else fold.value(self.rules.amount)
        return (must, may), if_met, amount_of((must, may), if_met), fold

    def write(self) -> None:
        """Write the function now, for all situations from here on."""
        self.work_out, self.source = function_of(self.rules)

    def trace(self, situation: Situation) -> Trace:
        """The trace alone: for who asks for few of the nodes."""
        if self.source is not None:
            return self.work_out(situation)[3]
        self._count()
        return Fold(SCALAR, situation)


def amount_of(met: tuple[bool, bool], if_met: Range) -> Range:
    """The amount where the conditions are met or not as `met` says: none where not, from none where perhaps not."""
    must, may = met
    return if_met[0] if must else 0, if_met[1] if may else 0


def look_up(node: Node, trace: Trace, situation: Situation) -> Any:
    """The pair (or bits) of a node in the trace that rules left in a situation."""
    return trace.value(node) if isinstance(trace, Fold) else value_of(node, trace, situation)
