"""What an organisation was recognised as: entering and revoking it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from sihang.accounts.errors import NotReady
from sihang.accounts.permissions import require
from sihang.bilingual import both, language
from sihang.portal.applicant.opening import of_organisation, show
from sihang.portal.shared.days import DayField
from sihang.register import permissions
from sihang.register.actions.grant_status import Granted, grant_status
from sihang.register.actions.revoke_status import revoke_status
from sihang.register.history import Source
from sihang.register.queries import statuses_visible_to
from sihang.register.states import Level, StatusKind


class StatusForm(forms.Form):
    kind = forms.ChoiceField(
        label=both("资质类型", "Status"), choices=[(each.value, both(*each.words)) for each in StatusKind]
    )
    level = forms.ChoiceField(label=both("级别", "Level"), choices=[(each.value, both(*each.words)) for each in Level])
    issuer = forms.CharField(label=both("认定机关", "Issuer"), required=False, max_length=200)
    number = forms.CharField(label=both("证书编号", "Number"), required=False, max_length=100)
    grade = forms.CharField(label=both("等级", "Grade"), required=False, max_length=50)
    since = DayField(label=both("有效期起", "From"))
    until = DayField(label=both("有效期止", "To"), required=False)
    source = forms.ChoiceField(
        label=both("来源", "Source"),
        choices=[(each.value, both(*each.words)) for each in Source if each is not Source.SELF_DECLARED],
    )


class RevokeForm(forms.Form):
    on = DayField(label=both("撤销日期", "Revoked on"))
    reason = forms.CharField(label=both("撤销理由", "Why"), max_length=500)


@of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, organisation: Any) -> HttpResponse:
    require(permissions.may_read_register, request.user)
    form, problems = StatusForm(request.POST or None), ()
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        source = Source(given.pop("source"))
        granted = Granted(**given | {"kind": StatusKind(given["kind"]), "level": Level(given["level"])})
        try:
            grant_status(
                actor=request.user, organisation_id=organisation.pk, granted=granted, source=source, now=timezone.now()
            )
        except NotReady as error:
            problems = error.problems
        else:
            messages.success(request, both("资质已登记", "The status is entered"))
            return redirect("officer:statuses", organisation.uscc)
    return _page(request, organisation, form, problems)


@of_organisation
@require_POST
def revoke(request: HttpRequest, organisation: Any, number: int) -> HttpResponse:
    status = get_object_or_404(statuses_visible_to(request.user), pk=number, organisation=organisation)
    require(permissions.may_keep_register, request.user)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation, StatusForm(), (), revoking=(status.pk, form))
    try:
        revoke_status(actor=request.user, status_id=status.pk, now=timezone.now(), **form.cleaned_data)
    except NotReady as error:
        return _page(request, organisation, StatusForm(), error.problems, revoking=(status.pk, form))
    messages.success(request, both("资质已撤销", "The status is revoked"))
    return redirect("officer:statuses", organisation.uscc)


def _page(
    request: HttpRequest,
    organisation: Any,
    form: StatusForm,
    problems: Any,
    revoking: tuple[int, RevokeForm] | None = None,
) -> HttpResponse:
    today, lang = timezone.localdate(), language()
    rows = [
        {
            "status": each,
            "kind": StatusKind(each.kind).words.to(lang),
            "level": Level(each.level).words.to(lang),
            "standing": each.standing(today).words,
            "form": revoking[1] if revoking and revoking[0] == each.pk else RevokeForm(auto_id=f"revoke-{each.pk}-%s"),
            "is_open": bool(revoking and revoking[0] == each.pk),
        }
        for each in statuses_visible_to(request.user).filter(organisation=organisation).select_related("recorded_by")
    ]
    shown = {"form": form, "problems": problems, "rows": rows}
    failed = problems or form.errors or revoking
    return show(request, organisation, "officer/statuses.html", shown, status=422 if failed else 200)
