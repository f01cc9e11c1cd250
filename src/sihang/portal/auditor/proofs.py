"""What proves the journal, as files to keep: check them with tools/verify_receipt.py."""

import json
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sihang.accounts import permissions
from sihang.accounts.queries import events_visible_to
from sihang.journal.actions.seal_events import seal_events
from sihang.journal.queries import consistency, receipt, tree_head
from sihang.portal.shared.file_answer import JSON, file_answer


@require_safe
def receipt_file(request: HttpRequest, number: int) -> HttpResponse:
    """The proof that an event one may see is in the journal."""
    event = get_object_or_404(events_visible_to(request.user), pk=number)
    seal_events()
    return _file(receipt(event), f"receipt-{number}.json")


@require_safe
def head_file(request: HttpRequest) -> HttpResponse:
    """The head of the tree as of now: keep it, and the journal is held to it."""
    permissions.require(permissions.is_signed_in, request.user)
    seal_events()
    return _file({"kind": "sihang-head-1", **asdict(tree_head())}, "head.json")


@require_safe
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
    return file_answer(json.dumps(content, ensure_ascii=False, indent=2).encode(), JSON, name)
