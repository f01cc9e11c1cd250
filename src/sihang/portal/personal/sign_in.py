"""Where allauth asks us: signing in and out, as the journal has it, and who was shut out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SignIn(DefaultAccountAdapter):
    """People are admitted by the office, or come with the city's own sign-in; nobody registers on the spot."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@login_not_required
def locked_out(request: HttpRequest, response: object = None, credentials: Any = None) -> HttpResponse:
    return render(request, "personal/locked_out.html", status=429)
