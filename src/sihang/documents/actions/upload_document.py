"""Hand in a file for an organisation (上传材料)."""

import hashlib
from datetime import datetime

from django.db import transaction

from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.accounts.permissions import require
from sihang.documents import permissions, vault
from sihang.documents.apart import apart
from sihang.documents.errors import FileError
from sihang.documents.filetypes import FileType
from sihang.documents.models import Document
from sihang.documents.sniffing import sniff
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


def upload_document(*, name: str, content: bytes, uscc: str, actor: Person, now: datetime) -> Document:
    """Take in what can be taken in, into quarantine; `scan_document` lets it out.

    Raises:
        NotPermitted: `actor` does not handle matters for the organisation.
        NotReady: the file is of no use, or the organisation has handed it in already.
    """
    require(permissions.may_upload, actor, uscc)
    kind, pages = _looked_at(name, content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        _require_new(name, uscc, digest)
        document = Document.objects.create(
            uscc=uscc,
            name=name,
            kind=kind,
            size_bytes=len(content),
            pages=pages,
            sha256=digest,
            stored_as=vault.put(content),
            uploaded_by=actor,
            uploaded_at=now,
        )
        after = {"name": name, "kind": kind, "size_bytes": len(content), "sha256": digest}
        record_event(act="document.uploaded", actor=actor, subject=document, organisation=uscc, after=after)
    return document


def _looked_at(name: str, content: bytes) -> tuple[FileType, int]:
    """Outside of the transaction, for it takes a moment and changes nothing."""
    try:
        kind = sniff(name, content)
        return kind, int(apart("check", kind, content)["pages"])
    except FileError as error:
        raise NotReady([Problem(error.code, name, Words(error.zh, error.en))]) from None


def _require_new(name: str, uscc: str, digest: str) -> None:
    earlier = Document.objects.filter(uscc=uscc, sha256=digest).first()
    if earlier is not None:
        raise NotReady(
            [
                Problem(
                    "document-already-here",
                    name,
                    Words(
                        f"这份文件已上传过（{earlier.name}），无需重复上传。",
                        f"This file is here already ({earlier.name}); there is no need to hand it in again.",
                    ),
                )
            ]
        )
