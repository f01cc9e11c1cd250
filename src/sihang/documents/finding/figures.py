"""Amounts as printed: 1,234,567.80 in figures and 壹佰元整 in capitals, as whole fen."""

import re
from decimal import Decimal

from sihang.values import Money, MoneyError

FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,8})?"
CAPITALS = r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[元圆][零壹贰叁肆伍陆柒捌玖角分整正]*"
WRITTEN_OTHERWISE = str.maketrans({"貳": "贰", "參": "叁", "陸": "陆", "萬": "万", "億": "亿", "圓": "圆"})

PLAIN = re.compile(FIGURES)
FACTORS = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}


def fen_of_figures(text: str, unit: str = "元") -> int | None:
    """`1,234.50` in the unit of its column; None where it is no amount, or finer than a fen."""
    try:
        return Money.from_yuan(Decimal(text.replace(",", "")) * FACTORS[unit]).fen
    except MoneyError:
        return None


def fen_of_capitals(text: str) -> int | None:
    """`壹佰元整`; None where 零 or 整 is missing or out of place, for a dropped 零 can change the amount."""
    try:
        return Money.from_capital(text).fen
    except MoneyError:
        return None


def modern(text: str) -> str:
    """`text` with 萬 as 万, 圓 as 圆 and so on, character for character."""
    return text.translate(WRITTEN_OTHERWISE)
