"""Addresses of the API. Each route says by its `auth` who may call it, so that the sign-in of pages does not apply."""

from collections.abc import Callable
from urllib.parse import unquote

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from sihang.api.v1.errors import details, missing
from sihang.api.v1.routes import api
from sihang.rulebook.errors import Problem, Words, printable

NOT_ALLOWED = 405
UNREADABLE = 422


def opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A route without the sign-in and the form tokens of pages, whose every refusal is a problem."""

    @csrf_exempt
    @login_not_required
    def route(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "\0" in unquote(request.get_full_path()):
            words = Words("地址中含有空字符", "the address holds a null character")
            return details(request, UNREADABLE, [Problem("unprintable-text", printable(request.path), words)])
        response = view(request, *args, **kwargs)
        if response.status_code != NOT_ALLOWED:
            return response
        allowed = response.headers["Allow"]
        words = Words(f"这个地址只接受 {allowed}", f"this address takes {allowed} only")
        return details(request, NOT_ALLOWED, [Problem("method-not-allowed", request.path, words)], Allow=allowed)

    route.answers_for_itself = True  # type: ignore[attr-defined]  # no page knows how to
    return route


_routes, _app, _namespace = api.urls
for _each in _routes:
    _each.callback = opened(_each.callback)

urlpatterns = [path("", include((_routes, _app), namespace=_namespace)), re_path(r"^.*$", opened(missing))]
