"""Reading an amount: yuan as data (`2000000.50`) and yuan as policies write it (`200万元`)."""

import re
import unicodedata
from decimal import Decimal

from sihang.values.errors import MoneyError, shown
from sihang.values.exact import of_units, whole_units

MAX_FEN = 10**14  # the declared domain: one 万亿 yuan
MAX_YUAN = MAX_FEN // 100
PLACES_OF_UNIT = {"": 0, "万": 4, "亿": 8}

AS_DATA = re.compile(r"(-?)[0-9]+(?:\.([0-9]+))?")
AS_POLICY_TEXT = re.compile(r"([0-9]+(?:\.[0-9]+)?)[ \u00a0\u3000]?(?:(万|亿)元?|元)")
# Spellings that are refused but understood well enough to show the right one.
AS_GUESSED = re.compile(r"¥?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(?:[eE]\+?([0-9]{1,2}))?(万|亿)?元?")


def fen_of_yuan(value: object) -> int:
    """Return the whole fen of an amount in yuan, given as an int, a Decimal or plain digits.

    A string has at most two digits after the point as written; a number has at most two by
    value, so that the JSON number 1.230 is 1.23.

    Raises:
        MoneyError: not an amount, negative, finer than a fen, or above MAX_FEN.
    """
    return _fen(_number(value), 2, value)


def fen_of_policy_text(text: str) -> int:
    """Return the whole fen of an amount as policies write it: 200万元, 1.5亿元, 100元, 50万.

    Raises:
        MoneyError: not such an amount, not a whole number of fen, or above MAX_FEN.
    """
    match = AS_POLICY_TEXT.fullmatch(text)
    if match is None:
        raise MoneyError(
            "money-not-a-number",
            f"“{shown(text)}”不能读作金额，请写成如 200万元、1.5亿元 或 100元。",
            f"'{shown(text)}' is not an amount; write it like 200万元, 1.5亿元 or 100元.",
        )
    return _fen(Decimal(match[1]), 2 + PLACES_OF_UNIT[match[2] or ""], text)


def plain_yuan(fen: int) -> str:
    """Return the shortest spelling that `fen_of_yuan` reads back: 2000000 or 2000000.50."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02d}" if rest else f"{yuan}"


def _number(value: object) -> Decimal:
    match value:
        case bool() | float():
            raise _not_a_number(value)
        case int():
            return Decimal(value)
        case Decimal() if value.is_finite():
            return value
        case str() if spelled := AS_DATA.fullmatch(value):
            if not spelled[1] and len(spelled[2] or "") > 2:
                raise _too_fine(value)
            return Decimal(value)
    raise _not_a_number(value)


def _fen(number: Decimal, places: int, source: object) -> int:
    if number < 0:
        raise MoneyError(
            "money-negative",
            f"金额不能为负：{shown(source)}。",
            f"An amount cannot be negative: {shown(source)}.",
        )
    if number > of_units(MAX_FEN, places):
        raise MoneyError(
            "money-too-large",
            f"金额超过上限 {MAX_YUAN} 元：{shown(source)}。",
            f"An amount is at most {MAX_YUAN} yuan: {shown(source)}.",
        )
    fen = whole_units(number, places)
    if fen is None:
        raise _too_fine(source)
    return fen


def _too_fine(source: object) -> MoneyError:
    return MoneyError(
        "money-too-fine",
        f"金额精确到分，以元计最多两位小数：{shown(source)}。",
        f"An amount is a whole number of fen, at most two decimals in yuan: {shown(source)}.",
    )


def _not_a_number(value: object) -> MoneyError:
    if isinstance(value, float):
        return MoneyError(
            "money-not-a-number",
            f"二进制浮点数 {shown(value)} 不精确，金额请用整数、字符串或 Decimal。",
            f"A binary float ({shown(value)}) is not exact; give an int, a string or a Decimal.",
        )
    meant = _meant(value) if isinstance(value, str) else None
    example = "2000000 或 2000000.50" if meant is None else meant
    return MoneyError(
        "money-not-a-number",
        f"“{shown(value)}”不能读作以元计的金额，请写成 {example}。",
        f"'{shown(value)}' is not an amount in yuan; write {example.replace('或', 'or')}.",
    )


def _meant(text: str) -> str | None:
    """Return the accepted spelling of a refused amount, or None where it is anyone's guess."""
    match = AS_GUESSED.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if match is None:
        return None
    whole, decimals, exponent, unit = match.groups(default="")
    places = int(exponent or "0") + PLACES_OF_UNIT[unit]
    try:
        return plain_yuan(_fen(Decimal(whole.replace(",", "") + decimals), 2 + places, text))
    except MoneyError:
        return None
