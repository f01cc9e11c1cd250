"""Everyone with an account, and what they are at the office."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sihang.accounts import permissions
from sihang.accounts.actions.admit_person import admit_person
from sihang.accounts.actions.appoint_person import appoint_person
from sihang.accounts.actions.close_account import close_account
from sihang.accounts.actions.end_appointment import end_appointment
from sihang.accounts.actions.give_password import give_password
from sihang.accounts.actions.reopen_account import reopen_account
from sihang.accounts.errors import NotReady
from sihang.accounts.queries import people_visible_to
from sihang.accounts.states import MANDATE_WORDS, ROLE_WORDS, Role
from sihang.bilingual import both
from sihang.portal.shared.paging import paged
from sihang.rulebook.errors import Problem

PEOPLE_ON_A_PAGE = 50


class NewAccount(forms.Form):
    username = forms.CharField(label=both("账号", "Account"), max_length=150)
    name = forms.CharField(label=both("姓名", "Name"), max_length=100)
    password = forms.CharField(
        label=both("初始密码", "First password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=both(
            "至少 10 个字符；本人首次登录后必须修改。",
            "At least 10 characters; its owner must change it at the first sign-in.",
        ),
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, NewAccount())


@require_POST
def admit(request: HttpRequest) -> HttpResponse:
    permissions.require(permissions.may_appoint, request.user)
    form = NewAccount(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        person = admit_person(actor=request.user, now=timezone.now(), **form.cleaned_data)
    except NotReady as refused:
        return _page(request, form, refused.problems, status=409)
    messages.success(request, both(f"已为 {person.name} 开立账号", f"{person.name} has an account"))
    return redirect("security:people")


@require_POST
def appoint(request: HttpRequest, person_id: int) -> HttpResponse:
    role = request.POST.get("role", "")
    permissions.require(permissions.may_appoint, request.user)
    if role not in set(Role):
        return _page(request, NewAccount(), status=422)
    try:
        appoint_person(actor=request.user, person_id=person_id, role=Role(role), now=timezone.now())
    except NotReady as refused:
        return _page(request, NewAccount(), refused.problems, status=409)
    messages.success(request, both("已任命", "Appointed"))
    return redirect("security:people")


@require_POST
def end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    end_appointment(actor=request.user, appointment_id=appointment_id, now=timezone.now())
    messages.success(request, both("已免去", "The appointment is ended"))
    return redirect("security:people")


@require_POST
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    person = close_account(actor=request.user, person_id=person_id)
    messages.success(request, both(f"已停用 {person.name} 的账号", f"The account of {person.name} is closed"))
    return redirect("security:people")


@require_POST
def reopen(request: HttpRequest, person_id: int) -> HttpResponse:
    person = reopen_account(actor=request.user, person_id=person_id)
    messages.success(request, both(f"已恢复 {person.name} 的账号", f"The account of {person.name} is open again"))
    return redirect("security:people")


@require_POST
def password(request: HttpRequest, person_id: int) -> HttpResponse:
    """The one answer that shows the password; a reload asks again and gives another."""
    secret = give_password(actor=request.user, person_id=person_id)
    shown = {"secret": secret, "person": people_visible_to(request.user).get(pk=person_id)}
    response = render(request, "security/password.html", shown)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, form: NewAccount, problems: Iterable[Problem] = (), status: int = 200) -> HttpResponse:
    permissions.require(permissions.may_appoint, request.user)
    shown = {
        "form": form,
        "problems": problems,
        **paged(request, people_visible_to(request.user), PEOPLE_ON_A_PAGE),
        "roles": ROLE_WORDS,
        "kinds": MANDATE_WORDS,
    }
    return render(request, "security/people.html", shown, status=status)
