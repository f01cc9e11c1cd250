"""Shapes of check-ups."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class CheckUpOut(Schema):
    """A check-up that was kept."""

    id: int
    uscc: str
    on: date
    known: datetime
    at: datetime


class CheckUpInFull(CheckUpOut):
    """With the saved assessment, which `sihang replay` reproduces."""

    content: dict[str, Any]


class CheckUpIn(Schema):
    """Of whom, and as of which day; today where none is given."""

    uscc: str = Field(max_length=18)
    on: date | None = None
