"""The first page: the four actions of the policy, and their measures at a glance."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", {"policies": settings.POLICIES})
