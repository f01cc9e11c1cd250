"""Two check-ups side by side: two days, or one that was kept and a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sihang.bilingual import both, language
from sihang.checkup.comparison import Comparison, Result, compare
from sihang.checkup.queries import check_ups_visible_to
from sihang.portal.applicant.opening import of_organisation
from sihang.portal.checkups.asked import Days, assessed
from sihang.portal.shared.days import DayOfRules
from sihang.portal.shared.rules import rulebook
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import Words
from sihang.rulebook.evaluate import Finding
from sihang.rulebook.explain import FINDING_WORDS
from sihang.rulebook.facts import Fact
from sihang.rulebook.saved import saved
from sihang.rulebook.showing.stated import of_year, stated_shown
from sihang.rulebook.showing.sums import range_shown
from sihang.values import Money

NOT_THERE = Words("没有", "not there")


class SidesForm(forms.Form):
    """The earlier side (a check-up that was kept, else a day), and the later day."""

    kept = forms.ModelChoiceField(
        queryset=None, required=False, label=both("以前保存的体检", "A check-up that was kept"),
        empty_label=both("（不用，按日期）", "(none, by day)"),
    )  # fmt: skip
    before = DayOfRules(label=both("或以前的日期", "Or an earlier day"), required=False)
    after = DayOfRules(label=both("以后的日期", "A later day"))

    def __init__(self, given: Any, kept: Any) -> None:
        super().__init__(given)
        self.fields["kept"].queryset = kept

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("kept") and not found.get("before"):
            raise forms.ValidationError(
                both("请选一份保存的体检，或一个以前的日期", "Choose a check-up that was kept, or an earlier day")
            )
        return found


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that is not the same, before and after."""

    label: str
    before: str
    after: str


@of_organisation
@require_safe
def page(request: HttpRequest, organisation: Any) -> HttpResponse:
    today = timezone.localdate()
    kept = check_ups_visible_to(request.user).filter(organisation=organisation)
    usual = {"before": today.replace(year=today.year - 1, day=min(today.day, 28)), "after": today}
    form = SidesForm(request.GET if "after" in request.GET else usual, kept)
    context = {"organisation": organisation, "form": form}
    if form.is_valid():
        now, asked = timezone.now(), form.cleaned_data

        def made(on: Any) -> dict[str, Any]:
            case, assessment = assessed(organisation, Days(on, now))
            return saved(assessment, case)

        before = asked["kept"].content if asked["kept"] else made(asked["before"])
        context |= _shown(compare(before, made(asked["after"])), language(), asked["after"])
        context |= {"from": before["on"], "to": asked["after"].isoformat()}
    return render(request, "checkups/compared.html", context)


def _shown(found: Comparison, lang: str, on: Any) -> dict[str, Any]:
    rules = rulebook().rules(on)
    titles = {each.id: each.title.to(lang) for each in rules.measures}
    changes = [
        Moved(titles.get(each.measure, each.measure), _result(each.before, lang), _result(each.after, lang))
        for each in found.changes
    ]
    facts = [_fact(rules.facts, *each, lang=lang) for each in found.facts]
    return {"found": found, "changes": changes, "facts": facts}


def _result(result: Result | None, lang: str) -> str:
    if result is None:
        return NOT_THERE.to(lang)
    low, high = result.amount
    pair = (Money.from_yuan(low).fen, NO_BOUND if high is None else Money.from_yuan(high).fen)
    finding = FINDING_WORDS[Finding(result.finding)].to(lang)
    return finding if pair == (0, 0) else f"{finding} · {range_shown(pair, lang)}"


def _fact(facts: Mapping[str, Fact], key: str, before: Any, after: Any, *, lang: str) -> Moved:
    name, _, year = key.partition(".")
    fact = facts.get(name)
    label = of_year(fact.words, year).to(lang) if fact else key
    return Moved(label, *(stated_shown(fact, each, lang) if fact else str(each) for each in (before, after)))
