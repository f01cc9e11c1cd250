"""The inbox of a viewer, and the mail that is due."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sihang.accounts.permissions import is_signed_in
from sihang.messages.models import Message
from sihang.messages.states import MailState


def messages_visible_to(viewer: Any) -> QuerySet[Message]:
    """One's own, newest first; nobody reads another's."""
    if not is_signed_in(viewer):
        return Message.objects.none()
    return Message.objects.filter(recipient=viewer).order_by("-written_at", "-pk")


def unread_count(viewer: Any) -> int:
    return messages_visible_to(viewer).filter(read_at__isnull=True).count()


def mail_due(now: datetime) -> QuerySet[Message]:
    """The work list of `deliver_mail`, oldest first; also what a stopped worker left behind."""
    under_way = [MailState.WAITING, MailState.SENDING]
    return Message.objects.filter(mail_state__in=under_way, mail_due_at__lte=now).order_by("mail_due_at", "pk")


def mail_given_up() -> QuerySet[Message]:
    """What a system administrator looks after."""
    return Message.objects.filter(mail_state=MailState.GIVEN_UP).select_related("recipient").order_by("-written_at")


def locked_message(message_id: int) -> Message:
    return Message.objects.select_for_update().get(pk=message_id)
