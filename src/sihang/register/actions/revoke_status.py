"""Enter that a recognition was taken back (撤销资质)."""

from datetime import date, datetime

from django.db import transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.models import Status
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def revoke_status(*, actor: Person, status_id: int, on: date, reason: str, now: datetime) -> Status:
    """From `on` it holds no more. What was decided before is replayed with what was known then.

    Raises:
        NotPermitted: `actor` does not keep the register.
        NotReady: it is revoked already, the day is outside of its time, or no reason is given; lists every problem.
    """
    status = Status.objects.select_for_update().select_related("organisation").get(pk=status_id)
    accounts.require(permissions.may_keep_register, actor)
    problems = []
    if status.revoked_on is not None:
        problems.append(Problem("revoked-already", str(status), Words("这项资质已经撤销", "it is revoked already")))
    if on < status.since or (status.until is not None and on > status.until):
        problems.append(Problem("out-of-range", "on", Words("撤销日期不在有效期内", "the day is outside of its time")))
    if not reason.strip():
        problems.append(Problem("missing-key", "reason", Words("请写明撤销理由", "say why")))
    if problems:
        raise NotReady(problems)
    status.revoked_on, status.revoked_at = on, now
    status.save(update_fields=["revoked_on", "revoked_at"])
    after = {"kind": status.kind, "revoked_on": on.isoformat(), "reason": reason.strip()}
    record_event(act="status.revoked", actor=actor, organisation=status.organisation.uscc, subject=status, after=after)
    return status
