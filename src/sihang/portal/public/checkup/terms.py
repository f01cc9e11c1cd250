"""For which day a check-up is made, under which documents, and whether decisions already taken are asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings

from sihang.bilingual import both, language
from sihang.portal.public.checkup.sitting import Sitting
from sihang.portal.shared.days import DayOfRules
from sihang.rulebook.errors import PackageUnusable
from sihang.rulebook.shelf import rulebook_of
from sihang.rulebook.showing.policies import called, documents_beside


class TermsForm(forms.Form):
    """The terms of one check-up. The policies of the portal always count; a document beside them is chosen."""

    on = DayOfRules(
        label=both("体检日", "Day of the check-up"),
        error_messages={
            "required": both("请选一天", "Choose a day"),
            "invalid": both("日期写成 2025-06-30", "Write a day such as 2025-06-30"),
        },
    )
    beside = forms.MultipleChoiceField(
        label=both("同时适用的文件", "Documents beside the policy"), required=False, widget=forms.CheckboxSelectMultiple
    )
    determinations = forms.BooleanField(
        label=both("也问主管部门已作出的认定（如已申报过）", "Ask too for decisions that an office has taken already"),
        required=False,
    )

    def __init__(self, asked: Any = None, *, sitting: Sitting) -> None:
        initial = {"on": sitting.on, "beside": list(sitting.packages), "determinations": sitting.determinations}
        super().__init__(asked, initial=initial, auto_id="terms-%s")
        self.fields["beside"].choices = [
            (each.id, called(each, language())) for each in documents_beside(settings.POLICIES, language())
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "on" in found and "beside" in found:
            try:
                rulebook_of(_packages(found["beside"])).rules(found["on"])
            except PackageUnusable as error:
                raise forms.ValidationError([each.what.to(language()) for each in error.problems]) from None
        return found

    def applied_to(self, sitting: Sitting) -> Sitting:
        """The same answers under these terms, without those that no document asks for any more."""
        found = self.cleaned_data
        packages = _packages(found["beside"])
        changed = replace(sitting, on=found["on"], packages=packages, determinations=found["determinations"])
        return changed.without_strangers()


def _packages(beside: list[str]) -> tuple[str, ...]:
    able = {each.id for each in documents_beside(settings.POLICIES, "zh")}
    return (*(each for each in settings.POLICIES if each not in able), *beside)
