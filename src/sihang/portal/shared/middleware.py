"""What happens to every request before a page sees it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from sihang.accounts.errors import NotPermitted, Refused
from sihang.journal.origin import coming_from
from sihang.portal.shared.errors import not_permitted, refused

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


class refusals:  # noqa: N801 - stands among the functions above, which have no way to see an exception
    """A room's refusal as a page that says why, and what would help."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotPermitted):
            return not_permitted(request, error)
        return refused(request, error) if isinstance(error, Refused) else None
