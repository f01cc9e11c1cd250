"""Hand out the content of a document (下载材料)."""

import hashlib

from django.db import transaction

from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.accounts.permissions import require
from sihang.documents import permissions, queries, vault
from sihang.documents.models import Document
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def open_document(*, document_id: int, actor: Person) -> tuple[Document, bytes]:
    """Return the document and its content, and record who had it.

    Raises:
        NotPermitted: `actor` may not see it, or it was not let in.
        NotReady: what lies in the vault is not what was handed in.
    """
    document = queries.locked_document(document_id)
    require(permissions.may_download, actor, document)
    try:
        content = vault.get(document.stored_as)
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != document.sha256:
        words = Words(
            "存储的文件与上传时不一致，已停止下载，请联系系统管理员。",
            "What is stored is not what was handed in, so it is not given out; tell a system administrator.",
        )
        raise NotReady([Problem("document-altered", document.name, words)])
    record_event(act="document.opened", actor=actor, subject=document, organisation=document.uscc)
    return document, content
