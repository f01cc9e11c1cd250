"""Workbooks for the register: handed in, read with every problem, taken over all or nothing, taken back."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sihang.accounts.errors import NotReady
from sihang.accounts.permissions import require
from sihang.bilingual import both
from sihang.documents import vault
from sihang.portal.officer.template_sheets import template_workbook
from sihang.portal.shared.file_answer import CSV, XLSX, file_answer
from sihang.portal.shared.paging import paged
from sihang.portal.shared.rules import facts_kept
from sihang.register import permissions
from sihang.register.actions.decide_intake import drop_intake, leave_out_columns, order_takeover
from sihang.register.actions.receive_workbook import BYTES_MAX, receive_workbook
from sihang.register.actions.withdraw_takeover import withdraw_takeover
from sihang.register.history import Source
from sihang.register.progress import noted_progress
from sihang.register.queries import intakes_visible_to, takeovers_visible_to
from sihang.register.sheets import SheetKind
from sihang.register.states import IntakeState

ON_A_PAGE = 20


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label=both("表格内容", "What it holds"), choices=[(each.value, both(*each.words)) for each in SheetKind]
    )
    file = forms.FileField(
        label=both("文件", "File"),
        help_text=both("XLSX 或 CSV，第一行是表头，不超过 64 MB", "XLSX or CSV, headers in the first row, up to 64 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    source = forms.ChoiceField(
        label=both("来源", "Source"),
        choices=[(each.value, both(*each.words)) for each in (Source.OTHER_OFFICE, Source.PUBLIC_LIST, Source.EVIDENCE, Source.SELF_DECLARED)],
    )  # fmt: skip
    named = forms.CharField(
        label=both("来源名称", "Which one"),
        required=False,
        max_length=200,
        help_text=both("例如：市税务局 2025 年 6 月名单", "such as: list of the tax office, June 2025"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """What was handed in so far, and handing in another."""
    require(permissions.may_keep_register, request.user)
    form, problems = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ())), ()
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("officer:import", _receive(request, form.cleaned_data).pk)
        except NotReady as error:
            problems = error.problems
    shown = {
        "form": form, "problems": problems, **paged(request, intakes_visible_to(request.user), ON_A_PAGE), "kinds": list(SheetKind),
        "states": {each.value: each.words for each in IntakeState},
    }  # fmt: skip
    return render(request, "officer/imports.html", shown, status=422 if problems or form.errors else 200)


def _receive(request: HttpRequest, given: dict[str, Any]) -> Any:
    """One byte more than is ever taken is enough for the room to see that it is too much."""
    file = given["file"]
    return receive_workbook(
        actor=request.user, kind=SheetKind(given["kind"]), name=file.name, content=file.read(BYTES_MAX + 1),
        source=Source(given["source"]), named=given["named"], now=timezone.now(),
    )  # fmt: skip


@never_cache
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "officer/import.html", _shown(_intake(request, number)))


@never_cache
@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page that changes while a job is at work; a fragment."""
    return render(request, "officer/import_state.html", _shown(_intake(request, number)))


def _intake(request: HttpRequest, number: int) -> Any:
    require(permissions.may_keep_register, request.user)
    return get_object_or_404(intakes_visible_to(request.user), pk=number)


def _shown(intake: Any) -> dict[str, Any]:
    state = IntakeState(intake.state)
    return {
        "intake": intake,
        "state": state,
        "kind": SheetKind(intake.kind).words,
        "done": noted_progress(intake.pk) if state is IntakeState.ORDERED else 0,
        "able": intake.columns_to_leave_out(),
        "more": intake.problems - len(intake.first_problems),
        "taken_columns": sum(bool(each["zh"]) for each in intake.columns),
    }


@require_safe
def problems(request: HttpRequest, number: int) -> HttpResponse:
    """Every problem by row and column, as CSV."""
    intake = _intake(request, number)
    if not intake.problems_stored_as:
        raise Http404
    return file_answer(vault.get(intake.problems_stored_as), CSV, f"{intake.file_name}-问题.csv")


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty workbook with the headers of a kind of table."""
    require(permissions.may_keep_register, request.user)
    if kind not in list(SheetKind):
        raise Http404
    buffer = io.BytesIO()
    template_workbook(SheetKind(kind), facts_kept(), timezone.localdate(), buffer)
    return file_answer(buffer.getvalue(), XLSX, f"{SheetKind(kind).words.zh.split('（')[0]}模板.xlsx")


@require_POST
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """Read it again without the columns chosen, beside those chosen before unless they were put back."""
    intake = _intake(request, number)
    leave_out_columns(actor=request.user, intake_id=intake.pk, headers=request.POST.getlist("left_out"))
    return redirect("officer:import", number)


@require_POST
def order(request: HttpRequest, number: int) -> HttpResponse:
    order_takeover(actor=request.user, intake_id=_intake(request, number).pk)
    return redirect("officer:import", number)


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    drop_intake(actor=request.user, intake_id=_intake(request, number).pk)
    messages.success(request, both("已放弃，没有写入任何内容", "Given up; nothing was written"))
    return redirect("officer:imports")


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take an import back."""
    require(permissions.may_keep_register, request.user)
    takeover = get_object_or_404(takeovers_visible_to(request.user), pk=number)
    withdraw_takeover(
        actor=request.user, takeover_id=takeover.pk, reason=request.POST.get("reason", "")[:500], now=timezone.now()
    )
    messages.success(
        request,
        both(
            "已撤回：写入的内容不再采用，记录仍可查看", "Withdrawn: what it said counts no more, and stays to be read"
        ),
    )
    return redirect("officer:import", takeover.intake.pk)
