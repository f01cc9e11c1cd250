"""An organisation assessed from what the register knows of it, as of a day and as known at a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sihang.register.case import case_of
from sihang.register.models import Organisation
from sihang.register.queries import held_facts
from sihang.rulebook import Assessment, Rulebook


class Assessed(NamedTuple):
    """The case, as the register told it, and its assessment."""

    case: dict[str, Any]
    assessment: Assessment


def assess_from_register(organisation: Organisation, rulebook: Rulebook, *, on: date, known: datetime) -> Assessed:
    """Assess for the day `on` with what had been recorded at `known`; matters belong to applications, so there are none."""
    held = held_facts(organisation, on=on, known=known)
    declared = rulebook.vocabulary(on).organisation
    case = case_of(organisation.uscc, organisation.name, held, declared)
    return Assessed(case, rulebook.assess(case, on=on))
