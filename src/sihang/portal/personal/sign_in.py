"""Where allauth asks us: signing in and out, failing to, and a new password, as the journal has it; who was shut out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sihang.accounts.actions.change_password import change_password
from sihang.accounts.actions.note_failed_sign_in import note_failed_sign_in
from sihang.accounts.actions.note_sign_in import note_sign_in, note_sign_out


class SignIn(DefaultAccountAdapter):
    """People are admitted by the office, or come with the city's own sign-in; nobody registers on the spot."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count no passwords: axes does. What is left to allauth's own count are the codes of the second step."""

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        note_sign_in(person=user)

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            note_sign_out(person=request.user)
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        change_password(actor=user, password=password)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Up to the one that shuts out: afterwards the door is closed, and whoever knocks on makes the journal no longer."""
        tried = getattr(request, "axes_failures_since_start", 0)
        if tried <= settings.AXES_FAILURE_LIMIT:
            shut_out = tried == settings.AXES_FAILURE_LIMIT
            note_failed_sign_in(username=account_tried(request, credentials), shut_out=shut_out)


def account_tried(request: HttpRequest, credentials: Any = None) -> str:
    """The account that somebody tries to open, in one spelling: sign-in knows no capitals, so the count must not either."""
    return str((credentials or {}).get("username") or request.POST.get("login", "")).lower()


@login_not_required
def locked_out(request: HttpRequest, response: object = None, credentials: Any = None) -> HttpResponse:
    return render(request, "personal/locked_out.html", status=429)
