"""Where a fact is used: the words of each measure that make it matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sihang.rulebook.expressions import Node, facts_of
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Basis, Measure


@dataclass(frozen=True, slots=True)
class UseShown:
    """A measure that a fact decides in, with the words of the clause that ask for it."""

    measure: str
    policy: str
    title: str
    clause: str
    quote: str | None


def uses_shown(rules: Rules, fact: str | None, measures: Iterable[str], lang: str) -> tuple[UseShown, ...]:
    """The uses of a fact in these measures, in their order; of no fact, what each measure is about."""
    wanted = set(measures)
    found = (each for each in rules.measures if each.id in wanted)
    return tuple(_use(each, fact, lang) for each in found)


def _use(measure: Measure, fact: str | None, lang: str) -> UseShown:
    whole = Basis(measure.clause, measure.quote, (), measure.package)
    asking = (basis for node, basis in _rules_of(measure) if fact in {each.key for each in facts_of(node)})
    basis = next((each for each in asking if each.quote), whole) if fact is not None else whole
    return UseShown(measure.id, measure.package, measure.title.to(lang), basis.clause, basis.quote)


def _rules_of(measure: Measure) -> Iterator[tuple[Node, Basis]]:
    for condition in measure.conditions:
        yield condition.node, condition.basis
    if measure.money is not None:
        yield measure.money.node, measure.money.basis
    for service in measure.services:
        for node in (service.when, service.quantity):
            if node is not None:
                yield node, service.basis
