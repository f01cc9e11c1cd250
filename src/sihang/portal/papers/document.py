"""One document: what became of it, and each thing that was read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sihang.documents import permissions
from sihang.documents.queries import documents_visible_to, other_codes, proposals_visible_to
from sihang.documents.scanner import is_scanning
from sihang.documents.states import DOCUMENT_STATE_WORDS, PROPOSAL_STATE_WORDS, is_under_way
from sihang.portal.papers.words import GAP_WORDS, KIND_WORDS, NOTE_WORDS, shown_value
from sihang.portal.shared.rules import facts_kept


@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "papers/document.html", _shown(request, number))


@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The changing part alone, which the page asks for until nothing is under way."""
    return render(request, "papers/document_body.html", _shown(request, number))


def _shown(request: HttpRequest, number: int) -> dict[str, Any]:
    document = get_object_or_404(documents_visible_to(request.user).select_related("reading", "uploaded_by"), pk=number)
    reading = getattr(document, "reading", None)
    facts = facts_kept()
    read = proposals_visible_to(request.user).filter(reading__document=document).select_related("decided_by")
    return {
        "document": document,
        "reading": reading,
        "under_way": is_under_way(document.state, was_read=reading is not None),
        "proposals": [(each, shown_value(each), facts.get(each.fact)) for each in read],
        "may_download": permissions.may_download(request.user, document),
        "may_decide": permissions.may_upload(request.user, document.uscc),
        "other_codes": other_codes(document),
        "gaps": [GAP_WORDS[gap] for gap in (reading.gaps if reading else ())],
        "is_scanning": is_scanning(),
        "states": DOCUMENT_STATE_WORDS,
        "decisions": PROPOSAL_STATE_WORDS,
        "kinds": KIND_WORDS,
        "notes": NOTE_WORDS,
    }
