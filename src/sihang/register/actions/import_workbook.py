"""Take over a workbook, all of it or nothing (导入)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.against_register import problems_against_register
from sihang.register.finding import findable
from sihang.register.history import Source
from sihang.register.inserting import insert_rows
from sihang.register.models import Fact, Organisation, Status, Takeover
from sihang.register.sheets import SheetKind
from sihang.register.workbook import Draft
from sihang.rulebook.case import State
from sihang.search.actions.index_entries import index_entries

AT_ONCE = 5_000
"""Rows that are written together, so that memory does not grow with the file."""
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class From:
    """Where a workbook comes from: its file, and who says what it says."""

    file_name: str
    source: Source
    named: str


@transaction.atomic
def import_workbook(
    *, actor: Person, draft: Draft, origin: From, now: datetime, advance: Advance = lambda rows: None
) -> Takeover:
    """Write what a workbook states. What the same source said before stays, and is passed over.

    Args:
        draft: as `read_workbook` gave it.
        advance: is told of so many more rows written.

    Raises:
        NotPermitted: `actor` does not keep the register.
        NotReady: the draft has problems, or does not fit the register; the first fifty are listed, nothing is written.
    """
    accounts.require(permissions.may_keep_register, actor)
    found = draft.found + problems_against_register(draft)
    if found:
        raise NotReady(found.first())
    takeover = Takeover.objects.create(
        kind=draft.kind, file_name=origin.file_name[:200], source=origin.source, named=origin.named.strip(),
        rows=draft.rows.height, organisations=0, statements=0, by=actor, at=now,
    )  # fmt: skip
    if draft.kind is SheetKind.ORGANISATIONS:
        takeover.organisations = _organisations(draft, now)
    ids = dict(Organisation.objects.values_list("uscc", "pk"))
    rows = _statuses(draft, takeover, ids) if draft.kind is SheetKind.STATUSES else _facts(draft, takeover, ids)
    for written in rows:
        takeover.statements += written
        advance(written)
    takeover.save(update_fields=["organisations", "statements"])
    record_event(
        act="register.imported", actor=actor, subject=takeover,
        after={
            "file": takeover.file_name, "kind": draft.kind.value, "source": origin.source.value, "named": takeover.named,
            "rows": takeover.rows, "organisations": takeover.organisations, "statements": takeover.statements,
        },
    )  # fmt: skip
    return takeover


def _organisations(draft: Draft, now: datetime) -> int:
    """Those that are not in the register yet; return how many."""
    known = set(Organisation.objects.values_list("uscc", flat=True))
    new = [
        Organisation(uscc=uscc, name=name, since=now)
        for uscc, name in draft.rows.select("uscc", "name").iter_rows()
        if uscc not in known
    ]
    Organisation.objects.bulk_create(new, batch_size=AT_ONCE)
    index_entries(findable(each) for each in new)
    return len(new)


def _facts(draft: Draft, takeover: Takeover, ids: dict[str, int]) -> Iterator[int]:
    same = {
        "state": State.KNOWN, "source": takeover.source, "named": takeover.named, "recorded_at": takeover.at,
        "recorded_by_id": takeover.by_id, "takeover_id": takeover.pk,
    }  # fmt: skip
    for part in draft.facts().iter_slices(AT_ONCE):
        rows = ((ids[uscc], *said) for uscc, *said in part.iter_rows())
        insert_rows(Fact, ("organisation_id", "key", "year", "number", "text"), rows, same)
        yield part.height


def _statuses(draft: Draft, takeover: Takeover, ids: dict[str, int]) -> Iterator[int]:
    columns = ("uscc", "status_kind", "status_level", "issuer", "number", "grade", "since", "until")
    there = [pl.col(name) if name in draft.rows.columns else pl.lit(None).alias(name) for name in columns]
    for part in draft.rows.select(there).iter_slices(AT_ONCE):
        made = [
            Status(
                organisation_id=ids[row["uscc"]], kind=row["status_kind"], level=row["status_level"],
                issuer=row["issuer"] or "", number=row["number"] or "", grade=row["grade"] or "", since=row["since"],
                until=row["until"], source=takeover.source, recorded_at=takeover.at, recorded_by_id=takeover.by_id,
                takeover=takeover,
            )
            for row in part.iter_rows(named=True)
        ]  # fmt: skip
        Status.objects.bulk_create(made)
        yield len(made)
