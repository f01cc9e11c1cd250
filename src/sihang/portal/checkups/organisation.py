"""One organisation: its check-up as of a day, on the page and on paper, kept where the viewer says so."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sihang.bilingual import language
from sihang.checkup.actions.keep_check_up import keep_check_up
from sihang.checkup.queries import check_ups_visible_to
from sihang.portal.applicant.opening import of_organisation
from sihang.portal.checkups.asked import DaysForm, assessed, days_form, days_of
from sihang.portal.checkups.held import facts_held
from sihang.portal.shared.assessment_paper import assessment_on_paper
from sihang.portal.shared.pdf_answer import pdf_answer
from sihang.portal.shared.rules import rulebook
from sihang.rulebook.showing.assessments import assessment_shown

KEPT_SHOWN = 20


@of_organisation
@require_safe
def page(request: HttpRequest, organisation: Any) -> HttpResponse:
    form, lang = days_form(request.GET), language()
    context = {
        "organisation": organisation,
        "form": form,
        "kept": check_ups_visible_to(request.user).filter(organisation=organisation).defer("content")[:KEPT_SHOWN],
    }
    if form.is_valid():
        days = days_of(form, timezone.now())
        shown = assessment_shown(assessed(organisation, days).assessment, lang)
        held = facts_held(organisation, days, rulebook(), lang)
        context |= {"shown": shown, "has_sums": any(each.amount for each in shown.results), "held": held, "days": days}
    return render(request, "checkups/organisation.html", context)


@of_organisation
@require_safe
def pdf(request: HttpRequest, organisation: Any) -> HttpResponse:
    form, lang = days_form(request.GET), language()
    if not form.is_valid():
        return redirect("checkups:organisation", organisation.uscc)
    days = days_of(form, timezone.now())
    said = [(each.label, each.value) for each in facts_held(organisation, days, rulebook(), lang)]
    found = assessed(organisation, days).assessment
    return pdf_answer(
        request, f"checkup-{organisation.uscc}-{days.on.isoformat()}.pdf",
        lambda: assessment_on_paper(found, said, lang, of=f"{organisation.name} {organisation.uscc}"),
    )  # fmt: skip


@of_organisation
@require_POST
def keep(request: HttpRequest, organisation: Any) -> HttpResponse:
    form = DaysForm(request.POST)
    if not form.is_valid():
        return redirect("checkups:organisation", organisation.uscc)
    now = timezone.now()
    days = days_of(form, now)
    kept = keep_check_up(
        actor=request.user, organisation_id=organisation.pk, rulebook=rulebook(), on=days.on, known=days.known, now=now
    )
    return redirect("checkups:kept", kept.pk)
