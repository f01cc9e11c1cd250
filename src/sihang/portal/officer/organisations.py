"""Every organisation of the register, for the office: found, filtered, a page at a time; and opening a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from sihang.accounts.errors import NotReady
from sihang.accounts.permissions import require
from sihang.bilingual import both, language
from sihang.portal.applicant.shown import STATES, value_shown
from sihang.portal.shared.paging import paged
from sihang.portal.shared.rules import facts_kept
from sihang.register import permissions
from sihang.register.actions.register_organisation import register_organisation
from sihang.register.history import held
from sihang.register.queries import (
    called,
    facts_visible_to,
    in_force,
    organisations_visible_to,
    statuses_visible_to,
    with_status,
)
from sihang.register.states import Level, StatusKind
from sihang.rulebook.case import State

ON_A_PAGE = 30
SHOWN = ("kind", "founded_year")
"""Facts that stand in the list."""


class Filter(forms.Form):
    q = forms.CharField(label=both("名称或统一社会信用代码", "Name or USCC"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=both("有效资质", "Status in force"),
        required=False,
        choices=[("", both("不限", "Any")), *((kind.value, both(*kind.words)) for kind in StatusKind)],
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    require(permissions.may_read_register, request.user)
    form, today = Filter(request.GET), timezone.localdate()
    every = organisations_visible_to(request.user).order_by("name", "pk")
    if form.is_valid():
        every = _narrowed(every, form.cleaned_data, today)
    lists = paged(request, every, ON_A_PAGE)
    shown = {
        "form": form,
        **lists,
        "rows": _rows(request.user, lists["found"].object_list, today),
        "may_keep": permissions.may_keep_register(request.user),
        "columns": [facts_kept()[key].words for key in SHOWN if key in facts_kept()],
    }
    return render(request, "officer/organisations.html", shown)


def _narrowed(every: Any, asked: dict[str, Any], today: date) -> Any:
    every = called(every, asked["q"])
    if asked["status"]:
        every = with_status(every, StatusKind(asked["status"]), today)
    return every


def _rows(viewer: Any, organisations: Iterable[Any], today: date) -> list[dict[str, Any]]:
    """With what the list shows of each: three queries, however many there are."""
    page, lang, facts, now = list(organisations), language(), facts_kept(), timezone.now()
    ids = [each.pk for each in page]
    said: dict[tuple[int, str], list[Any]] = {}
    for fact in facts_visible_to(viewer).filter(organisation_id__in=ids, key__in=SHOWN):
        said.setdefault((fact.organisation_id, fact.key), []).append(fact.statement)
    statuses: dict[int, list[Any]] = {}
    for status in in_force(statuses_visible_to(viewer).filter(organisation_id__in=ids), today):
        words = (StatusKind(status.kind).words, Level(status.level).words)
        statuses.setdefault(status.organisation_id, []).append(words)

    def shown(of: Any, key: str) -> str:
        found = held(said.get((of.pk, key), ()), on=today, known=now)
        return (
            value_shown(facts[key], found.value, lang) if found.state is State.KNOWN else STATES[found.state].to(lang)
        )

    return [
        {
            "organisation": each,
            "values": [shown(each, key) for key in SHOWN if key in facts],
            "statuses": statuses.get(each.pk, []),
        }
        for each in page
    ]


class NewForm(forms.Form):
    uscc = forms.CharField(label=both("统一社会信用代码", "USCC"), max_length=18)
    name = forms.CharField(label=both("单位名称", "Name"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open the file of one organisation by hand."""
    require(permissions.may_keep_register, request.user)
    form, problems = NewForm(request.POST or None), ()
    if request.method == "POST" and form.is_valid():
        try:
            made = register_organisation(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except NotReady as error:
            problems = error.problems
        else:
            messages.success(request, both("已建档", "The file is open"))
            return redirect("applicant:home", made.uscc)
    status = 422 if problems or form.errors else 200
    return render(request, "officer/new.html", {"form": form, "problems": problems}, status=status)
