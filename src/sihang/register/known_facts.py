"""Every fact that the register keeps: those of the organisation that the rulebook declares, and the register's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sihang.register.history import Value
from sihang.register.industries import Indicator
from sihang.rulebook import Rulebook
from sihang.rulebook.case import State
from sihang.rulebook.case_values import ValueReader
from sihang.rulebook.errors import CaseUnusable, Problem, Words
from sihang.rulebook.facts import DOMAINS, ORGANISATION, Fact, Kind
from sihang.rulebook.showing.stated import of_year
from sihang.rulebook.words import yuan

INDUSTRY: Final = Fact("industry_code", Kind.TEXT, Words("行业代码", "Industry code"), ORGANISATION, information=True)
EMPLOYEES: Final = Fact(
    "employees", Kind.INTEGER, Words("从业人员", "Employees"), ORGANISATION, (0, 10_000_000), series=True, information=True
)  # fmt: skip
ASSETS: Final = Fact(
    "total_assets", Kind.MONEY, Words("资产总额", "Total assets"), ORGANISATION, DOMAINS[Kind.MONEY], series=True, information=True
)  # fmt: skip
REVENUE: Final = "revenue"
OWN: Final = (INDUSTRY, EMPLOYEES, ASSETS)
"""What no rule asks for and the register keeps all the same, for the size class."""
SIZED_BY: Final = {
    Indicator.EMPLOYEES: EMPLOYEES.key,
    Indicator.REVENUE: REVENUE,
    Indicator.ASSETS: ASSETS.key,
}


def known_facts(rulebook: Rulebook, on: date) -> dict[str, Fact]:
    """By key; what the rulebook declares goes before the register's own of the same key."""
    return {**{fact.key: fact for fact in OWN}, **rulebook.vocabulary(on).organisation}


def stored(fact: Fact, raw: Any, rulebook: Rulebook, on: date) -> tuple[State, Value]:
    """What is kept of a value as a case states it; raise CaseUnusable where it cannot be read.

    `{"absent": True}` is allowed of a fiscal year only; None is unknown.
    """
    problems: list[Problem] = []
    reader = ValueReader(problems, rulebook.vocabulary(on).mappings, on)
    stated = reader.stated(fact, raw, fact.key, may_be_absent=fact.series)
    if stated.state is State.DISPUTED:
        reader.complain("wrong-type", fact.key, "一次只记一个来源的说法", "one source says one thing at a time")
    if problems:
        raise CaseUnusable(problems)
    if stated.state is not State.KNOWN:
        return stated.state, None
    return State.KNOWN, _value(fact, stated.value, raw)


def _value(fact: Fact, value: Any, raw: Any) -> Value:
    if fact.kind is Kind.ENUM:
        return next(option.key for place, option in enumerate(fact.options) if value >> place & 1)
    if fact.kind in (Kind.TEXT, Kind.LABEL):
        return str(raw).strip()
    return int(value[0])


def as_stated(fact: Fact, value: Value) -> Any:
    """What is kept, as a case states it: the other way round."""
    if not isinstance(value, int):
        return value
    match fact.kind:
        case Kind.YES_NO:
            return bool(value)
        case Kind.MONEY:
            return yuan(value)
        case Kind.RATE:
            return f"{value // 100}.{value % 100:02d}%"
        case Kind.DATE:
            return date.fromordinal(value).isoformat()
        case _:
            return value


def words_of(facts: Mapping[str, Fact], key: str, year: int | None) -> Words:
    """`营收 2023`, or the key of a fact that no package declares any more."""
    words = facts[key].words if key in facts else Words(key, key)
    return of_year(words, year)
