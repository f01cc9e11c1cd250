"""Write down what an action did, in its own transaction."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.utils import timezone

from sihang.journal.actions.seal_events import seal_events
from sihang.journal.entry import refuse_floats
from sihang.journal.models import Event, Waiting
from sihang.journal.origin import origin

NOBODY = "系统 / system"


class Acting(Protocol):
    """Who acts: a person of `accounts`, whom the journal does not know."""

    pk: Any


def record_event(
    *,
    act: str,
    actor: Acting | None,
    subject: models.Model,
    organisation: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Event:
    """Record `act`, such as `token.created`, and return its event.

    Args:
        actor: nobody where the program itself acts, or an unknown caller.
        organisation: the USCC of the organisation acted for.
        before, after: what changed, as JSON of text and whole numbers; secrets and file contents stay out.

    Raises:
        TransactionManagementError: called outside of a transaction; the record and the change must stand or fall together.
        TypeError: `before` or `after` holds what JSON cannot say in one way only.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record_event belongs into the transaction of the change")
    refuse_floats(before)
    refuse_floats(after)
    event = Event.objects.create(
        at=timezone.now(),
        act=act,
        actor_id="" if actor is None else str(actor.pk),
        actor_name=NOBODY if actor is None else str(actor)[:200],
        organisation=organisation,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_name=str(subject)[:200],
        before=before,
        after=after,
        origin=origin(),
    )
    Waiting.objects.create(event=event)
    transaction.on_commit(seal_events, robust=True)
    return event
