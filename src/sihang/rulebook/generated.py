"""Rules written out as Python functions (decision 0012).

`function_of` makes one function of one measure, for any situation. `program_of` makes functions of all measures
together, for the situations of cases: what depends on the organisation alone is worked out once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sihang.rulebook.expressions import Node, walk
from sihang.rulebook.facts import DAY, EARLIER_AMOUNT, EARLIER_AWARD, ORGANISATION, Fact, Range
from sihang.rulebook.fold import Fold
from sihang.rulebook.python_algebra import Side, Writer
from sihang.rulebook.scalar import SCALAR, UNKNOWN_MONEY, Situation, unknown
from sihang.rulebook.slots import Slot

Place = tuple[int | tuple[Side], ...]
"""Where the sides of a node stand, two of a pair and one of bits: from 2 on in `Kept`, below 0 in what is shared
(~0 is the first), and in brackets itself."""

Kept = tuple[Any, ...]
"""What a function keeps: the place of each node by the node's identity, what it shares with others, its own sides."""

Result = tuple[tuple[bool, bool], Range, Range, Kept]
"""(must, may) of all conditions together; the amount supposing them met, and the amount, in fen, nothing without
money; the sides of every node."""

_OF_ALL = (ORGANISATION, DAY.holder)
_NEVER_AWARDED = {EARLIER_AWARD.key: (False, False), EARLIER_AMOUNT.key: (0, 0)}


class Ruleset(NamedTuple):
    """The rules of one measure: its conditions, its amount, and the others (services, how often)."""

    name: str
    conditions: Sequence[Node]
    amount: Node | None
    others: Sequence[Node]

    @property
    def nodes(self) -> list[Node]:
        """Every node of the rules."""
        roots = [*self.conditions, *([] if self.amount is None else [self.amount]), *self.others]
        return [part for root in roots for part in walk(root)]


Shared = tuple[Any, ...]
"""The sides of the organisation, with which all matters begin."""


class Program(NamedTuple):
    """Functions for all measures, for situations in which no slot and no earlier award is stated.

    Args:
        start: what all matters share, and for each measure what it gives without one.
        claims: for each measure what it gives in the situation of a matter.
        source: the functions as a text.
    """

    start: Callable[[Situation], tuple[Shared, tuple[Result, ...]]]
    claims: tuple[Callable[[Situation, Shared], Result], ...]
    source: str


def function_of(rules: Ruleset) -> tuple[Callable[[Situation], Result], str]:
    """A function that works the rules out in a situation and keeps the value of every node; and its text."""
    writer = _Rules()
    result = writer.write(rules, "()")
    source = _function("run", "situation", ["get = situation.values.get", *writer.lines], result)
    return _made(source, rules.name, writer.things)["run"], source


def program_of(measures: Sequence[Ruleset]) -> Program:
    """Functions for all measures of a policy."""
    start = _Rules("g")
    unclaimed, functions = [], []
    for index, rules in enumerate(measures):
        unclaimed.append(_Claim(start, has_matter=False).write(rules, "shared"))
        claim = _Claim(start, has_matter=True)
        claimed = claim.write(rules, "shared")
        lines = [*claim.from_start(), "get = situation.own.get", *claim.lines]
        functions.append(_function(f"claim_{index}", "situation, shared", lines, claimed))
    lines = ["get = situation.values.get", *start.lines, f"shared = ({_listed(start.variables)})"]
    source = "\n\n".join([_function("start", "situation", lines, f"shared, ({_listed(unclaimed)})"), *functions])
    made = _made(source, "all measures", start.things)
    return Program(made["start"], tuple([made[f"claim_{index}"] for index in range(len(measures))]), source)


def value_of(node: Node, kept: Kept, situation: Situation) -> Any:
    """The pair (or bits) of a node, from what a function kept for the situation."""
    place = kept[0].get(id(node))
    if place is None:  # no node of those rules
        return Fold(SCALAR, situation).value(node)
    sides = tuple([at[0] if isinstance(at, tuple) else kept[at] if at > 0 else kept[1][~at] for at in place])
    return sides if len(sides) == 2 else sides[0]


def _listed(parts: Iterable[object]) -> str:
    return "".join(f"{part}, " for part in parts)


def _function(name: str, arguments: str, lines: Sequence[str], result: str) -> str:
    return "\n    ".join([f"def {name}({arguments}):", *lines, f"return {result}"])


def _made(source: str, title: str, things: Mapping[str, Any]) -> dict[str, Any]:
    """The functions that a source defines. Nothing of it comes from outside: it holds the operations below, whole
    numbers, and keys of facts as Python itself writes them as text."""
    space = dict(things)
    code = compile(source, f"<rules of {title}>", "exec")
    exec(code, space)  # noqa: S102 - written by this module only  # nosec B102
    return space


class _Rules(Writer):
    """Writes the rules of measures."""

    def write(self, rules: Ruleset, shared: str) -> str:
        """Write all rules; the expression that makes their `Result`."""
        fold = Fold(self, self)
        must, may = self.truth(True), self.truth(True)
        for condition in rules.conditions:
            a, b = fold.value(condition)
            must, may = self.both(must, a), self.both(may, b)
        low, high = (0, 0) if rules.amount is None else fold.value(rules.amount)
        amount = self.choose(must, low, 0), self.choose(may, high, 0)
        values = {id(node): fold.value(node) for node in rules.nodes}
        sides = {key: value if isinstance(value, tuple) else (value,) for key, value in values.items()}
        kept = dict.fromkeys([side for pair in sides.values() for side in pair if self.is_own(side)])
        at = {side: place for place, side in enumerate(kept, 2)}
        places = {key: tuple([self._place(side, at) for side in pair]) for key, pair in sides.items()}
        listed = _listed([self.thing("places", places), shared, *kept])
        return f"({self._shown(must, may)}, {self._shown(low, high)}, {self._shown(*amount)}, ({listed}))"

    def is_own(self, side: Side) -> bool:
        """Whether a side is one of the local variables here."""
        return isinstance(side, str)

    def _place(self, side: Side, at: Mapping[Side, int]) -> int | tuple[Side]:
        return at[side] if isinstance(side, str) else (side,)

    def _shown(self, a: Side, b: Side) -> str:
        return f"({a}, {b})"


class _Claim(_Rules):
    """Writes a measure as a part of a program: what depends on the organisation alone is left to `start`.

    Without a matter nothing of one is known, and all is left to it.
    """

    def __init__(self, start: _Rules, *, has_matter: bool) -> None:
        super().__init__(things=start.things)
        self.start = start
        self.has_matter = has_matter
        self._used: list[Side] = []

    def from_start(self) -> list[str]:
        """The lines that take what is made use of here from what all share."""
        used = [side for side in dict.fromkeys(self._used) if isinstance(side, str) and not self.is_own(side)]
        return [f"{name} = shared[{self.start.variables[name]}]" for name in used]

    def is_own(self, side: Side) -> bool:
        return isinstance(side, str) and not side.startswith(self.start.prefix)

    def _place(self, side: Side, at: Mapping[Side, int]) -> int | tuple[Side]:
        if isinstance(side, str) and not self.is_own(side):
            return ~self.start.variables[side]
        return super()._place(side, at)

    def _shown(self, a: Side, b: Side) -> str:
        self._used += a, b
        return super()._shown(a, b)

    def named(self, source: str, *parts: Side) -> str:
        if parts and not any(self.is_own(part) for part in parts):
            return self.start.named(source, *parts)
        self._used += parts
        return super().named(source, *parts)

    def given(self, fact: Fact) -> Any:
        if fact.holder in _OF_ALL:
            return self.start.given(fact)
        if fact.key in _NEVER_AWARDED:
            return _NEVER_AWARDED[fact.key]
        return super().given(fact) if self.has_matter else unknown(fact)

    def open_slot(self, slot: Slot) -> Any:
        return unknown(slot)

    def year_value(self, series: Fact, year: Fact, back: int) -> tuple[Side, Side]:
        if year.holder in _OF_ALL:
            return self.start.year_value(series, year, back)
        return super().year_value(series, year, back) if self.has_matter else UNKNOWN_MONEY

    def highest_before(self, series: Fact, year: Fact) -> tuple[Side, Side]:
        if year.holder in _OF_ALL:
            return self.start.highest_before(series, year)
        return super().highest_before(series, year) if self.has_matter else UNKNOWN_MONEY
