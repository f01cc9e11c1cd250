"""Errors as problem details (RFC 9457), with the codes that pages and commands give. One handler for each of our errors."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from sihang.accounts.errors import NotPermitted, Refused
from sihang.api.v1.language import language_of
from sihang.rulebook import CaseUnusable, PackageUnusable
from sihang.rulebook.errors import Problem, Words, printable

log = logging.getLogger(__name__)


class ProblemItem(Schema):
    """One thing to mend: `where` is a JSON path, or the name of a parameter."""

    code: str
    where: str
    what: str


class ProblemOut(Schema):
    """Problem details (RFC 9457). `code` is for programs; `problems` lists everything at once."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    problems: list[ProblemItem]


TITLES = {
    400: Words("请求读不了", "The request cannot be read"),
    401: Words("令牌无效", "The token is not valid"),
    403: Words("无权办理", "Not permitted"),
    404: Words("没有这个资源，或者您无权查看", "There is no such thing, or it is not yours to see"),
    405: Words("这个地址不能这样调用", "This address cannot be called so"),
    409: Words("现在还不能办理", "This cannot be done yet"),
    413: Words("请求太大", "The request is too large"),
    422: Words("输入有问题，未作任何处理", "The input has problems; nothing was done"),
    429: Words("请求太多，请稍后再试", "Too many requests; try again later"),
    500: Words("系统出错，您的数据没有改动", "Something broke on our side; nothing of yours was changed"),
}


class CallRefused(Exception):
    """A call that ends before any room is asked. `after` is when to try again, in seconds."""

    def __init__(self, status: int, problem: Problem, after: int | None = None) -> None:
        super().__init__(problem.text())
        self.status = status
        self.problem = problem
        self.after = after


def documented(*statuses: int) -> dict[Any, Any]:
    """The answers of a route that are problems, for its `response`."""
    return dict.fromkeys(statuses, ProblemOut)


def details(request: HttpRequest, status: int, problems: Iterable[Problem], **headers: str) -> HttpResponse:
    """The answer that lists problems, in the language of the caller."""
    lang = language_of(request)
    listed = list(problems)
    whole = listed[0] if len(listed) == 1 else _several(request, len(listed))
    body = {
        "type": f"urn:sihang:problem:{whole.code}",
        "title": TITLES[status].to(lang),
        "status": status,
        "detail": whole.what.to(lang),
        "instance": request.path,
        "code": whole.code,
        "problems": [{"code": each.code, "where": each.where, "what": each.what.to(lang)} for each in listed],
    }
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
        headers={"Content-Language": lang, "Vary": "Accept-Language", **headers},
    )


def _several(request: HttpRequest, number: int) -> Problem:
    words = Words(f"有 {number} 个问题，全部列出", f"{number} problems; all are listed")
    return Problem("several-problems", request.path, words)


def missing(request: HttpRequest) -> HttpResponse:
    """The answer where there is nothing, or nothing that the caller may see."""
    words = Words("核对地址中的编号", "check the ids in the address")
    return details(request, 404, [Problem("not-found", printable(request.path), words)])


def install(api: NinjaAPI) -> None:
    """Give each kind of error its one handler."""
    api.add_exception_handler(CallRefused, _refused_call)
    api.add_exception_handler(CaseUnusable, lambda request, error: details(request, 422, error.problems))
    api.add_exception_handler(PackageUnusable, lambda request, error: details(request, 422, error.problems))
    api.add_exception_handler(NotPermitted, lambda request, error: details(request, 403, error.problems))
    api.add_exception_handler(Refused, lambda request, error: details(request, 409, error.problems))
    api.add_exception_handler(Http404, lambda request, error: missing(request))
    api.add_exception_handler(ValidationError, _wrong_parameters)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Exception, _unforeseen)


def _refused_call(request: HttpRequest, error: CallRefused) -> HttpResponse:
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    if error.after is not None:
        headers["Retry-After"] = str(error.after)
    return details(request, error.status, [error.problem], **headers)


def _wrong_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = []
    for each in error.errors:
        where = ".".join(str(part) for part in each["loc"] if part not in ("body", "data"))
        words = Words(f"参数不对：{each['msg']}", str(each["msg"]))
        found.append(Problem("bad-parameter", printable(where or "$"), words))
    return details(request, 422, found)


def _too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    words = Words("请求正文超过上限", "the body is over the limit")
    return details(request, 413, [Problem("body-too-large", "$", words)])


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    words = Words("正文不是合法的 JSON", "the body is not JSON")
    return details(request, 400, [Problem("bad-json", "$", words)])


def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("unforeseen, in %s", request.path, exc_info=error)
    words = Words("请把时间和地址告诉管理员", "tell the administrator the time and the address")
    return details(request, 500, [Problem("unforeseen", printable(request.path), words)])
