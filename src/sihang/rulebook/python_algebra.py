"""The algebra of the fold on names of Python variables: what is folded is written down as lines of a function.

Equal lines are one, `a36 = a34 > 3000000000`. Beside each stands the operation of `scalar.Scalar` that it means;
where nothing is left to be given, that one is worked out at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.scalar import SCALAR, UNKNOWN_MONEY, unknown
from sihang.rulebook.slots import Slot

Side = int | str
"""A number or truth that is settled, or the name of the local variable that will hold it."""


class Writer:
    """The algebra and the source of a fold that leaves a program in `lines`.

    The lines suppose `situation`, and `get` for a value of it by its key.

    Args:
        prefix: of the names of the local variables; `variables` are these and how many were before each.
        things: what the lines name but do not work out.
    """

    def __init__(self, prefix: str = "a", things: dict[str, Any] | None = None) -> None:
        self.prefix = prefix
        self.lines: list[str] = []
        self.things: dict[str, Any] = {} if things is None else things
        self.variables: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._pairs: dict[str, tuple[str, str]] = {}

    def named(self, source: str, *parts: Side) -> str:
        """The local variable that holds what `source` gives, which is made of `parts`."""
        if source not in self._names:
            self._names[source] = self._variable("")
            self.lines.append(f"{self._names[source]} = {source}")
        return self._names[source]

    def pair(self, source: str) -> tuple[str, str]:
        """The two local variables that hold the pair that `source` gives."""
        if source not in self._pairs:
            self._pairs[source] = self._variable("low"), self._variable("high")
            self.lines.append(f"{', '.join(self._pairs[source])} = {source}")
        return self._pairs[source]

    def _variable(self, side: str) -> str:
        name = f"{self.prefix}{len(self.lines)}{side}"
        self.variables[name] = len(self.variables)
        return name

    def _made(self, meaning: Callable[..., int], source: str, *parts: Side) -> Side:
        return self.named(source, *parts) if any(isinstance(part, str) for part in parts) else meaning(*parts)

    def thing(self, kind: str, thing: Any) -> str:
        """The name of a thing in the program."""
        name = next((name for name, each in self.things.items() if each is thing), f"{kind}_{len(self.things)}")
        self.things[name] = thing
        return name

    # the algebra

    def literal(self, value: int) -> Side:
        return value

    def truth(self, value: bool) -> Side:
        return value

    def both(self, a: Side, b: Side) -> Side:
        if not isinstance(a, str):
            return b if a else a
        if not isinstance(b, str):
            return a if b else b
        return a if a == b else self.named(f"{a} and {b}", a, b)

    def either(self, a: Side, b: Side) -> Side:
        if not isinstance(a, str):
            return a if a else b
        if not isinstance(b, str):
            return b if b else a
        return a if a == b else self.named(f"{a} or {b}", a, b)

    def no(self, a: Side) -> Side:
        return self._made(SCALAR.no, f"not {a}", a)

    def over(self, a: Side, b: Side) -> Side:
        return self._made(SCALAR.over, f"{a} > {b}", a, b)

    def at_least(self, a: Side, b: Side) -> Side:
        return self._made(SCALAR.at_least, f"{a} >= {b}", a, b)

    def plus(self, a: Side, b: Side) -> Side:
        no_bound = f"{a} >= {NO_BOUND} or {b} >= {NO_BOUND} or {a} + {b} >= {NO_BOUND}"
        return self._made(SCALAR.plus, f"{NO_BOUND} if {no_bound} else {a} + {b}", a, b)

    def minus(self, a: Side, b: Side) -> Side:
        less = f"{-NO_BOUND} if {b} >= {NO_BOUND} else {a} - {b}"
        return self._made(SCALAR.minus, f"{NO_BOUND} if {a} >= {NO_BOUND} else {less}", a, b)

    def least(self, a: Side, b: Side) -> Side:
        return self._made(SCALAR.least, f"{a} if {a} <= {b} else {b}", a, b)

    def greatest(self, a: Side, b: Side) -> Side:
        return self._made(SCALAR.greatest, f"{a} if {a} >= {b} else {b}", a, b)

    def choose(self, condition: Side, a: Side, b: Side) -> Side:
        if not isinstance(condition, str):
            return a if condition else b
        return a if a == b else self.named(f"{a} if {condition} else {b}", a, b, condition)

    def share(self, amount: Side, rate: Side) -> Side:
        no_bound = f"{amount} >= {NO_BOUND} or {rate} >= {NO_BOUND}"
        part = f"{NO_BOUND} if {no_bound} else min({amount} * {rate} // 10000, {NO_BOUND})"
        return self._made(SCALAR.share, f"0 if {amount} == 0 or {rate} == 0 else {part}", amount, rate)

    def ratio_at_least(self, part: Side, whole: Side, rate: Side) -> Side:
        multiple = f"{whole} < {NO_BOUND} and {rate} < {NO_BOUND} and {part} * 10000 >= {rate} * {whole}"
        source = f"{part} >= {NO_BOUND} or {rate} == 0 or {multiple}"
        return self._made(SCALAR.ratio_at_least, source, part, whole, rate)

    def growth_at_least(self, now: Side, base: Side, rate: Side) -> Side:
        multiple = f"{now} * 10000 ** 3 >= {base} * (10000 + {rate}) ** 3"
        source = f"{now} >= {NO_BOUND} or {base} < {NO_BOUND} and {rate} < {NO_BOUND} and {multiple}"
        return self._made(SCALAR.growth_at_least, source, now, base, rate)

    def some_bit(self, bits: Side, mask: int) -> Side:
        return self._made(SCALAR.some_bit, f"{bits} & {mask} != 0", bits, mask)

    def join_bits(self, a: Side, b: Side) -> Side:
        return self._made(SCALAR.join_bits, f"{a} | {b}", a, b)

    # the source

    def given(self, fact: Fact) -> Any:
        return self._looked_up(fact)

    def open_slot(self, slot: Slot) -> Any:
        return self._looked_up(slot)

    def _looked_up(self, thing: Fact | Slot) -> Any:
        source = f"get({thing.key!r}, {unknown(thing)!r})"
        return self.named(source) if thing.kind in (Kind.ENUM, Kind.LABEL) else self.pair(source)

    def year_value(self, series: Fact, year: Fact, back: int) -> tuple[Side, Side]:
        return self._of_year(year, f"situation.in_year({self.thing('fact', series)}, {{}} - {back})")

    def highest_before(self, series: Fact, year: Fact) -> tuple[Side, Side]:
        return self._of_year(year, f"situation.highest_until({self.thing('fact', series)}, {{}})")

    def _of_year(self, year: Fact, source: str) -> tuple[str, str]:
        """What `source` gives for the known year; see `scalar.Situation.year_value`."""
        known = self.named(f"situation.known_year({self.thing('fact', year)})")
        return self.pair(f"{UNKNOWN_MONEY} if {known} is None else {source.format(known)}")
