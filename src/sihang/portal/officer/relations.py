"""How an organisation hangs together with others: what it has, and who has the same."""

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
from sihang.bilingual import both
from sihang.portal.applicant.opening import of_organisation, show
from sihang.register import permissions
from sihang.register.actions.state_relation import end_relation, state_relation
from sihang.register.queries import related_to, relations_visible_to
from sihang.register.states import RelationKind


class RelationForm(forms.Form):
    kind = forms.ChoiceField(
        label=both("关系", "Relation"), choices=[(each.value, both(*each.words)) for each in RelationKind]
    )
    value = forms.CharField(label=both("对象（姓名、单位、地址或号码）", "With whom or what"), max_length=200)
    share = forms.DecimalField(
        label=both("持股比例 %", "Share in %"), required=False, min_value=0, max_value=100, decimal_places=2,
        help_text=both("只用于股东", "of a shareholder only"),
    )  # fmt: skip


@of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, organisation: Any) -> HttpResponse:
    require(permissions.may_read_register, request.user)
    form, problems = RelationForm(request.POST or None), ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        share_bp = None if given["share"] is None else int(given["share"] * 100)
        try:
            state_relation(
                actor=request.user, organisation_id=organisation.pk, kind=RelationKind(given["kind"]), value=given["value"],
                share_bp=share_bp, now=timezone.now(),
            )  # fmt: skip
        except NotReady as error:
            problems = error.problems
        else:
            messages.success(request, both("已登记", "Entered"))
            return redirect("officer:relations", organisation.uscc)
    shown = {
        "form": form,
        "problems": problems,
        "relations": relations_visible_to(request.user).filter(organisation=organisation).select_related("recorded_by"),
        "related": related_to(organisation),
    }
    return show(request, organisation, "officer/relations.html", shown, status=422 if problems or form.errors else 200)


@of_organisation
@require_POST
def end(request: HttpRequest, organisation: Any, number: int) -> HttpResponse:
    relation = get_object_or_404(relations_visible_to(request.user), pk=number, organisation=organisation)
    end_relation(actor=request.user, relation_id=relation.pk, until=timezone.localdate())
    messages.success(request, both("关系已终止", "The relation is ended"))
    return redirect("officer:relations", organisation.uscc)
