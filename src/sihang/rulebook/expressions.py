"""The typed tree of a rule. Nodes hold their parts and know nothing of how they are evaluated or shown.

Yes/no nodes: AllOf, AnyOf, Not, Compare, OneOf, FirstOver, GrowthAtLeast, RatioAtLeast.
Ordered nodes: Known, Sum, Difference, Share, AtMost, AtLeast, Tiers, Table, YearValue, HighestBefore.
Either: Given (a fact or determination), Open (a slot that no document fills), Filled (a slot with its fill).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sihang.rulebook.facts import Fact, Kind, Option
from sihang.rulebook.slots import Slot


class Node:
    """A node of a rule; immutable."""

    __slots__ = ()


class Operator(StrEnum):
    """Comparisons as evaluated; `<` and `<=` are turned round when a rule is read."""

    OVER = ">"
    AT_LEAST = ">="
    EQUAL = "="


@dataclass(frozen=True, slots=True)
class Known(Node):
    """A literal: one value, or a range that the text itself gives (10%至30%)."""

    kind: Kind
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Given(Node):
    """A fact or a determination."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Open(Node):
    """A slot that no document in force fills: its declared range."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Filled(Node):
    """A slot filled by `package`: `value` where `when` holds, elsewhere still open."""

    slot: Slot
    value: Node
    when: Node | None
    package: str
    document: str


@dataclass(frozen=True, slots=True)
class AllOf(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    part: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left` is over, at least, or equal to `right`; both of one ordered kind.

    `turned` remembers that the rule was written the other way round (A <= B).
    """

    operator: Operator
    left: Node
    right: Node
    turned: bool = False


@dataclass(frozen=True, slots=True)
class OneOf(Node):
    """An enum is one of the options in `bits`."""

    value: Node
    options: tuple[Option, ...]
    bits: int


@dataclass(frozen=True, slots=True)
class Sum(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Difference(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Share(Node):
    """A rate of an amount, rounded down to a whole fen (I-03)."""

    amount: Node
    rate: Node


@dataclass(frozen=True, slots=True)
class AtMost(Node):
    """封顶: never more than the ceiling."""

    value: Node
    ceiling: Node


@dataclass(frozen=True, slots=True)
class AtLeast(Node):
    """保底: never less than the floor."""

    value: Node
    floor: Node


@dataclass(frozen=True, slots=True)
class Tier(Node):
    operator: Operator
    bound: Node
    result: Node


@dataclass(frozen=True, slots=True)
class Tiers(Node):
    """分档 over an ordered value: the first tier whose bound is passed, highest first.

    Where no tier is reached the result is the hull of all of them: what would be given if one were.
    """

    value: Node
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Row(Node):
    bits: int
    result: Node


@dataclass(frozen=True, slots=True)
class Table(Node):
    """分档 over an enum. An option without a row gives the hull of all rows."""

    value: Node
    options: tuple[Option, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class YearValue(Node):
    """A series in the measure's year, or `back` years before it. An absent year counts as 0."""

    series: Fact
    year: Fact
    back: int


@dataclass(frozen=True, slots=True)
class HighestBefore(Node):
    """The highest value of a series in the years before the measure's year, from the founding on."""

    series: Fact
    year: Fact


@dataclass(frozen=True, slots=True)
class FirstOver(Node):
    """首次超过: over the line in the year and in no earlier year (I-11, I-12)."""

    series: Fact
    year: Fact
    line: Node


@dataclass(frozen=True, slots=True)
class GrowthAtLeast(Node):
    """复合增长率至少: (R[t] / R[t−3])^(1/3) − 1 >= rate, compared without roots (I-14)."""

    series: Fact
    year: Fact
    rate: Node


GROWTH_YEARS = 3


@dataclass(frozen=True, slots=True)
class RatioAtLeast(Node):
    """占…至少: part / whole >= rate, compared exactly; not met where the whole is zero (I-15)."""

    part: Node
    whole: Node
    rate: Node


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, in reading order."""
    match node:
        case AllOf(parts) | AnyOf(parts) | Sum(parts):
            return parts
        case Not(part):
            return (part,)
        case Compare(_, left, right) | Difference(left, right):
            return (left, right)
        case Share(left, right) | AtMost(left, right) | AtLeast(left, right):
            return (left, right)
        case OneOf(value, _, _):
            return (value,)
        case Tiers(value, tiers):
            return (value, *(part for tier in tiers for part in (tier.bound, tier.result)))
        case Table(value, _, rows):
            return (value, *(row.result for row in rows))
        case Filled(_, value, when, _, _):
            return (value,) if when is None else (when, value)
        case FirstOver(_, _, line):
            return (line,)
        case GrowthAtLeast(_, _, rate):
            return (rate,)
        case RatioAtLeast(part, whole, rate):
            return (part, whole, rate)
        case _:
            return ()


def walk(node: Node) -> list[Node]:
    """The node and everything below it, parents first; a node that stands at several places (a fill) once."""
    found: dict[int, Node] = {}
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if id(part) not in found:
            found[id(part)] = part
            waiting.extend(reversed(children(part)))
    return list(found.values())


def facts_of(node: Node) -> list[Fact]:
    """The facts that a rule asks for, in reading order, each once."""
    facts: dict[str, Fact] = {}
    for part in walk(node):
        match part:
            case Given(fact):
                facts.setdefault(fact.key, fact)
            case YearValue(series, year, _) | HighestBefore(series, year):
                facts.setdefault(series.key, series)
                facts.setdefault(year.key, year)
            case FirstOver(series, year, _) | GrowthAtLeast(series, year, _):
                facts.setdefault(series.key, series)
                facts.setdefault(year.key, year)
            case _:
                pass
    return list(facts.values())
