"""What every page of the check-up needs first: a check-up that was begun, and answers that can be used."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from sihang.bilingual import language
from sihang.portal.public.checkup.said import address_of, answers_said
from sihang.portal.public.checkup.sitting import Sitting, sitting_in
from sihang.rulebook import CaseUnusable

View = Callable[..., HttpResponse]


def with_sitting(view: View) -> View:
    """A page for anyone, called with the check-up of the session; without one it leads to the beginning."""

    @never_cache
    @login_not_required
    @wraps(view)
    def handle(request: HttpRequest, **asked: Any) -> HttpResponse:
        sitting = sitting_in(request.session)
        if sitting is None:
            return redirect("checkup:start")
        try:
            return view(request, sitting, **asked)
        except CaseUnusable as error:
            return unusable(request, sitting, error)

    return handle


def unusable(request: HttpRequest, sitting: Sitting, error: CaseUnusable) -> HttpResponse:
    """Answers that do not fit the day or the documents any more: each with the question to go back to."""
    said = {each.address: each for each in answers_said(sitting, language())}
    problems = [(problem, _answer_of(problem.where, sitting, said)) for problem in error.problems]
    return render(request, "public/checkup/unusable.html", {"sitting": sitting, "problems": problems})


def _answer_of(where: str, sitting: Sitting, said: dict[str, Any]) -> Any:
    parts = where.replace("[", ".").replace("]", ".").split(".")
    return next((said.get(address_of(key)) for key in sitting.order if key in parts), None)
