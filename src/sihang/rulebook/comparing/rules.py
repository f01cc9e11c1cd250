"""The rules of one side of a comparison, as prose where they can be read, and the numbers that stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sihang.rulebook import expressions as x
from sihang.rulebook.comparing.entries import Entry, Field, joined, maybe, plain
from sihang.rulebook.elaborate import elaborate
from sihang.rulebook.errors import PackageUnusable, Words
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.package import Package, read_package
from sihang.rulebook.prose import Prose
from sihang.rulebook.scope import Scope
from sihang.rulebook.slots import Slot
from sihang.rulebook.text import SourceText

CEILING, FLOOR, RATE = Words("封顶", "ceiling"), Words("保底", "floor"), Words("比例", "rate")
LINE, STEP, NUMBER = Words("分档线", "line of a tier"), Words("分档金额", "sum of a tier"), Words("数额", "figure")


class Side:
    """One package of a comparison. What its rules mean is looked up in itself and in the policy that it implements."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.facts: dict[str, Fact] = {**package.facts}
        self.slots: dict[str, Slot] = {**package.slots}
        above = _implemented(package)
        if above is not None:
            self.facts = {**above.facts, **self.facts}
            self.slots = {**above.slots, **self.slots}

    @property
    def text(self) -> SourceText:
        return self.package.text

    def scope(self, raw: Mapping[str, Any] | None = None) -> Scope:
        """The names that a measure may use; without one, those that any measure may use (for fills)."""
        if raw is not None:
            return Scope.of(self.facts.values(), self.slots.values(), matter=raw.get("matter"), year=raw.get("year"))
        everything = Scope.of((), self.slots.values(), matter=None)
        names = {name: fact for fact in self.facts.values() for name in (fact.key, fact.words.zh)}
        return Scope({**everything.names, **names})

    def authority(self, key: str) -> Words:
        known = self.package.authorities.get(key)
        return known.names[-1].words if known is not None else plain(key)


Sides = tuple[Side, Side]
"""Old and new."""


def _implemented(package: Package) -> Package | None:
    if package.implements is None:
        return None
    try:
        return read_package(package.implements)
    except PackageUnusable:
        return None


def read_rule(line: str, scope: Scope, *kinds: Kind) -> x.Node | None:
    """The node of a line, or None where it cannot be read."""
    return elaborate(line, scope, expect=kinds or tuple(Kind)).node


def rule_words(line: str, scope: Scope, *kinds: Kind) -> Words:
    """A line as prose; as it is written where it cannot be read."""
    node = read_rule(line, scope, *kinds)
    return plain(line.strip()) if node is None else Words(Prose("zh").text(node), Prose("en").text(node))


def basis_fields(
    old: Mapping[str, Any], new: Mapping[str, Any], sides: Sides
) -> tuple[dict[str, Field], dict[str, Field]]:
    """The grounds of both sides: readings, clause and quote.

    A quote counts as changed only where both texts hold both quotes; elsewhere the change of the text says it.
    """
    quotes = [raw.get("quote") for raw in (old, new)]
    held = all(not quote or side.text.find(quote) is not None for quote in quotes for side in sides)
    return _basis(old, held), _basis(new, held)


def _basis(raw: Mapping[str, Any], with_quote: bool) -> dict[str, Field]:
    fields = {
        "reading": Field(Words("解释", "reading"), joined(raw.get("reading"))),
        "clause": Field(Words("条款", "clause"), maybe(raw.get("clause"))),
    }
    return fields | ({"quote": Field(Words("引文", "quote"), maybe(raw.get("quote")))} if with_quote else {})


def numbers_changed(of: Words, old: x.Node | None, new: x.Node | None, clause: str) -> Iterator[Entry]:
    """Ceilings, floors, rates and sums of a rule that are not what they were: 封顶 200万元 → 300万元."""
    if old is None or new is None:
        return
    before, after = _numbers(old), _numbers(new)
    for role in dict.fromkeys([*before, *after]):
        a, b = before.get(role, []), after.get(role, [])
        if len(a) == len(b):
            yield from (
                Entry("changed", of, role, *pair, clause) for pair in zip(a, b, strict=True) if pair[0] != pair[1]
            )
            continue
        yield from (Entry("removed", of, role, each, None, clause) for each in _without(a, b))
        yield from (Entry("added", of, role, None, each, clause) for each in _without(b, a))


def _without(some: Sequence[Words], others: Sequence[Words]) -> list[Words]:
    left = [*others]
    rest = []
    for each in some:
        if each in left:
            left.remove(each)
        else:
            rest.append(each)
    return rest


def _numbers(node: x.Node) -> dict[Words, list[Words]]:
    """The literals of a rule by their role, in reading order."""
    found: dict[Words, list[Words]] = {}
    for role, literal in _literals(node, NUMBER):
        found.setdefault(role, []).append(Words(Prose("zh").text(literal), Prose("en").text(literal)))
    return found


def _literals(node: x.Node, role: Words) -> Iterator[tuple[Words, x.Known]]:
    if isinstance(node, x.Known):
        if node.kind is not Kind.ENUM and (role is not FLOOR or node.high):
            yield role, node
        return
    for part, its_role in _roles(node):
        yield from _literals(part, its_role)


def _roles(node: x.Node) -> list[tuple[x.Node, Words]]:
    match node:
        case x.AtMost(value, ceiling):
            return [(value, NUMBER), (ceiling, CEILING)]
        case x.AtLeast(value, floor):
            return [(value, NUMBER), (floor, FLOOR)]
        case x.Share(amount, rate):
            return [(amount, NUMBER), (rate, RATE)]
        case x.Tiers(value, tiers):
            sides = [pair for tier in tiers for pair in ((tier.bound, LINE), (tier.result, STEP))]
            return [(value, NUMBER), *sides]
        case x.Table(value, _, rows):
            return [(value, NUMBER), *((row.result, STEP) for row in rows)]
        case _:
            return [(part, NUMBER) for part in x.children(node)]
