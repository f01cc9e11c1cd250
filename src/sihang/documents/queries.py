"""Documents and proposals, for one viewer; and what waits for the jobs."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from sihang.accounts.permissions import is_signed_in
from sihang.documents import permissions
from sihang.documents.finding.proposal import ProposalKind
from sihang.documents.models import Document, Proposal
from sihang.documents.states import DocumentState, ProposalState


def documents_visible_to(viewer: Any) -> QuerySet[Document]:
    """Of the organisations that the viewer acts for, or all for the office; newest first."""
    if permissions.may_read_every_document(viewer):
        found = Document.objects.all()
    elif is_signed_in(viewer):
        found = Document.objects.filter(uscc__in=list(viewer.acts_for))
    else:
        found = Document.objects.none()
    return found.order_by("-uploaded_at", "-pk")


def documents_with_counts(viewer: Any) -> QuerySet[Document]:
    """As above, each with `proposals_open` and `proposals_all`."""
    proposals = "reading__proposals"
    is_open = Q(**{f"{proposals}__state": ProposalState.OPEN})
    return (
        documents_visible_to(viewer)
        .select_related("reading", "uploaded_by")
        .annotate(proposals_all=Count(proposals), proposals_open=Count(proposals, filter=is_open))
    )


def proposals_visible_to(viewer: Any) -> QuerySet[Proposal]:
    """In the order in which they were read."""
    return Proposal.objects.filter(reading__document__in=documents_visible_to(viewer).order_by()).order_by("pk")


def other_codes(document: Document) -> list[str]:
    """Codes read in the document, where none of them is its owner's: perhaps it is the wrong file."""
    read = Proposal.objects.filter(reading__document=document, kind=ProposalKind.USCC).values_list("value", flat=True)
    return [] if document.uscc in read else sorted(set(read))


def organisations_to_upload_for(viewer: Any) -> list[tuple[str, str]]:
    """Code and name of each organisation whose matters the viewer handles today."""
    mandates = viewer.mandates.filter(ended_at__isnull=True).order_by("organisation_name")
    return [(each.uscc, each.organisation_name) for each in mandates if permissions.may_upload(viewer, each.uscc)]


def documents_awaiting_scan() -> QuerySet[Document]:
    """The work list of `scan_document`, oldest first."""
    return Document.objects.filter(state=DocumentState.QUARANTINED).order_by("uploaded_at")


def documents_awaiting_reading() -> QuerySet[Document]:
    """The work list of `read_document`, oldest first."""
    return Document.objects.filter(state=DocumentState.CLEAN, reading__isnull=True).order_by("uploaded_at")


def locked_document(document_id: int) -> Document:
    return Document.objects.select_for_update().get(pk=document_id)


def locked_proposal(proposal_id: int) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).select_related("reading__document")
    return found.get(pk=proposal_id)
