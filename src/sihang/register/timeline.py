"""The life of an organisation in the order of time: when it began, what it was recognised as, how it grew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sihang.register.history import Held
from sihang.register.models import Status
from sihang.register.states import Level, StatusKind
from sihang.rulebook.case import State
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import FOUNDED, Fact
from sihang.rulebook.words import shown_value

REGISTERED = "registered_on"


class Moment(NamedTuple):
    """Something that happened. A fiscal year stands at its last day."""

    on: date
    what: Words
    kind: str
    """founded, figures, granted, expired or revoked."""


def timeline(
    held: Mapping[tuple[str, int | None], Held], statuses: Iterable[Status], facts: Mapping[str, Fact], today: date
) -> list[Moment]:
    """What is known to have happened, the earliest first; a status that will end stands there with the day on which it will.

    Args:
        held: what is held of each fact (`queries.held_facts`).
        facts: those that the register keeps, for their words.
    """
    found = [*_founding(held), *_figures(held, facts)]
    for status in statuses:
        found += _of_status(status, today)
    return sorted(found, key=lambda moment: (moment.on, moment.kind))


def _founding(held: Mapping[tuple[str, int | None], Held]) -> Iterator[Moment]:
    day, year = held.get((REGISTERED, None)), held.get((FOUNDED, None))
    if day is not None and day.state is State.KNOWN and isinstance(day.value, int):
        yield Moment(date.fromordinal(day.value), Words("注册成立", "Registered"), "founded")
    elif year is not None and year.state is State.KNOWN and isinstance(year.value, int):
        words = Words(f"{year.value} 年成立", f"Founded in {year.value}")
        yield Moment(date(year.value, 1, 1), words, "founded")


def _figures(held: Mapping[tuple[str, int | None], Held], facts: Mapping[str, Fact]) -> Iterator[Moment]:
    for (key, year), each in held.items():
        if year is None or key not in facts or each.state is not State.KNOWN or not isinstance(each.value, int):
            continue
        fact, pair = facts[key], (each.value, each.value)
        zh = f"{year} 年{fact.words.zh} {shown_value(fact, pair, 'zh')}"
        en = f"{fact.words.en} of {year}: {shown_value(fact, pair, 'en')}"
        yield Moment(date(year, 12, 31), Words(zh, en), "figures")


def _of_status(status: Status, today: date) -> Iterator[Moment]:
    kind, level = StatusKind(status.kind).words, Level(status.level).words
    name = Words(f"{level.zh}{kind.zh}", f"{kind.en} ({level.en.lower()})")
    number = f" {status.number}" if status.number else ""
    yield Moment(status.since, Words(f"获得{name.zh}{number}", f"Became {name.en}{number}"), "granted")
    if status.revoked_on is not None:
        yield Moment(status.revoked_on, Words(f"{name.zh}被撤销", f"{name.en} was revoked"), "revoked")
    elif status.until is not None:
        ends = Words(f"{name.zh}到期", f"{name.en} expires" if status.until >= today else f"{name.en} expired")
        yield Moment(status.until, ends, "expired")
