"""Accepting and rejecting what was read, one by one."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sihang.bilingual import both
from sihang.documents.actions.reject_proposal import reject_proposal
from sihang.documents.queries import proposals_visible_to
from sihang.portal.shared.rules import rulebook
from sihang.register.actions.state_read_fact import state_read_fact


class YearForm(forms.Form):
    year = forms.IntegerField(required=False)


@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    form = YearForm(request.POST)
    year = form.cleaned_data["year"] if form.is_valid() else None
    proposal = get_object_or_404(proposals_visible_to(request.user).select_related("reading"), pk=number)
    stated = state_read_fact(proposal_id=number, actor=request.user, year=year, rulebook=rulebook(), now=timezone.now())
    if stated is None:
        messages.success(request, both("已采纳。", "Accepted."))
    else:
        messages.success(request, both("已采纳，并记入单位档案。", "Accepted, and stated in the register."))
    return redirect("papers:document", proposal.reading.document_id)


@require_POST
def reject(request: HttpRequest, number: int) -> HttpResponse:
    proposal = get_object_or_404(proposals_visible_to(request.user).select_related("reading"), pk=number)
    reject_proposal(proposal_id=number, actor=request.user, now=timezone.now())
    messages.success(request, both("未采纳，不会用于任何演算。", "Rejected; nothing will use it."))
    return redirect("papers:document", proposal.reading.document_id)
