"""Enter a recognition that an office gave (登记资质)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.history import Source
from sihang.register.models import Organisation, Status
from sihang.register.states import Level, StatusKind
from sihang.rulebook.errors import Problem, Words


@dataclass(frozen=True, slots=True)
class Granted:
    """A recognition as its certificate or list says it."""

    kind: StatusKind
    level: Level
    since: date
    until: date | None = None
    issuer: str = ""
    number: str = ""
    grade: str = ""


@transaction.atomic
def grant_status(*, actor: Person, organisation_id: int, granted: Granted, source: Source, now: datetime) -> Status:
    """Enter a status.

    Raises:
        NotPermitted: `actor` does not keep the register.
        NotReady: it ends before it begins, or there is one of this kind from this day; lists every problem.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    accounts.require(permissions.may_keep_register, actor)
    problems = []
    if granted.until is not None and granted.until < granted.since:
        problems.append(Problem("empty-range", "until", Words("有效期止早于有效期起", "it ends before it begins")))
    same = organisation.statuses.filter(
        kind=granted.kind, level=granted.level, since=granted.since, revoked_on__isnull=True
    )
    if same.exists():
        words = Words("已有同类、同级、同日起的资质", "there is one of this kind and level from this day")
        problems.append(Problem("status-exists", "since", words))
    if problems:
        raise NotReady(problems)
    status = Status.objects.create(
        organisation=organisation, kind=granted.kind, level=granted.level, since=granted.since, until=granted.until,
        issuer=granted.issuer, number=granted.number, grade=granted.grade, source=source, recorded_at=now, recorded_by=actor,
    )  # fmt: skip
    record_event(
        act="status.granted", actor=actor, organisation=organisation.uscc, subject=status,
        after={
            "kind": granted.kind.value, "level": granted.level.value, "number": granted.number,
            "since": granted.since.isoformat(), "until": None if granted.until is None else granted.until.isoformat(),
        },
    )  # fmt: skip
    return status
