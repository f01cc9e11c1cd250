"""What a case may say: every fact of the packages loaded, or only what one measure asks; and a case to be filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sihang.rulebook.case import MatterType
from sihang.rulebook.expressions import facts_of
from sihang.rulebook.facts import FOUNDED, ORGANISATION, Fact
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Measure


@dataclass(frozen=True, slots=True)
class AskedOfMatter:
    """What is asked of a matter of one type, and the measures that it may be claimed for."""

    type: MatterType
    measures: tuple[str, ...]
    facts: tuple[Fact, ...]
    determinations: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a case may say: of the organisation, and of matters by their type. In the order of facts.yaml."""

    organisation: tuple[Fact, ...]
    matters: tuple[AskedOfMatter, ...]

    def case(self) -> dict[str, Any]:
        """A case that can be assessed as it stands: one matter of each type, and every fact still unknown."""
        return {
            "organisation": {"uscc": None, "name": None},
            "facts": _unknown(self.organisation),
            "matters": [
                {
                    "id": f"{matter.type.key}-1",
                    "type": matter.type.key,
                    "project": None,
                    "year": None,
                    "facts": _unknown(matter.facts),
                    "determinations": _unknown(matter.determinations),
                }
                for matter in self.matters
            ],
            "support_received": [],
        }


def asked_by_all(rules: Rules) -> Asked:
    """Everything that a case may say."""
    return _asked(rules, rules.facts, matter_types(rules).values())


def asked_by(measures: Sequence[Measure], rules: Rules) -> Asked:
    """Only what the rules of these measures use."""
    of = {measure.matter for measure in measures}
    types = [each for key, each in matter_types(rules).items() if key in of]
    return _asked(rules, _used(measures), types, measures)


def asked_of(matter: MatterType, rules: Rules) -> Asked:
    """All that may be said of one type of matter, and what the measures for it use of the organisation."""
    measures = [measure for measure in rules.measures if measure.matter == matter.key]
    return _asked(rules, _used(measures) | set(matter.facts), [matter], measures)


def matter_types(rules: Rules) -> dict[str, MatterType]:
    return {key: matter for package in rules.packages for key, matter in package.matters.items()}


def _asked(
    rules: Rules, keys: Iterable[str], types: Iterable[MatterType], measures: Sequence[Measure] | None = None
) -> Asked:
    chosen = set(keys)
    among = rules.measures if measures is None else measures
    return Asked(
        tuple(fact for fact in rules.facts.values() if fact.holder == ORGANISATION and fact.key in chosen),
        tuple(_of_matter(matter, chosen, among) for matter in types),
    )


def _of_matter(matter: MatterType, chosen: set[str], measures: Iterable[Measure]) -> AskedOfMatter:
    mine = [fact for key, fact in matter.facts.items() if key in chosen]
    return AskedOfMatter(
        matter,
        tuple(measure.id for measure in measures if measure.matter == matter.key),
        tuple(fact for fact in mine if fact.determination is None),
        tuple(fact for fact in mine if fact.determination is not None),
    )


def _used(measures: Iterable[Measure]) -> set[str]:
    """The keys that the rules use. Where a series counts, so does the founding: the years before it are absent."""
    facts = [fact for measure in measures for node in measure.nodes() for fact in facts_of(node)]
    facts += [measure.year for measure in measures if measure.year is not None]
    founded = {FOUNDED} if any(fact.series for fact in facts) else set()
    return {fact.key for fact in facts} | founded


def _unknown(facts: Iterable[Fact]) -> Mapping[str, None]:
    return {fact.key: None for fact in facts}
