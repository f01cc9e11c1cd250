"""Let a document out of quarantine, or refuse it (查毒)."""

from datetime import datetime

from django.db import transaction

from sihang.documents import queries, vault
from sihang.documents.models import Document
from sihang.documents.scanner import scan
from sihang.documents.states import DOCUMENT_MOVES, DocumentState
from sihang.journal.actions.record_event import record_event
from sihang.messages.actions.write_message import write_message
from sihang.messages.kinds import Kind
from sihang.moves import next_state


def scan_document(*, document_id: int, now: datetime) -> Document:
    """Done by the job. Of a refused document the content is thrown away.

    Raises:
        ScannerUnavailable: no verdict; the document stays where it is.
    """
    content = vault.get(Document.objects.get(pk=document_id).stored_as)
    verdict = scan(content)  # before the transaction: nobody waits for the scanner
    with transaction.atomic():
        document = queries.locked_document(document_id)
        state = next_state(DOCUMENT_MOVES, document.state, "refuse" if verdict.found else "release")
        if state is None:
            return document  # another worker was quicker
        document.state, document.scanned_by, document.found = state, verdict.by, verdict.found
        document.save(update_fields=["state", "scanned_by", "found"])
        record_event(
            act=f"document.{state}",
            actor=None,
            subject=document,
            organisation=document.uscc,
            after={"scanned_by": verdict.by, "found": verdict.found},
        )
        if state is DocumentState.REFUSED:
            _tell(document, now)
            transaction.on_commit(lambda: vault.remove(document.stored_as))
    return document


def _tell(document: Document, now: datetime) -> None:
    values = {"name": document.name, "found": document.found}
    write_message(kind=Kind.DOCUMENT_REFUSED, to=document.uploaded_by, values=values, about=document, now=now)
