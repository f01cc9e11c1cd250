"""Who acts for an organisation: giving and ending mandates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from sihang.accounts import permissions
from sihang.accounts.actions.end_mandate import end_mandate
from sihang.accounts.actions.give_mandate import give_mandate
from sihang.accounts.errors import NotReady
from sihang.accounts.queries import mandates_visible_to
from sihang.accounts.states import MANDATE_WORDS, MandateKind
from sihang.bilingual import both
from sihang.portal.applicant.opening import of_organisation, show


class MandateForm(forms.Form):
    """An account of the portal, and as what it acts."""

    account = forms.CharField(label=both("账号", "Account"), max_length=150)
    kind = forms.ChoiceField(
        label=both("身份", "As"), choices=[(kind.value, both(*words)) for kind, words in MANDATE_WORDS.items()]
    )


@of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, organisation: Any) -> HttpResponse:
    form, problems = MandateForm(request.POST or None), ()
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, organisation, form.cleaned_data)
        except NotReady as error:
            problems = error.problems
        else:
            messages.success(request, both("已授权", "The mandate is given"))
            return redirect("applicant:mandates", organisation.uscc)
    found = mandates_visible_to(request.user).filter(uscc=organisation.uscc)
    shown = {
        "mandates": [(each, permissions.may_end_mandate(request.user, each)) for each in found],
        "kinds": MANDATE_WORDS,
        "form": form if permissions.may_give_mandate(request.user, organisation.uscc) else None,
        "problems": problems,
    }
    return show(request, organisation, "applicant/mandates.html", shown, status=422 if problems or form.errors else 200)


def _give(request: HttpRequest, organisation: Any, given: dict[str, Any]) -> None:
    give_mandate(
        actor=request.user, account=given["account"], uscc=organisation.uscc, organisation_name=organisation.name,
        kind=MandateKind(given["kind"]), now=timezone.now(),
    )  # fmt: skip


@of_organisation
@require_POST
def end(request: HttpRequest, organisation: Any, number: int) -> HttpResponse:
    mandate = get_object_or_404(mandates_visible_to(request.user), pk=number, uscc=organisation.uscc)
    end_mandate(actor=request.user, mandate_id=mandate.pk, now=timezone.now())
    messages.success(request, both("授权已终止", "The mandate is ended"))
    return redirect("applicant:mandates", organisation.uscc)
