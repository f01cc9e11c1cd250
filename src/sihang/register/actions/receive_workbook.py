"""Hand in a workbook to be taken over (收件)."""

from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.documents import vault
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.history import Source
from sihang.register.models import Intake
from sihang.register.sheets import SheetKind
from sihang.rulebook.errors import Problem, Words, printable

BYTES_MAX = 64 * 1024 * 1024
FORMATS = (".csv", ".xlsx")
NAME_CHARACTERS_MAX, NAME_BYTES_MAX = 120, 240  # a file system takes 255 bytes, which are 85 Chinese characters


def receive_workbook(
    *, actor: Person, kind: SheetKind, name: str, content: bytes, source: Source, named: str = "", now: datetime
) -> Intake:
    """Keep the file; `read_intake` reads it.

    Raises:
        NotPermitted: `actor` does not keep the register.
        NotReady: it is no CSV or XLSX, empty, or too large.
    """
    accounts.require(permissions.may_keep_register, actor)
    plain_name = _plain(name)
    if problems := _problems(plain_name, content):
        raise NotReady(problems)
    with transaction.atomic():
        intake = Intake.objects.create(
            kind=kind, file_name=plain_name, stored_as=vault.put(content), source=source, named=named.strip(), by=actor, at=now
        )  # fmt: skip
        after = {"file": plain_name, "kind": kind.value, "source": source.value, "size_bytes": len(content)}
        record_event(act="register.received", actor=actor, subject=intake, after=after)
    return intake


def _plain(name: str) -> str:
    """The name without folders, its end where it is long: there the format stands."""
    kept = printable(PurePath(name.replace("\\", "/")).name)[-NAME_CHARACTERS_MAX:]
    return kept.encode()[-NAME_BYTES_MAX:].decode(errors="ignore")


def _problems(name: str, content: bytes) -> list[Problem]:
    if PurePath(name).suffix.lower() not in FORMATS:
        words = Words("请上传 .xlsx 或 .csv 文件", "hand in an .xlsx or .csv file")
        return [Problem("file-type-not-allowed", name, words)]
    if not content:
        return [Problem("file-empty", name, Words("文件是空的", "the file is empty"))]
    if len(content) > BYTES_MAX:
        words = Words("文件超过 64 MB，请分成几份", "the file is over 64 MB; hand it in in parts")
        return [Problem("file-too-large", name, words)]
    return []
