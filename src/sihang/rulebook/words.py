"""How values are written for people: 2000000.00元, 30%, 10%至30%, 是, 首次认定, 不设上限."""

from __future__ import annotations

from datetime import date
from typing import Any

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Fact, Kind, Option, Range
from sihang.rulebook.slots import Slot


def yuan(fen: int) -> str:
    """`2000000.00`, as the contract writes money."""
    sign, whole = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


def money(fen: int, lang: str) -> str:
    if fen >= NO_BOUND:
        return "no upper bound" if lang == "en" else "不设上限"
    return f"{yuan(fen)} yuan" if lang == "en" else f"{yuan(fen)}元"


def rate(bp: int, lang: str) -> str:
    if bp >= NO_BOUND:
        return "no upper bound" if lang == "en" else "不设上限"
    whole, part = divmod(bp, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"


def number(kind: Kind, value: int, lang: str) -> str:
    """One side of an ordered value."""
    if kind is Kind.MONEY:
        return money(value, lang)
    if kind is Kind.RATE:
        return rate(value, lang)
    if kind is Kind.DATE:
        return date.fromordinal(value).isoformat()
    return str(value) if value < NO_BOUND else money(value, lang)


def span(kind: Kind, pair: Range, lang: str) -> str:
    """`30%`, or `10%至30%` where it is not settled."""
    low, high = pair
    if low == high:
        return number(kind, low, lang)
    if kind is Kind.MONEY and high >= NO_BOUND and lang == "en":
        return f"{number(kind, low, lang)} upwards, with no upper bound"
    joint = " to " if lang == "en" else "至"
    return f"{number(kind, low, lang)}{joint}{number(kind, high, lang)}"


def yes_no(pair: tuple[bool, bool], lang: str) -> str:
    must, may = pair
    if must != may:
        return "unknown" if lang == "en" else "未知"
    return ("yes" if must else "no") if lang == "en" else ("是" if must else "否")


def options(all_options: tuple[Option, ...], bits: int, lang: str) -> str:
    """The options still possible, as a list."""
    names = [option.words.to(lang) for index, option in enumerate(all_options) if bits >> index & 1]
    return (", " if lang == "en" else "、").join(names)


def shown_value(fact: Fact | Slot, value: Any, lang: str) -> str:
    """A fact's value as a person reads it."""
    if fact.kind is Kind.YES_NO:
        return yes_no(value, lang)
    if fact.kind in (Kind.ENUM, Kind.LABEL):
        return options(fact.options, value, lang)
    return span(fact.kind, value, lang)
