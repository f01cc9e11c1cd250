"""The organisations that one may check up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sihang.portal.shared.paging import paged
from sihang.register.queries import called, organisations_visible_to

ON_A_PAGE = 30


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:60]
    found = called(organisations_visible_to(request.user), wanted).order_by("name", "pk")
    return render(request, "checkups/every.html", {"wanted": wanted, **paged(request, found, ON_A_PAGE)})
