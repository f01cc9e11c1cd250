"""The whole journal against its tree, on a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sihang.accounts import permissions
from sihang.journal.actions.seal_events import seal_events
from sihang.journal.checking import checked_journal


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """It reads every event, so it is done when asked for (POST), not when the page is opened."""
    permissions.require(permissions.may_read_whole_journal, request.user)
    found = None
    if request.method == "POST":
        seal_events()
        found = checked_journal()
    return render(request, "auditor/check.html", {"found": found})
