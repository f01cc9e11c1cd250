"""What proves the journal, as files to keep: check them with tools/verify_receipt.py."""

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from sihang.accounts import permissions
from sihang.accounts.queries import events_visible_to
from sihang.journal.actions.seal_events import seal_events
from sihang.journal.queries import consistency, receipt, tree_head


def receipt_file(request: HttpRequest, number: int) -> HttpResponse:
    """The proof that an event one may see is in the journal."""
    event = get_object_or_404(events_visible_to(request.user), pk=number)
    seal_events()
    return _file(receipt(event), f"receipt-{number}.json")


def head_file(request: HttpRequest) -> HttpResponse:
    """The head of the tree as of now: keep it, and the journal is held to it."""
    permissions.require(permissions.is_signed_in, request.user)
    seal_events()
    return _file({"kind": "sihang-head-1", **asdict(tree_head())}, "head.json")


def consistency_file(request: HttpRequest) -> HttpResponse:
    """The proof that today's journal begins with the one of an earlier size: `?from=120`."""
    permissions.require(permissions.is_signed_in, request.user)
    seal_events()
    try:
        proof = consistency(int(request.GET["from"]), int(request.GET.get("to", tree_head().size)))
    except (KeyError, ValueError) as error:
        raise Http404 from error
    return _file(proof, "consistency.json")


def _file(content: dict[str, Any], name: str) -> HttpResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
