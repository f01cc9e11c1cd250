"""Money as people read it: 3100万元, or 31,000,000 yuan."""

from __future__ import annotations

import re
from typing import Final

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Range
from sihang.rulebook.prose import round_money

_YUAN_ZH: Final = re.compile(r"(\d+)\.(\d\d)元")
_YUAN_EN: Final = re.compile(r"(\d+)\.(\d\d) yuan")


def sum_shown(fen: int, lang: str) -> str:
    """One sum; NO_BOUND is no upper bound."""
    if fen >= NO_BOUND:
        return "no upper bound" if lang == "en" else "不设上限"
    return f"{_grouped(fen)} yuan" if lang == "en" else round_money(fen)


def as_printed(fen: int) -> str:
    """`52,000,000.00`, as accounts print it: to be held beside the paper."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def range_shown(pair: Range, lang: str) -> str:
    """`50万元至100万元`; one sum where both ends are the same. Never a midpoint."""
    low, high = pair
    if low == high:
        return sum_shown(low, lang)
    if lang == "en":
        return f"{_grouped(low)} to {sum_shown(high, lang)}" if high < NO_BOUND else f"{sum_shown(low, lang)} upwards"
    return f"{sum_shown(low, lang)}至{sum_shown(high, lang)}"


def for_people(text: str, lang: str) -> str:
    """A sentence of an explanation with its sums as people read them; the contract's JSON keeps 8000000.00元."""
    if lang == "en":
        return _YUAN_EN.sub(lambda found: f"{_grouped(int(found[1] + found[2]))} yuan", text)
    return _YUAN_ZH.sub(lambda found: round_money(int(found[1] + found[2])), text)


def _grouped(fen: int) -> str:
    return as_printed(fen).removesuffix(".00")
