"""Which organisation, for which day, as known when: what the pages of this surface are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from sihang.bilingual import both
from sihang.checkup.from_register import Assessed, assess_from_register
from sihang.register.queries import organisations_visible_to
from sihang.rulebook import Rulebook
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR
from sihang.rulebook.shelf import rulebook_of


def rulebook() -> Rulebook:
    return rulebook_of(settings.POLICIES)


def organisation_of(request: HttpRequest, uscc: str) -> Any:
    """An organisation that the viewer may read; of any other it is not said that it exists."""
    found = organisations_visible_to(request.user).filter(uscc=uscc).first()
    if found is None:
        raise Http404
    return found


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
"""A browser takes no other form, whatever the language of the page."""


class DaysForm(forms.Form):
    """For which day, and by what the register knew at the end of which day."""

    on = forms.DateField(label=both("体检日", "Day of the check-up"), widget=DAY)
    known = forms.DateField(
        label=both("按哪天为止的档案", "By the register as of"),
        required=False,
        widget=DAY,
        help_text=both("留空即现在", "Empty: as it is now"),
    )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not FIRST_YEAR <= day.year < LAST_YEAR:
            raise forms.ValidationError(both("日期超出范围", "The day is out of range"))
        return day


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
