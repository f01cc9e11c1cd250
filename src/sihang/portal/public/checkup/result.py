"""The result of a check-up: the page, the printed page, and a copy under a link that works in this session only."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sihang.bilingual import language
from sihang.portal.public.checkup.asking import progress_of
from sihang.portal.public.checkup.opening import unusable, with_sitting
from sihang.portal.public.checkup.said import answers_said
from sihang.portal.public.checkup.sitting import Sitting, keep, save_copy, saved_copy
from sihang.portal.public.checkup.terms import TermsForm
from sihang.portal.shared.assessment_paper import assessment_on_paper
from sihang.portal.shared.pdf_answer import pdf_answer
from sihang.rulebook import CaseUnusable
from sihang.rulebook.showing.assessments import assessment_shown


@with_sitting
@require_safe
def page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return _page(request, sitting, None)


@with_sitting
@require_safe
def pdf(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return _pdf(request, sitting)


@with_sitting
@require_POST
def save(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return redirect("checkup:saved", save_copy(request.session, sitting))


@never_cache
@login_not_required
@require_safe
def saved(request: HttpRequest, name: str) -> HttpResponse:
    """A copy as it was saved; in any other session there is none."""
    sitting = saved_copy(request.session, name)
    if sitting is None:
        return render(request, "public/checkup/not_here.html", status=404)
    try:
        return _page(request, sitting, name)
    except CaseUnusable as error:
        return unusable(request, sitting, error)


@never_cache
@login_not_required
@require_safe
def saved_pdf(request: HttpRequest, name: str) -> HttpResponse:
    return _pdf(request, _copy(request, name))


@login_not_required
@require_POST
def resume(request: HttpRequest, name: str) -> HttpResponse:
    """Go on from a copy; what is under way now makes way for it."""
    keep(request.session, _copy(request, name))
    return redirect("checkup:next")


def _copy(request: HttpRequest, name: str) -> Sitting:
    sitting = saved_copy(request.session, name)
    if sitting is None:
        raise Http404
    return sitting


def _page(request: HttpRequest, sitting: Sitting, saved_as: str | None) -> HttpResponse:
    lang = language()
    shown = assessment_shown(sitting.assessment, lang)
    context = {
        "sitting": sitting,
        "shown": shown,
        "has_sums": any(each.amount for each in shown.results),
        "said": answers_said(sitting, lang),
        "progress": progress_of(sitting),
        "form": TermsForm(sitting=sitting),
        "saved_as": saved_as,
        "address": request.build_absolute_uri() if saved_as else None,
    }
    return render(request, "public/checkup/result.html", context)


def _pdf(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return pdf_answer(request, f"checkup-{sitting.on.isoformat()}.pdf", lambda: printed(sitting, language()))


def printed(sitting: Sitting, lang: str) -> bytes:
    """A PDF of a check-up; raise NoChineseFont where it cannot be written."""
    said = [(each.label, each.value) for each in answers_said(sitting, lang)]
    return assessment_on_paper(sitting.assessment, said, lang)
