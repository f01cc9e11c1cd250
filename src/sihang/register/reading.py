"""A statement as somebody makes it, read and checked before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sihang.accounts.errors import NotReady
from sihang.register.history import Value
from sihang.register.known_facts import known_facts, stored
from sihang.register.sheets import LONGEST_TEXT
from sihang.rulebook import CaseUnusable, Rulebook
from sihang.rulebook.case import State
from sihang.rulebook.errors import Problem, Words, suggestion
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, Fact


@dataclass(frozen=True, slots=True)
class Said:
    """What a statement says: of which fact, for which year and time, and what."""

    key: str
    year: int | None
    raw: Any
    since: date | None = None
    until: date | None = None


def read_said(said: Said, rulebook: Rulebook, today: date) -> tuple[State, Value]:
    """What is kept of it.

    Raises:
        NotReady: no such fact, a wrong year or value, a time that ends before it begins; lists every problem.
    """
    fact = known_facts(rulebook, today).get(said.key)
    problems = [
        *_of_time(said),
        *([_unknown(said.key, rulebook, today)] if fact is None else _of_year(fact, said.year)),
    ]
    state, value = State.UNKNOWN, None
    if fact is not None:
        try:
            state, value = stored(fact, said.raw, rulebook, today)
        except CaseUnusable as error:
            problems += error.problems
        if isinstance(value, str) and not 0 < len(value) <= LONGEST_TEXT:
            words = Words(f"文字应为 1 至 {LONGEST_TEXT} 字", f"a text has 1 to {LONGEST_TEXT} characters")
            problems.append(Problem("wrong-type", said.key, words))
    if problems:
        raise NotReady(problems)
    return state, value


def _unknown(key: str, rulebook: Rulebook, today: date) -> Problem:
    hint = suggestion(key, known_facts(rulebook, today))
    words = Words(f"档案中没有这个事实。{hint.zh}", f"the register keeps no such fact. {hint.en}".rstrip())
    return Problem("unknown-key", "key", words)


def _of_year(fact: Fact, year: int | None) -> list[Problem]:
    if not fact.series and year is not None:
        words = Words(f"“{fact.words.zh}”不分年度", f"'{fact.key}' has no fiscal year")
    elif fact.series and (year is None or not FIRST_YEAR <= year <= LAST_YEAR):
        words = Words(f"“{fact.words.zh}”按会计年度填写，如 2023", f"'{fact.key}' is by fiscal year, such as 2023")
    else:
        return []
    return [Problem("bad-year", "year", words)]


def _of_time(said: Said) -> list[Problem]:
    if said.since is None or said.until is None or said.since <= said.until:
        return []
    return [Problem("empty-range", "until", Words("止日早于起日", "it ends before it begins"))]
