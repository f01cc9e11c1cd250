"""The states of a message's mail, its moves, and when it is tried again. Pure."""

from datetime import timedelta
from enum import StrEnum

from sihang.rulebook.errors import Words


class MailState(StrEnum):
    NONE = "none"  # the person has no address: the inbox alone
    WAITING = "waiting"
    SENDING = "sending"  # taken by a worker
    SENT = "sent"
    GIVEN_UP = "given_up"


MAIL_MOVES = {
    "take": (frozenset({MailState.WAITING, MailState.SENDING}), MailState.SENDING),
    "arrive": (frozenset({MailState.SENDING}), MailState.SENT),
    "fail": (frozenset({MailState.SENDING}), MailState.WAITING),
    "give_up": (frozenset({MailState.SENDING}), MailState.GIVEN_UP),
    "try_again": (frozenset({MailState.GIVEN_UP}), MailState.WAITING),
}
"""`take` leads out of `sending` too: a worker that was stopped half-way must not keep its message for ever."""

MAIL_STATE_WORDS = {
    MailState.NONE: Words("仅站内", "Inbox only"),
    MailState.WAITING: Words("待发送", "Waiting"),
    MailState.SENDING: Words("发送中", "Being sent"),
    MailState.SENT: Words("已发送", "Sent"),
    MailState.GIVEN_UP: Words("发送失败", "Given up"),
}

ACT_WORDS = {"mail.retried": Words("重新发送邮件", "Mail tried again")}
"""What is recorded in the journal, in words."""

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""After the first failure, the second, and so on; after one more it is given up."""

TAKEN_FOR_AT_MOST = timedelta(minutes=10)
"""A worker that has not said anything for so long is taken to be gone; its message may then arrive twice."""


def wait_after(failures: int) -> timedelta | None:
    """How long to wait after so many failures; None when it is time to give up."""
    return WAITS[failures - 1] if failures <= len(WAITS) else None
