"""The syntax tree of one line of rule: branches and leaves, and both as JSON so that a tree can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple


class Leaf(str):
    """A word of a rule; `type` is its kind in the grammar (MONEY, RATE, NAME …)."""

    __slots__ = ("type",)
    type: str

    @staticmethod
    def of(kind: str, text: str) -> Leaf:
        leaf = Leaf(text)
        leaf.type = kind
        return leaf


class Branch(NamedTuple):
    """A construct of the grammar (`compare`, `at_most` …) and its parts."""

    data: str
    children: list[Any]

    def leaves(self) -> Iterator[Leaf]:
        for child in self.children:
            if isinstance(child, Leaf):
                yield child
            else:
                yield from child.leaves()

    def as_json(self) -> list[Any]:
        return [
            self.data,
            [[child.type, child, 0] if isinstance(child, Leaf) else child.as_json() for child in self.children],
        ]

    @staticmethod
    def from_json(value: list[Any]) -> Branch:
        data, children = value
        return Branch(data, [Leaf.of(c[0], c[1]) if len(c) == 3 else Branch.from_json(c) for c in children])
