"""The organisations that one may check up."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sihang.register.queries import organisations_visible_to

ON_A_PAGE = 30


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:60]
    visible = organisations_visible_to(request.user).order_by("name", "pk")
    if wanted:
        visible = visible.filter(Q(name__icontains=wanted) | Q(uscc__startswith=wanted.upper()))
    found = Paginator(visible, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "checkups/every.html", {"found": found, "wanted": wanted, "asked": f"q={wanted}"})
