"""Take an import back (撤回导入): what it stated is corrected to "unknown", what it granted revoked, and all of it stays to be read."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.inserting import insert_rows
from sihang.register.models import Fact, Takeover
from sihang.rulebook.case import State
from sihang.rulebook.errors import Problem, Words

AT_ONCE = 5_000


@transaction.atomic
def withdraw_takeover(*, actor: Person, takeover_id: int, reason: str, now: datetime) -> Takeover:
    """Take back what an import said. Organisations that it opened keep their files, and what was corrected since stays.

    Raises:
        NotPermitted: `actor` does not keep the register.
        NotReady: it was withdrawn before, or no reason is given; lists every problem.
    """
    takeover = Takeover.objects.select_for_update().get(pk=takeover_id)
    accounts.require(permissions.may_keep_register, actor)
    problems = []
    if takeover.withdrawn_at is not None:
        words = Words("这次导入已经撤回", "this import was withdrawn before")
        problems.append(Problem("withdrawn-already", str(takeover), words))
    if not reason.strip():
        problems.append(Problem("missing-key", "reason", Words("请写明撤回理由", "say why")))
    if problems:
        raise NotReady(problems)
    facts = _unsay(takeover, actor, now)
    statuses = takeover.statuses.filter(revoked_on=None).update(revoked_on=F("since"), revoked_at=now)
    takeover.withdrawn_at, takeover.withdrawn_by, takeover.withdrawn_why = now, actor, reason.strip()
    takeover.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    after = {"file": takeover.file_name, "facts": facts, "statuses": statuses, "reason": reason.strip()}
    record_event(act="register.withdrawn", actor=actor, subject=takeover, after=after)
    return takeover


def _unsay(takeover: Takeover, actor: Person, now: datetime) -> int:
    """A correction of each to "unknown", for the same time and in the same name; return how many."""
    fields = ("organisation_id", "key", "year", "since", "until", "pk")
    same = {
        "state": State.UNKNOWN, "source": takeover.source, "named": takeover.named, "recorded_at": now, "recorded_by_id": actor.pk
    }  # fmt: skip
    done, last = 0, 0
    standing = takeover.facts.filter(corrected_by=None).order_by("pk")
    while part := list(standing.filter(pk__gt=last).values_list(*fields)[:AT_ONCE]):
        last = part[-1][-1]
        columns = (*fields[:-1], "corrects_id")
        insert_rows(Fact, columns, ((*row[:3], *map(_day, row[3:5]), row[5]) for row in part), same)
        done += len(part)
    return done


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
