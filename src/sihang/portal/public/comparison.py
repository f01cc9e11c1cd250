"""Two editions side by side: another day, or with another document beside the policy."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sihang.bilingual import both
from sihang.portal.public.edition import Edition, edition_of, shown_in
from sihang.portal.shared.days import DayField
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.shelf import rulebook_of
from sihang.rulebook.showing.policies import PolicyShown, documents_beside
from sihang.rulebook.showing.versions import comparison_shown


class SideForm(forms.Form):
    """One side: a day, and the documents beside the policy."""

    on = DayField(label=both("哪一天", "Which day"))
    beside = forms.MultipleChoiceField(
        label=both("同时适用的文件", "Documents beside it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, asked: object, prefix: str, choices: list[PolicyShown]) -> None:
        super().__init__(asked, prefix=prefix)
        self.fields["beside"].choices = [(each.id, f"{each.title} {each.document}") for each in choices]

    def add_prefix(self, field_name: str) -> str:
        """`old_on`, as the API calls it."""
        return f"{self.prefix}_{field_name}"


@login_not_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    edition = edition_of(request, name)
    choices = documents_beside([edition.package.id], edition.lang)
    asked = request.GET if "old_on" in request.GET else _usual(edition, choices)
    sides = [SideForm(asked, prefix, choices) for prefix in ("old", "new")]
    context = {**shown_in(edition, "comparison"), "sides": sides, "found": None}
    if all(side.is_valid() for side in sides):
        old, new = ((side.cleaned_data["on"], side.cleaned_data["beside"]) for side in sides)
        context["found"] = comparison_shown(_open(edition, *old), _open(edition, *new), edition.lang)
    return render(request, "public/policies/comparison.html", context)


def _open(edition: Edition, on: date, beside: list[str]) -> tuple[Rulebook, date]:
    return rulebook_of((edition.package.id, *beside)), on


def _usual(edition: Edition, choices: list[PolicyShown]) -> dict[str, object]:
    """What is asked most: the policy alone, and with every document that is in force and no example."""
    today = timezone.localdate().isoformat()
    documents = [each.id for each in choices if each.kind != "example"]
    return {"old_on": today, "new_on": today, "old_beside": [], "new_beside": documents}
