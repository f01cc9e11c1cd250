"""What is known of a fact for a day, as known on another day: one value, or that it is absent, unknown or disputed, with its source.

Statements are only ever added. Each has a valid time (the days for which it speaks) and a recorded time (when we heard it):

1. What was recorded after the day of knowledge is not known yet; a verification neither.
2. A correction takes the place of what it corrects, and of nothing else.
3. Of one source, what began last counts; of what began on the same day, what was said last.
4. What was verified goes before what was not.
5. Where sources still say different things, the fact is disputed, and each is named. "Unknown" says nothing against anyone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sihang.rulebook.case import State
from sihang.rulebook.errors import Words


class Source(StrEnum):
    """Who says so."""

    SELF_DECLARED = "self_declared"
    EVIDENCE = "evidence"
    OTHER_OFFICE = "other_office"
    PUBLIC_LIST = "public_list"

    @property
    def words(self) -> Words:
        return _SOURCES[self]


_SOURCES = {
    Source.SELF_DECLARED: Words("自行申报", "self-declared"),
    Source.EVIDENCE: Words("证明材料", "evidence"),
    Source.OTHER_OFFICE: Words("其他部门", "another office"),
    Source.PUBLIC_LIST: Words("公开名单", "a public list"),
}

Value = int | str | None
"""Fen, basis points, a whole number, a day's ordinal, 0 or 1; an option's key or a text; None where there is none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that was said of a fact.

    Args:
        id: given in the order of recording.
        state: known, absent or unknown; never disputed, which only several statements together can be.
        since: the first day for which it speaks; None: from the beginning.
        until: the last day; None: until something else is said.
        source: of which kind, and `named` which one (a document, an office).
        recorded_at, verified_at: with a time zone. Verified by someone else than who said it.
        corrects: the statement that it takes the place of.
    """

    id: int
    state: State
    value: Value
    source: Source
    recorded_at: datetime
    named: str = ""
    since: date | None = None
    until: date | None = None
    verified_at: datetime | None = None
    corrects: int | None = None

    def speaks_for(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def says(self) -> tuple[State, Value]:
        return self.state, self.value if self.state is State.KNOWN else None


class Held(NamedTuple):
    """What is held of a fact.

    Args:
        by: the statements that say so: several where sources agree; every side of a dispute; none where nothing was said.
        overruled: those that speak for the day and were passed over, for who wants to see why.
    """

    state: State
    value: Value = None
    by: tuple[Statement, ...] = ()
    overruled: tuple[Statement, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether what is held was verified by then; a dispute was not."""
        return self._verified and self.state is not State.DISPUTED

    @property
    def _verified(self) -> bool:
        return any(each.verified_at is not None for each in self.by)


def held(statements: Iterable[Statement], *, on: date, known: datetime) -> Held:
    """What is held of one fact for the day `on`, as known at `known`."""
    in_order = sorted(statements, key=lambda each: each.id)
    heard = [_as_known(each, known) for each in in_order if each.recorded_at <= known]
    corrected = {each.corrects for each in heard if each.corrects is not None}
    speaking = [each for each in heard if each.id not in corrected and each.speaks_for(on)]
    latest = _latest_of_each_source(speaking)
    telling = [each for each in latest if each.state is not State.UNKNOWN]
    verified = [each for each in telling if each.verified_at is not None]
    counting = verified or telling or latest
    overruled = tuple(each for each in speaking if each not in counting)
    if not counting:
        return Held(State.UNKNOWN)
    if len({each.says for each in counting}) > 1:
        return Held(State.DISPUTED, None, tuple(counting), overruled)
    state, value = counting[0].says
    return Held(state, value, tuple(counting), overruled)


def _as_known(statement: Statement, known: datetime) -> Statement:
    """Without a verification that came later."""
    if statement.verified_at is None or statement.verified_at <= known:
        return statement
    return Statement(
        statement.id, statement.state, statement.value, statement.source, statement.recorded_at, statement.named,
        statement.since, statement.until, None, statement.corrects,
    )  # fmt: skip


def _latest_of_each_source(statements: Sequence[Statement]) -> list[Statement]:
    latest: dict[tuple[Source, str], Statement] = {}
    for each in sorted(statements, key=lambda one: (one.since or date.min, one.recorded_at, one.id)):
        latest[each.source, each.named] = each
    return sorted(latest.values(), key=lambda one: one.id)
