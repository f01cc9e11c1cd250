"""A question as fields on a page, and what was typed in them as an answer that the reader of cases takes.

A question has one field; a series has one for each fiscal year, and the question of matters one for each type.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from sihang.bilingual import language
from sihang.checkup.questions import Question
from sihang.rulebook.errors import Problem, Words
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.showing.sums import sum_shown
from sihang.values import Money, MoneyError

UNANSWERED: Final = object()
"""Nothing was typed or chosen."""
UNSURE: Final = "unsure"
ABSENT: Final = {"absent": True}
YES_NO: Final = (("yes", Words("是", "Yes")), ("no", Words("否", "No")))
THERE: Final = (("yes", Words("有", "Yes")), ("no", Words("没有", "No")), (UNSURE, Words("不知道", "Not sure")))
UNITS: Final = {"wan": (Words("万元", "10,000 yuan"), 4), "yuan": (Words("元", "yuan"), 0)}
"""In what a sum may be typed, and by how many digits it is shifted to yuan."""
NUMBER: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")
DAY: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
TYPED_MAX: Final = 60


@dataclass(frozen=True)
class Field:
    """One field.

    Args:
        shape: how it is drawn: choice, money, rate, whole, day or text.
        typed: what stands in it; of a choice the key chosen.
        unit: of a sum, the unit that it is typed in.
        hint: what it is about, in a few words.
        may_be_absent: whether it can be said that there is no such year.
    """

    name: str
    label: str
    shape: str
    fact: Fact | None
    choices: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    unit: str = "wan"
    is_unsure: bool = False
    hint: str = ""
    may_be_absent: bool = False
    is_absent: bool = False
    errors: tuple[Words, ...] = ()

    @property
    def understood(self) -> str:
        return understood(self.typed, self.unit) if self.shape == "money" else ""


SHAPES: Final = {Kind.MONEY: "money", Kind.RATE: "rate", Kind.INTEGER: "whole", Kind.DATE: "day"}


def fields_of(question: Question, answers: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields of a question, filled with what was answered before."""
    before = answers.get(question.key, UNANSWERED)
    parts = before if isinstance(before, dict) else {}
    blank = _blank(question, answers)
    if question.fact is not None and not question.years:
        return (_filled(blank[0], before),)
    return tuple(_filled(each, parts.get(each.name, UNANSWERED)) for each in blank)


def fields_posted(question: Question, answers: Mapping[str, Any], posted: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of a question as they were sent."""
    return tuple(
        replace(
            each,
            typed=posted.get(each.name, "")[:TYPED_MAX],
            unit=posted.get(f"{each.name}-unit", "wan") if posted.get(f"{each.name}-unit") in UNITS else "wan",
            is_unsure=f"{each.name}-unsure" in posted,
            is_absent=each.may_be_absent and f"{each.name}-absent" in posted,
        )
        for each in _blank(question, answers)
    )


def _blank(question: Question, answers: Mapping[str, Any]) -> tuple[Field, ...]:
    lang, fact = language(), question.fact
    if fact is None:
        choices = tuple((key, words.to(lang)) for key, words in THERE)
        return tuple(
            Field(each.key, each.en if lang == "en" else each.zh, "choice", None, choices) for each in question.types
        )
    if not question.years:
        return (Field("answer", fact.words.to(lang), SHAPES.get(fact.kind, "text"), fact),) if not _choices(fact) else (
            Field("answer", fact.words.to(lang), "choice", fact, _choices(fact)),
        )  # fmt: skip
    absent = not isinstance(answers.get("founded_year"), int)
    ends = {year: Words(f"{year} 年", f"{year}") for year in question.years}
    shape = SHAPES.get(fact.kind, "text")
    return tuple(Field(str(year), ends[year].to(lang), shape, fact, may_be_absent=absent) for year in question.years)


def _choices(fact: Fact) -> tuple[tuple[str, str], ...]:
    found: Iterable[tuple[str, Words]] = ()
    if fact.kind is Kind.YES_NO:
        found = YES_NO
    elif fact.kind is Kind.ENUM:
        found = ((option.key, option.words) for option in fact.options)
    return tuple((key, words.to(language())) for key, words in found)


def _filled(blank: Field, answer: Any) -> Field:
    if isinstance(answer, dict) and "value" in answer:
        answer = answer["value"]
    if answer is UNANSWERED:
        return blank
    if answer is None:
        return replace(blank, is_unsure=True, typed=UNSURE if blank.shape == "choice" else "")
    if answer == ABSENT:
        return replace(blank, is_absent=True)
    if isinstance(answer, bool):
        return replace(blank, typed="yes" if answer else "no")
    if blank.shape == "money":
        return replace(blank, **_typed_money(answer))
    return replace(blank, typed=str(answer).removesuffix("%") if blank.shape == "rate" else str(answer))


def _typed_money(answer: Any) -> dict[str, str]:
    """In 万元 where that is a number of at most two decimals."""
    money = Money.from_yuan(answer if isinstance(answer, int) else str(answer))
    hundredths, rest = divmod(money.fen, 10_000)
    if rest:
        return {"typed": str(money), "unit": "yuan"}
    return {"typed": f"{hundredths // 100}.{hundredths % 100:02d}".removesuffix(".00"), "unit": "wan"}


# ---- what was typed, as an answer


def read_fields(question: Question, fields: Iterable[Field]) -> tuple[Any, tuple[Field, ...]]:
    """The answer, and the fields with what is wrong with them in words. What is wrong is left out of the answer."""
    answers: dict[str, Any] = {}
    checked = []
    for each in fields:
        try:
            answers[each.name] = _answer(each)
            checked.append(each)
        except _Unread as error:
            checked.append(replace(each, errors=(error.words,)))
    if question.fact is not None and not question.years:
        return answers.get("answer", UNANSWERED), tuple(checked)
    return answers, tuple(checked)


def with_problems(question: Question, fields: Iterable[Field], problems: Iterable[Problem]) -> tuple[Field, ...]:
    """The fields with what the reader of cases found wrong with each."""
    listed = list(problems)
    return tuple(replace(each, errors=(*each.errors, *_about(question, each, listed))) for each in fields)


def _about(question: Question, each: Field, problems: Iterable[Problem]) -> Iterator[Words]:
    for problem in problems:
        place = re.split(r"[.\[\]]+", problem.where)
        if question.key in place and (not question.years or each.name in place):
            yield problem.what


class _Unread(Exception):
    def __init__(self, zh: str, en: str) -> None:
        self.words = Words(zh, en)


def _answer(each: Field) -> Any:
    if each.is_unsure or each.typed == UNSURE:
        return None
    if each.is_absent:
        return dict(ABSENT)
    text = unicodedata.normalize("NFKC", each.typed).strip()
    if not text:
        raise _Unread("请回答，或选“不知道”", "Please answer, or say that you do not know")
    if each.shape == "choice":
        return (
            {"yes": True, "no": False}.get(text, text) if each.fact is None or each.fact.kind is Kind.YES_NO else text
        )
    return _READ[each.shape](text, each.unit)


def _money(text: str, unit: str) -> str:
    """In yuan. `3,000万元` says its own unit."""
    plain = re.sub(r"[\s¥]|(?<=[0-9]),(?=[0-9]{3})", "", text)
    if NUMBER.fullmatch(plain):
        return f"{(Decimal(plain).scaleb(UNITS[unit][1])).normalize():f}"
    try:
        return str(Money.from_chinese(plain))
    except MoneyError:
        zh = f"“{text}”不能读作金额：请只写数字，如 3000 或 3000.5，并选好单位"
        en = f"'{text}' is no amount: write a number such as 3000 or 3000.5, and choose its unit"
        raise _Unread(zh, en) from None


def _rate(text: str, unit: str) -> str:
    return f"{text}%" if NUMBER.fullmatch(text) else text


def _whole(text: str, unit: str) -> int | str:
    plain = text.removesuffix("年").strip().replace(",", "")
    return int(plain) if re.fullmatch(r"-?[0-9]{1,15}", plain) else text


def _day(text: str, unit: str) -> str:
    found = DAY.fullmatch(text.replace(" ", ""))
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else text


_READ: Final = {"money": _money, "rate": _rate, "whole": _whole, "day": _day, "text": lambda text, unit: text}


def understood(text: str, unit: str) -> str:
    """How a sum is understood, `= 3,000 万元（30,000,000 元）`; nothing while it cannot be read."""
    try:
        fen = Money.from_yuan(_money(unicodedata.normalize("NFKC", text).strip(), unit if unit in UNITS else "wan")).fen
    except (_Unread, MoneyError):
        return ""
    yuan = f"{Decimal(fen) / 100:,}"
    lang = language()
    if lang == "en":
        return f"= {sum_shown(fen, 'en')}"
    wan = f"{Decimal(fen) / 1_000_000:,}"
    return f"= {wan} 万元（{yuan} 元）"
