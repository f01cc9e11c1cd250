"""Organisations of the register and what is said of them, for tests."""

from datetime import UTC, datetime, timedelta

from sihang.register.history import Source
from sihang.register.models import Fact, Organisation, Status
from sihang.register.states import Level, StatusKind
from sihang.rulebook.case import State

ALPHA, BETA = "91310110MADEM0011Y", "91310199MA00000077"
START = datetime(2025, 1, 1, 9, tzinfo=UTC)


def at(day):
    return START + timedelta(days=day)


def organisation(uscc=ALPHA, name="示例智能科技有限公司"):
    return Organisation.objects.create(uscc=uscc, name=name, since=at(0))


def fact(of, by, key, value, *, year=None, day=1, source=Source.SELF_DECLARED, **more):
    """`value`: an int, a text, or None for absent where `state` says so."""
    fields = {"number": value} if isinstance(value, int) else {"text": value} if value is not None else {}
    fields |= {"state": State.KNOWN if value is not None else State.ABSENT, "recorded_by": by, "recorded_at": at(day)}
    return Fact.objects.create(organisation=of, key=key, year=year, source=source, **(fields | more))


def hnte(of, by, since, until, *, day=1, **more):
    return Status.objects.create(
        organisation=of, kind=StatusKind.HNTE, level=Level.STATE, since=since, until=until, recorded_at=at(day),
        recorded_by=by, source=Source.PUBLIC_LIST, issuer="全国高企认定办", number="GR202231000001", **more,
    )  # fmt: skip
