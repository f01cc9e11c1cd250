"""What a reader has open: a policy on a day, with the documents that are read beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from sihang.bilingual import both, language
from sihang.portal.shared.days import DayField
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.errors import PackageUnusable
from sihang.rulebook.package import Package
from sihang.rulebook.shelf import package_named, rulebook_of
from sihang.rulebook.showing.measures import MeasureShown, measures_shown
from sihang.rulebook.showing.policies import PolicyShown, called, documents_beside, policy_shown
from sihang.rulebook.showing.slots import SlotShown, slots_shown
from sihang.rulebook.showing.texts import PartShown, text_shown


@dataclass(frozen=True)
class Edition:
    """A policy as in force on a day, in the reader's language. `beside` are the documents loaded with it."""

    package: Package
    beside: tuple[str, ...]
    on: date
    lang: str

    @property
    def address(self) -> str:
        """What a link carries along so that the next page shows the same edition."""
        return urlencode([("on", self.on.isoformat()), *(("with", name) for name in self.beside)])

    @cached_property
    def rulebook(self) -> Rulebook:
        return rulebook_of((self.package.id, *self.beside))

    @cached_property
    def policy(self) -> PolicyShown:
        return policy_shown(self.package, self.lang)

    @cached_property
    def measures(self) -> tuple[MeasureShown, ...]:
        return measures_shown(self.rulebook, self.on, self.lang)

    @cached_property
    def slots(self) -> tuple[SlotShown, ...]:
        return slots_shown(self.rulebook, self.on, self.lang)

    @cached_property
    def parts(self) -> tuple[PartShown, ...]:
        return text_shown(self.package, self.measures, self.lang)


class EditionForm(forms.Form):
    """On which day, and with which documents beside the policy."""

    on = DayField(label=both("哪一天的规则", "Rules of which day"))
    beside = forms.MultipleChoiceField(
        label=both("同时适用的文件", "Documents read beside it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, choices: Iterable[PolicyShown], on: date, beside: Iterable[str]) -> None:
        super().__init__({"on": on, "beside": list(beside)}, auto_id="edition-%s")
        self.fields["beside"].choices = [(each.id, called(each, language())) for each in choices]


def package_or_404(name: str) -> Package:
    try:
        return package_named(name)
    except PackageUnusable:
        raise Http404 from None


def edition_of(request: HttpRequest, name: str) -> Edition:
    """The edition that an address asks for: today, with the documents of the settings, unless it says otherwise."""
    package = package_or_404(name)
    return Edition(package, _beside(request.GET, package), _day(request.GET, "on"), language())


def _beside(asked: QueryDict, package: Package) -> tuple[str, ...]:
    able = [each.id for each in documents_beside([package.id], "zh")]
    wanted = asked.getlist("with") if "on" in asked or "with" in asked else settings.POLICIES
    return tuple(name for name in able if name in wanted)


def _day(asked: QueryDict, name: str) -> date:
    """A day as an address has it; today where it has none that can be read."""
    try:
        return date.fromisoformat(asked.get(name, ""))
    except ValueError:
        return timezone.localdate()


def shown_in(edition: Edition, here: str) -> dict[str, object]:
    """What every page of an edition needs: itself, the choice of another, and where the reader is."""
    choices = documents_beside([edition.package.id], edition.lang)
    form = EditionForm(choices, edition.on, edition.beside)
    return {"edition": edition, "policy": edition.policy, "form": form, "here": here}
