"""The outbox."""

from sihang.messages.models.message import Message

__all__ = ["Message"]
