"""A person no longer acts for an organisation."""

from datetime import datetime

from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Mandate, Person
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def end_mandate(*, actor: Person, mandate_id: int, now: datetime) -> Mandate:
    """End a mandate as of `now`; it stays on record.

    Raises:
        NotPermitted: `actor` is neither its holder, nor the legal representative, nor of the office.
        NotReady: it has ended before.
    """
    mandate = Mandate.objects.select_for_update().get(pk=mandate_id)
    permissions.require(permissions.may_end_mandate, actor, mandate)
    if mandate.ended_at is not None:
        raise NotReady([Problem("ended-already", "mandate", Words("该授权已终止", "It has ended already"))])
    mandate.ended_at = now
    mandate.save(update_fields=["ended_at"])
    record_event(
        act="mandate.ended",
        actor=actor,
        organisation=mandate.uscc,
        subject=mandate.person,
        before={"uscc": mandate.uscc, "as": mandate.kind},
    )
    return mandate
