"""Shapes of what the register knows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from sihang.register.history import Source


class OrganisationOut(Schema):
    uscc: str
    name: str
    since: datetime


class FactOut(Schema):
    """One statement. `value` is as a case states it: yuan as text, rates in percent, days as ISO; null where there is none."""

    id: int
    key: str
    label: str
    year: int | None
    state: str
    value: Any
    source: str
    named: str
    since: date | None
    until: date | None
    recorded_at: datetime
    verified_at: datetime | None
    corrects: int | None


class FactIn(Schema):
    """A statement to be added. `value` as in a case; null says that it is unknown."""

    key: str = Field(max_length=64)
    year: int | None = Field(None, ge=1900, le=2100)
    value: Any = None
    source: Source
    named: str = Field("", max_length=200)
    since: date | None = None
    until: date | None = None


class StatusOut(Schema):
    """A recognition or filing, for the days that it is in force."""

    id: int
    kind: str
    label: str
    level: str
    issuer: str
    number: str
    grade: str
    since: date
    until: date | None
    revoked_on: date | None
    source: str
    recorded_at: datetime
