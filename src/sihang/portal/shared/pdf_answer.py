"""A PDF as an answer, or a page that says why there is none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sihang.portal.shared.printing import NoChineseFont


def pdf_answer(request: HttpRequest, name: str, write: Callable[[], bytes]) -> HttpResponse:
    """`write` may raise NoChineseFont."""
    try:
        content = write()
    except NoChineseFont as error:
        return render(request, "shared/no_font.html", {"words": error.words}, status=503)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
