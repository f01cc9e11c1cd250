"""What every page of an organisation needs first: the organisation, if it is the viewer's to see, and the tabs of its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sihang.register import permissions
from sihang.register.queries import organisations_visible_to
from sihang.rulebook.errors import Words

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Tab:
    words: Words
    address: str


TABS = (
    Tab(Words("概况", "Overview"), "applicant:home"),
    Tab(Words("事实", "Facts"), "applicant:facts"),
    Tab(Words("年度数据", "Yearly accounts"), "applicant:accounts"),
    Tab(Words("政策体检", "Check-up"), "checkups:organisation"),
    Tab(Words("人员授权", "Who acts for it"), "applicant:mandates"),
)
OFFICE_TABS = (
    Tab(Words("资质登记", "Enter statuses"), "officer:statuses"),
    Tab(Words("关联关系", "Relations"), "officer:relations"),
)


def of_organisation(view: View) -> View:
    """A page of one organisation; for whoever may not read it there is none."""

    @wraps(view)
    def handle(request: HttpRequest, uscc: str, **asked: Any) -> HttpResponse:
        return view(request, get_object_or_404(organisations_visible_to(request.user), uscc=uscc), **asked)

    return handle


def show(
    request: HttpRequest, organisation: Any, template: str, shown: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page inside the frame of an organisation."""
    tabs = TABS + (OFFICE_TABS if permissions.may_read_register(request.user) else ())
    addresses = [(tab.words, reverse(tab.address, args=[organisation.uscc])) for tab in tabs]
    here = max((at for _, at in addresses if request.path.startswith(at)), key=len)
    frame = {
        "organisation": organisation,
        "tabs": [(words, at, at == here) for words, at in addresses],
        "may_state": permissions.may_state_fact(request.user, organisation),
        "may_keep": permissions.may_keep_register(request.user),
        "is_office": permissions.may_read_register(request.user),
    }
    return render(request, template, {**frame, **shown}, status=status)
