"""Which organisation, for which day, as known when: what the pages of this surface are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from sihang.bilingual import both
from sihang.checkup.from_register import Assessed, assess_from_register
from sihang.portal.shared.days import DayOfRules
from sihang.portal.shared.rules import rulebook


class DaysForm(forms.Form):
    """For which day, and by what the register knew at the end of which day."""

    on = DayOfRules(label=both("体检日", "Day of the check-up"))
    known = DayOfRules(
        label=both("按哪天为止的档案", "By the register as of"),
        required=False,
        help_text=both("留空即现在", "Empty: as it is now"),
    )


@dataclass(frozen=True)
class Days:
    """A day of assessment, and the moment whose knowledge counts."""

    on: date
    known: datetime


def days_of(form: DaysForm, now: datetime) -> Days:
    """What a valid form asks for. A day in the register lasts until its end."""
    day = form.cleaned_data["known"]
    end = now if day is None else timezone.make_aware(datetime.combine(day, time()) + timedelta(days=1))
    return Days(form.cleaned_data["on"], min(end, now))


def days_form(given: QueryDict) -> DaysForm:
    """As an address has it; today where it names no day."""
    return DaysForm(given if "on" in given else {"on": timezone.localdate()})


def assessed(organisation: Any, days: Days) -> Assessed:
    return assess_from_register(organisation, rulebook(), on=days.on, known=days.known)
