"""What a name may mean in one rule: the facts of the organisation and of the measure's matter, the slots, the built-ins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sihang.rulebook.facts import BUILT_IN, ORGANISATION, Fact
from sihang.rulebook.slots import Slot


@dataclass(frozen=True, slots=True)
class Fill:
    """What one document puts into a slot; the lines are still text, to be read in the measure's scope."""

    slot: str
    value: str
    when: str | None
    package: str
    document: str


@dataclass(frozen=True)
class Scope:
    """The names that one rule may use, each by its Chinese label and by its key."""

    names: Mapping[str, Fact | Slot]
    year: Fact | None = None
    fills: Mapping[str, Fill] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(
        facts: Iterable[Fact],
        slots: Iterable[Slot],
        *,
        matter: str | None,
        year: str | None = None,
        fills: Mapping[str, Fill] | None = None,
    ) -> Scope:
        """The scope of a measure whose matter type is `matter`."""
        names: dict[str, Fact | Slot] = {}
        elsewhere: dict[str, str] = {}
        for fact in (*BUILT_IN, *facts):
            mine = fact in BUILT_IN or fact.holder in (ORGANISATION, matter)
            for name in (fact.key, fact.words.zh):
                if mine:
                    names[name] = fact
                else:
                    elsewhere[name] = fact.holder
        for slot in slots:
            names[slot.key] = names[slot.words.zh] = slot
        year_fact = names.get(year) if year else None
        return Scope(names, year_fact if isinstance(year_fact, Fact) else None, fills or {}, elsewhere)
