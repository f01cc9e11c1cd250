"""Tell somebody something."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, models, transaction

from sihang.accounts.models import Person
from sihang.messages.kinds import Kind, written
from sihang.messages.models import Message
from sihang.messages.states import MailState


def write_message(
    *, kind: Kind, to: Person, values: Mapping[str, str | int], about: models.Model, now: datetime
) -> Message:
    """Put a message into the inbox, and into the outbox where the person has an address.

    Args:
        about: the record it speaks of; the page of the message leads there.

    Raises:
        TransactionManagementError: called outside of a transaction: nobody may be told what then did not happen.
        KeyError: a value of the template is missing.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("write_message belongs into the transaction of the change")
    subject, body = written(kind, values)
    return Message.objects.create(
        recipient=to,
        kind=kind,
        subject_zh=subject.zh,
        subject_en=subject.en,
        body_zh=body.zh,
        body_en=body.en,
        about_kind=about._meta.label_lower,
        about_id=str(about.pk),
        written_at=now,
        mail_state=MailState.WAITING if to.email else MailState.NONE,
        mail_due_at=now if to.email else None,
    )
