"""Rules as terms: plain operations, from which columns, SQL and Python functions are written out.

A term works on single sides, with no null and no pair left in it, and knows the range of whole numbers that it can
take. Nothing here knows a table: what an input is, is said by whoever makes it (`tables.cells`, `generated`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import SihangError

INT64_MAX: Final = 2**63 - 1
WIDEST: Final = 10**38 - 1
"""The greatest number of a decimal(38), which every dialect has; an int128 holds it too."""
RATE_UNIT: Final = 10_000


class TooWide(SihangError):
    """A product of a rule can exceed 38 digits: no table can hold it."""


class Op(StrEnum):
    """What a term does. Sides of yes/no are truths, of everything else whole numbers."""

    LITERAL = "literal"
    INPUT = "input"
    BOTH = "both"
    EITHER = "either"
    NO = "no"
    OVER = "over"
    AT_LEAST = "at_least"
    EQUAL = "equal"
    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    """Rounded down; the divisor is a positive literal."""
    SHARE = "share"
    """amount × basis points / 10,000, rounded down, where the product itself could exceed an int64."""
    LEAST = "least"
    GREATEST = "greatest"
    CHOOSE = "choose"


COMMUTATIVE: Final = frozenset({Op.BOTH, Op.EITHER, Op.EQUAL, Op.ADD, Op.MULTIPLY, Op.LEAST, Op.GREATEST})


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Term:
    """One operation; equal terms of one `Terms` are one object.

    Args:
        value: the number or truth of a literal, and what an input is (for whoever writes the term out).
        low, high: the least and the greatest bounded value; 0 and 1 for a truth.
        is_open: the value may also be NO_BOUND.
    """

    op: Op
    parts: tuple[Term, ...]
    value: Any
    is_truth: bool
    low: int
    high: int
    is_open: bool

    @property
    def top(self) -> int:
        """The greatest value of all."""
        return NO_BOUND if self.is_open else self.high

    @property
    def is_wide(self) -> bool:
        """It does not fit in an int64."""
        return self.top > INT64_MAX or self.low < -INT64_MAX

    def __repr__(self) -> str:
        """Without its parts: written out as a tree, a plan has more terms than memory."""
        value = "" if self.value is None else f" {self.value!r}"
        return f"<{self.op}{value}, {len(self.parts)} parts>"


@dataclass(frozen=True, slots=True, eq=False)
class OneOfTwo:
    """A set of options that is `a` where the condition holds and `b` elsewhere."""

    condition: Term
    a: Options
    b: Options


@dataclass(frozen=True, slots=True, eq=False)
class AnyOfTwo:
    """The options of `a` and of `b` together."""

    a: Options
    b: Options


@dataclass(frozen=True, slots=True, eq=False)
class GivenOptions:
    """An enum as stated; `possible(mask)` is the term that one of these options is still possible."""

    possible: Any
    everything: int


Options = Term | OneOfTwo | AnyOfTwo | GivenOptions
"""An enum: as bits of a literal, or as a set that only tests look into."""


def in_order(roots: Iterable[Term], stop: Container[Term] = ()) -> list[Term]:
    """The terms below `roots` and these themselves, each once, parts before what is made of them.

    Below a term of `stop` nothing is looked at, unless it is a root.
    """
    roots = list(roots)
    order: list[Term] = []
    done: set[Term] = set()
    waiting = [(root, False) for root in reversed(roots)]
    while waiting:
        term, parts_done = waiting.pop()
        if term in done:
            continue
        if parts_done:
            done.add(term)
            order.append(term)
        else:
            waiting.append((term, True))
            if term not in stop or term in roots:
                waiting.extend((part, False) for part in reversed(term.parts))
    return order
