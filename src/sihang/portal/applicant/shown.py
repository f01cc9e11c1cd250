"""What is held of a fact, as a reader sees it: value, how sure it is, who says so, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from sihang.register.history import Held, Statement, Value
from sihang.register.known_facts import as_stated
from sihang.rulebook.case import State
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.showing.stated import NONE_SUCH, NOT_KNOWN, of_year, stated_shown

STATES: Final = {
    State.KNOWN: Words("已知", "Known"),
    State.ABSENT: NONE_SUCH,
    State.UNKNOWN: NOT_KNOWN,
    State.DISPUTED: Words("说法不一", "Disputed"),
}
UNIT: Final = {
    Kind.MONEY: Words("元（可按万元填）", "yuan"),
    Kind.RATE: Words("百分数", "percent"),
    Kind.DATE: Words("日期", "a day"),
    Kind.INTEGER: Words("整数", "a whole number"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact, or one fiscal year of it.

    Args:
        since: from when it holds, where somebody said so; recorded: when it was last entered.
        values: one where all agree; each side of a dispute, with who says so.
        overruled: how many statements for the day were passed over.
    """

    fact: Fact
    year: int | None
    label: str
    state: State
    state_label: str
    values: tuple[tuple[str, str], ...]
    verified: bool
    since: date | None
    recorded: date | None
    overruled: int
    raw: Value = None

    @property
    def value(self) -> str:
        return self.values[0][0] if len(self.values) == 1 else ""


def row_of(fact: Fact, year: int | None, held: Held | None, lang: str) -> Row:
    found = held or Held(State.UNKNOWN)
    began = [each.since for each in found.by if each.since is not None]
    return Row(
        fact, year, of_year(fact.words, year).to(lang), found.state, STATES[found.state].to(lang), tuple(_values(fact, found, lang)), found.verified,
        max(began, default=None), max((timezone.localdate(each.recorded_at) for each in found.by), default=None), len(found.overruled), found.value,
    )  # fmt: skip


def _values(fact: Fact, held: Held, lang: str) -> list[tuple[str, str]]:
    if held.state is State.DISPUTED:
        return [(statement_shown(fact, each, lang), source_shown(each, lang)) for each in held.by]
    if held.state is State.KNOWN:
        comma = ", " if lang == "en" else "、"
        said_by = dict.fromkeys(source_shown(each, lang) for each in held.by)
        return [(value_shown(fact, held.value, lang), comma.join(said_by))]
    return []


def statement_shown(fact: Fact, statement: Statement, lang: str) -> str:
    if statement.state is State.KNOWN:
        return value_shown(fact, statement.value, lang)
    return STATES[statement.state].to(lang)


def source_shown(statement: Statement, lang: str) -> str:
    words = statement.source.words.to(lang)
    if not statement.named:
        return words
    return f"{words} ({statement.named})" if lang == "en" else f"{words}（{statement.named}）"


def value_shown(fact: Fact, value: Value, lang: str) -> str:
    """One value that the register keeps, as people read it."""
    return stated_shown(fact, as_stated(fact, value), lang)


def rows_of(facts: Mapping[str, Fact], held: Mapping[tuple[str, int | None], Held], lang: str) -> list[Row]:
    """Every fact that has no fiscal year, in the order of the register."""
    return [row_of(fact, None, held.get((key, None)), lang) for key, fact in facts.items() if not fact.series]
