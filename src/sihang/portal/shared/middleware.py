"""What happens to every request before a page sees it."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from sihang.accounts import permissions
from sihang.accounts.errors import NotPermitted, Refused
from sihang.bilingual import both
from sihang.journal.origin import coming_from
from sihang.portal.shared.errors import not_found, not_permitted, refused

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


def _lacks_second_factor(request: HttpRequest) -> bool:
    setting_up = request.path.startswith((reverse("mfa_index"), *(reverse(name) for name in WITHOUT_SECOND_FACTOR)))
    return not setting_up and permissions.needs_second_factor(request.user) and not is_mfa_enabled(request.user)


class refusals:  # noqa: N801 - stands among the functions above, which have no way to see an exception
    """A room's refusal as a page that says why, and what would help; a record that is not there as no such page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ObjectDoesNotExist):
            return not_found(request, error)
        if isinstance(error, NotPermitted):
            return not_permitted(request, error)
        return refused(request, error) if isinstance(error, Refused) else None
