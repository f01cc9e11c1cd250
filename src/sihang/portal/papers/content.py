"""The content itself: the file to take away, and strips of its pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from sihang.accounts.permissions import require
from sihang.documents import permissions
from sihang.documents.actions.open_document import open_document
from sihang.documents.errors import FileError
from sihang.documents.filetypes import FORMATS, FileType
from sihang.documents.queries import documents_visible_to, proposals_visible_to
from sihang.documents.strips import strip_of
from sihang.portal.shared.file_answer import file_answer


@require_GET
def download(request: HttpRequest, number: int) -> HttpResponse:
    """Never shown inside the portal: a browser must take it for a stranger's file, which it is."""
    get_object_or_404(documents_visible_to(request.user), pk=number)
    document, content = open_document(document_id=number, actor=request.user)
    response = file_answer(content, FORMATS[FileType(document.kind)].media_type, document.name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def strip(request: HttpRequest, number: int) -> HttpResponse:
    """Our own picture of a part of the page, so it may be shown."""
    found = proposals_visible_to(request.user).select_related("reading__document")
    proposal = get_object_or_404(found, pk=number)
    require(permissions.may_download, request.user, proposal.reading.document)
    try:
        content = strip_of(proposal)
    except (FileError, FileNotFoundError):
        raise Http404 from None
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response
