"""Note that a message was read (已阅)."""

from datetime import datetime

from django.db import transaction

from sihang.accounts.models import Person
from sihang.accounts.permissions import require
from sihang.messages import permissions, queries
from sihang.messages.models import Message


@transaction.atomic
def mark_read(*, message_id: int, actor: Person, now: datetime) -> Message:
    """The first time counts. Not in the journal: reading one's post is nobody's business.

    Raises:
        NotPermitted: it is somebody else's.
    """
    message = queries.locked_message(message_id)
    require(permissions.may_read_message, actor, message)
    if message.read_at is None:
        message.read_at = now
        message.save(update_fields=["read_at"])
    return message
