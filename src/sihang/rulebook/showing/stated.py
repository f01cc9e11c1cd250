"""A value as a case states it, in words: 3100万元, 是, 不知道; and how a fact of a fiscal year is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sihang.rulebook.errors import Words
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.showing.sums import sum_shown
from sihang.values import Money

NOT_KNOWN: Final = Words("不知道", "Not known")
DISPUTED: Final = Words("有争议：", "disputed:")
NONE_SUCH: Final = Words("当年尚未成立", "Not founded yet")
YES: Final = Words("是", "Yes")
NO: Final = Words("否", "No")


def of_year(words: Words, year: int | str | None) -> Words:
    """`营收 2023`; without a year the words alone."""
    return Words(f"{words.zh} {year}", f"{words.en} {year}") if year else words


def stated_shown(fact: Fact, answer: Any, lang: str) -> str:
    """One value, of a series that of one year; money is in yuan, as a number or a text."""
    if isinstance(answer, Mapping) and "disputed" in answer:
        joint = " / ".join(stated_shown(fact, each["value"], lang) for each in answer["disputed"])
        return f"{DISPUTED.to(lang)} {joint}"
    if isinstance(answer, Mapping):
        return NONE_SUCH.to(lang) if "absent" in answer else stated_shown(fact, answer.get("value"), lang)
    if answer is None:
        return NOT_KNOWN.to(lang)
    if isinstance(answer, bool):
        return (YES if answer else NO).to(lang)
    if fact.kind is Kind.ENUM:
        return next((each.words.to(lang) for each in fact.options if each.key == answer), str(answer))
    if fact.kind is Kind.MONEY:
        return sum_shown(Money.from_yuan(answer if isinstance(answer, int) else str(answer)).fen, lang)
    return str(answer)
