"""Send one message by mail, or note why not and when to try again."""

from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction

from sihang.messages import queries
from sihang.messages.models import Message
from sihang.messages.states import MAIL_MOVES, TAKEN_FOR_AT_MOST, wait_after
from sihang.moves import next_state

RULE = "\n\n" + "-" * 20 + "\n\n"


def deliver_mail(*, message_id: int, now: datetime) -> None:
    """Done by the job. The mail server is spoken to between two short transactions, so that nothing waits for it."""
    message = _taken(message_id, now)
    if message is None:
        return
    error = ""
    try:
        _mail(message).send()
    except (SMTPException, OSError, ValueError) as refused:  # ValueError: an address that no mail can have
        error = f"{type(refused).__name__}: {refused}"[:300]
    _noted(message_id, error, now)


@transaction.atomic
def _taken(message_id: int, now: datetime) -> Message | None:
    message = queries.locked_message(message_id)
    state = next_state(MAIL_MOVES, message.mail_state, "take")
    if state is None or message.mail_due_at > now:
        return None  # another worker was quicker
    message.mail_state, message.mail_due_at = state, now + TAKEN_FOR_AT_MOST
    message.save(update_fields=["mail_state", "mail_due_at"])
    return message


@transaction.atomic
def _noted(message_id: int, error: str, now: datetime) -> None:
    message = queries.locked_message(message_id)
    message.mail_error = error
    message.mail_failures += bool(error)
    wait = wait_after(message.mail_failures) if error else None
    move = "arrive" if not error else "fail" if wait else "give_up"
    message.mail_state = next_state(MAIL_MOVES, message.mail_state, move) or message.mail_state
    message.mail_due_at = now + wait if wait else None
    message.save(update_fields=["mail_error", "mail_failures", "mail_state", "mail_due_at"])


def _mail(message: Message) -> EmailMessage:
    """Both languages, Chinese first; the address is the one that the person has now."""
    return EmailMessage(
        subject=f"{message.subject_zh} / {message.subject_en}",
        body=f"{message.body_zh}{RULE}{message.body_en}\n",
        to=[message.recipient.email],
    )
