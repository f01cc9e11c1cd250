"""What the register holds of an organisation, with who says so, as a reader sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sihang.portal.checkups.asked import Days
from sihang.register.case import case_of
from sihang.register.queries import held_facts
from sihang.rulebook import Rulebook
from sihang.rulebook.showing.stated import of_year, stated_shown


@dataclass(frozen=True, slots=True)
class HeldShown:
    """One fact, or one fiscal year of a series."""

    label: str
    value: str
    sources: str
    is_verified: bool


def facts_held(organisation: Any, days: Days, rulebook: Rulebook, lang: str) -> tuple[HeldShown, ...]:
    """Every fact that the check-up rests on, in the order of the rulebook, the latest year first."""
    held = held_facts(organisation, on=days.on, known=days.known)
    declared = rulebook.vocabulary(days.on).organisation
    stated = case_of(organisation.uscc, organisation.name, held, declared)["facts"]
    rows = []
    for key, fact in declared.items():
        values = {None: stated[key]} if key in stated and not fact.series else stated.get(key, {})
        for year, value in sorted(values.items(), key=lambda item: item[0] or "", reverse=True):
            found = held[key, None if year is None else int(year)]
            label = of_year(fact.words, year).to(lang)
            sources = dict.fromkeys(each.source.words.to(lang) for each in found.by)
            rows.append(HeldShown(label, stated_shown(fact, value, lang), " / ".join(sources), found.verified))
    return tuple(rows)
