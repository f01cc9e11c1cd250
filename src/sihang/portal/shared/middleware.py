"""What happens to every request before a page sees it."""

from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from sihang.accounts import permissions
from sihang.accounts.actions.note_factors import note_factors
from sihang.accounts.errors import NotPermitted, NotReady, Refused
from sihang.accounts.queries import factors_of
from sihang.bilingual import both
from sihang.journal.origin import coming_from
from sihang.portal.shared.errors import not_found, not_permitted, refused
from sihang.rulebook.errors import Problem, Words, printable

WITHOUT_SECOND_FACTOR = ("account_logout", "account_reauthenticate", "set_language")

Handler = Callable[[HttpRequest], HttpResponse]


def language(get_response: Handler) -> Handler:
    """Chinese, unless the reader chose English. What the browser prefers does not count: the switch is on every page."""

    def handle(request: HttpRequest) -> HttpResponse:
        code = "en" if request.COOKIES.get("language") == "en" else "zh-hans"
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return handle


def origin(get_response: Handler) -> Handler:
    """Say in the journal where a request came from."""

    def handle(request: HttpRequest) -> HttpResponse:
        with coming_from(f"web {request.META.get('REMOTE_ADDR', '')}"):
            return get_response(request)

    return handle


def second_factor(get_response: Handler) -> Handler:
    """Whoever decides over public money sets up a second factor before anything else."""

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and _lacks_second_factor(request):
            messages.warning(request, both("请先启用两步验证，再办理业务", "Set up a second factor first"))
            return redirect("mfa_index")
        return get_response(request)

    return handle


def own_password(get_response: Handler) -> Handler:
    """Whoever came in with a password that somebody else chose takes one of their own before anything else."""

    def handle(request: HttpRequest) -> HttpResponse:
        address = reverse("account_change_password")
        elsewhere = request.path not in (address, *(reverse(name) for name in WITHOUT_SECOND_FACTOR))
        if elsewhere and permissions.must_change_password(request.user) and _came_with_password(request):
            messages.warning(request, both("请先改成自己的密码，再办理业务", "Choose a password of your own first"))
            return redirect(address)
        return get_response(request)

    return handle


def _came_with_password(request: HttpRequest) -> bool:
    """Not by a click in the demonstration, a passkey, or the city's own sign-in."""
    return any(each.get("method") == "password" for each in get_authentication_records(request, request.user))


def factors(get_response: Handler) -> Handler:
    """Whatever a page does to one's second factors is in the journal, in the same transaction."""

    def handle(request: HttpRequest) -> HttpResponse:
        # allauth takes up a change again while it answers to the password that it asked for in between
        changing = request.path.startswith((reverse("mfa_index"), reverse("account_reauthenticate")))
        if request.method != "POST" or not changing or not permissions.is_signed_in(request.user):
            return get_response(request)
        with transaction.atomic():
            before = factors_of(request.user)
            response = get_response(request)
            note_factors(person=request.user, before=before, after=factors_of(request.user))
        return response

    return handle


def _lacks_second_factor(request: HttpRequest) -> bool:
    setting_up = request.path.startswith((reverse("mfa_index"), *(reverse(name) for name in WITHOUT_SECOND_FACTOR)))
    return not setting_up and permissions.needs_second_factor(request.user) and not is_mfa_enabled(request.user)


def _null_character(field: str) -> Problem:
    name = printable(field)
    zh, en = (
        f"“{name}”中有不可见的空字符，请删去或重新输入",
        f"'{name}' has a null character, which does not show; type it anew",
    )
    return Problem("null-character", name, Words(zh, en))


class refusals:  # noqa: N801 - stands among the functions above, which have no way to see an exception
    """A room's refusal as a page that says why, and what would help; a record that is not there as no such page.

    No record has a null character in its name: PostgreSQL would not even look for it, nor keep one that a form sends.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], named: Mapping[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "answers_for_itself", False):
            return None
        asked = [*map(str, named.values()), *(text for _, texts in request.GET.lists() for text in texts)]
        if any("\0" in text for text in asked):
            return not_found(request)
        unkept = [name for name, texts in request.POST.lists() if any("\0" in text for text in (name, *texts))]
        return refused(request, NotReady(map(_null_character, unkept))) if unkept else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ObjectDoesNotExist):
            return not_found(request, error)
        if isinstance(error, NotPermitted):
            return not_permitted(request, error)
        return refused(request, error) if isinstance(error, Refused) else None
