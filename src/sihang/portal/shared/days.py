"""A day as a field of a form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from sihang.bilingual import both
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR


class DayField(forms.DateField):
    """With the calendar of the browser, which takes no other form than 2025-06-30, whatever the language of the page."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **given)


class DayOfRules(DayField):
    """A day for which rules are asked, so one within the years that a case may state."""

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value.year < LAST_YEAR:
            raise forms.ValidationError(both("日期超出范围", "The day is out of range"))
