"""Errors as pages: what happened, and the way out."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sihang.accounts.errors import Refused
from sihang.rulebook.errors import Words


def not_permitted(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    title = Words("您的账号无权查看或办理", "Your account may not see or do this")
    return _page(request, 403, title, getattr(error, "problems", ()))


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = Words("没有这个页面，或者您无权查看", "There is no such page, or it is not yours to see")
    return _page(request, 404, title, ())


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    title = Words("页面已过期，请返回刷新后再提交", "This page is out of date: go back, reload it and send it again")
    return _page(request, 403, title, ())


@login_not_required
def our_fault(request: HttpRequest) -> HttpResponse:
    title = Words("系统出错，您的数据没有改动", "Something broke on our side; nothing of yours was changed")
    return _page(request, 500, title, ())


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return _page(request, 409, Words("现在还不能办理", "This cannot be done yet"), error.problems)


def _page(request: HttpRequest, status: int, title: Words, problems: object) -> HttpResponse:
    return render(request, "shared/error.html", {"title": title, "problems": problems}, status=status)
