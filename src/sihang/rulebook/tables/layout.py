"""In which order to work terms out: what is used more than once gets a name, and names stand in layers.

A layer uses the input and the layers before it, so an engine sees many small expressions and works each out once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sihang.rulebook.tables.cells import columns_of
from sihang.rulebook.terms import Op, Term, in_order

Write = Callable[[Term, Sequence[Any]], Any]
"""A term from its parts, in an engine's words."""
DEEPEST = 24
"""Levels of nesting inside one expression; beyond, parsers and optimizers of engines become slow."""


@dataclass(frozen=True)
class Layout:
    """`layers`: names to terms, each layer from the ones before; `named`: the name of each of these terms."""

    layers: tuple[Mapping[str, Term], ...]
    named: Mapping[Term, str]
    roots: tuple[Term, ...]

    def shown(self, term: Term, write: Write, read: Callable[[str], Any]) -> Any:
        """The term where it is used: its name, if it has one."""
        return read(self.named[term]) if term in self.named else self.defined(term, write, read)

    def defined(self, term: Term, write: Write, read: Callable[[str], Any]) -> Any:
        """The term worked out, in an engine's words, from what has a name."""
        done: dict[Term, Any] = {}
        for each in in_order([term], stop=self.named):
            if each is not term and each in self.named:
                done[each] = read(self.named[each])
            else:
                done[each] = write(each, [done[part] for part in each.parts])
        return done[term]

    def carried(self, keep: Collection[str]) -> list[list[str]]:
        """For each layer the columns from before it, of the input or named, that a later layer or the end still reads."""
        wanted = dict.fromkeys([*keep, *(column for root in self.roots for column in self._reads(root, whole=False))])
        carried = []
        for layer in reversed(self.layers):
            here = [column for column in wanted if column not in layer]
            carried.append(here)
            wanted = dict.fromkeys([*here, *(column for term in layer.values() for column in self._reads(term))])
        return carried[::-1]

    def _reads(self, term: Term, *, whole: bool = True) -> list[str]:
        """The columns, of the input or named, that working `term` out reads."""
        if term in self.named and not whole:
            return [self.named[term]]
        below = in_order([term], stop=self.named)
        columns = [self.named[each] for each in below if each is not term and each in self.named]
        for each in below:
            if each.op is Op.INPUT and (each is term or each not in self.named):
                columns += columns_of(each.value)
        return columns


def layout(roots: Sequence[Term], prefix: str) -> Layout:
    """Layers of names for everything below `roots` that is used more than once, beginning with `prefix`."""
    order = in_order(roots)
    uses = Counter(part for term in order for part in term.parts)
    uses.update(set(roots))
    level: dict[Term, int] = {}
    depth: dict[Term, int] = {}
    named: dict[Term, str] = {}
    layers: list[dict[str, Term]] = []
    for term in order:
        level[term] = max((level[part] + (part in named) for part in term.parts), default=0)
        depth[term] = 1 + max((0 if part in named else depth[part] for part in term.parts), default=0)
        if term.op is not Op.LITERAL and (uses[term] > 1 or depth[term] >= DEEPEST):
            layers += [{} for _ in range(level[term] + 1 - len(layers))]
            named[term] = f"{prefix}{len(named)}"
            layers[level[term]][named[term]] = term
    return Layout(tuple(layers), named, tuple(roots))
