"""Read a clean document and propose what is in it (读取材料)."""

from datetime import datetime

from django.db import transaction

from sihang.documents import queries, vault
from sihang.documents.errors import FileError
from sihang.documents.filetypes import FileType
from sihang.documents.lines import ReadBy
from sihang.documents.models import Document, Proposal, Reading
from sihang.documents.proposals import propose
from sihang.documents.reading import Gap, Pages, read
from sihang.documents.states import DocumentState
from sihang.journal.actions.record_event import record_event
from sihang.messages.actions.write_message import write_message
from sihang.messages.kinds import Kind


def read_document(*, document_id: int, now: datetime) -> Reading | None:
    """Done by the job, once; None where the document is not clean or was read before."""
    document = Document.objects.get(pk=document_id)
    if document.state != DocumentState.CLEAN:
        return None
    pages = _read(document)
    with transaction.atomic():
        document = queries.locked_document(document_id)
        if Reading.objects.filter(document=document).exists():
            return None
        reading = Reading.objects.create(
            document=document,
            read_at=now,
            pages_read=sum(page.read_by is not ReadBy.NOTHING for page in pages.pages),
            pages_recognised=sum(page.read_by is ReadBy.OCR for page in pages.pages),
            gaps=sorted(pages.gaps),
        )
        found = _keep(reading, pages)
        after = {"pages_read": reading.pages_read, "proposals": found, "gaps": sorted(pages.gaps)}
        record_event(act="document.read", actor=None, subject=document, organisation=document.uscc, after=after)
        if found:
            values = {"name": document.name, "count": found}
            write_message(kind=Kind.PROPOSALS_FOUND, to=document.uploaded_by, values=values, about=document, now=now)
    return reading


def _read(document: Document) -> Pages:
    """A file that breaks its reader is read as nothing, and says so; it would break it again."""
    try:
        return read(FileType(document.kind), vault.get(document.stored_as), page_count=document.pages)
    except FileError:
        return Pages((), frozenset({Gap.BROKEN}))


def _keep(reading: Reading, pages: Pages) -> int:
    found = [
        Proposal(
            reading=reading,
            kind=each.kind,
            value=each.value[:200],
            label=each.label[:40],
            fact=each.fact,
            year=each.year,
            note=each.note,
            page=each.page,
            quote=each.quote[:500],
            top=each.box.top,
            bottom=each.box.bottom,
        )
        for each in propose(pages.pages)
    ]
    return len(Proposal.objects.bulk_create(found))
