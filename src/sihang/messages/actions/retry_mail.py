"""Try a mail again that was given up (重新发送)."""

from datetime import datetime

from django.db import transaction

from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.accounts.permissions import require
from sihang.journal.actions.record_event import record_event
from sihang.messages import permissions, queries
from sihang.messages.models import Message
from sihang.messages.states import MAIL_MOVES
from sihang.moves import next_state
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def retry_mail(*, message_id: int, actor: Person, now: datetime) -> Message:
    """Put it back into the outbox with no failures.

    Raises:
        NotPermitted: `actor` is no system administrator.
        NotReady: it was not given up.
    """
    message = queries.locked_message(message_id)
    require(permissions.may_retry_mail, actor)
    state = next_state(MAIL_MOVES, message.mail_state, "try_again")
    if state is None:
        words = Words("这封邮件没有发送失败，无需重发。", "This mail was not given up; there is nothing to try again.")
        raise NotReady([Problem("mail-not-given-up", str(message.pk), words)])
    before = {"mail_state": message.mail_state, "failures": message.mail_failures}
    message.mail_state, message.mail_failures, message.mail_due_at = state, 0, now
    message.save(update_fields=["mail_state", "mail_failures", "mail_due_at"])
    record_event(act="mail.retried", actor=actor, subject=message, before=before, after={"mail_state": state})
    return message
