"""The capital form of amounts (中文大写) on payment orders: 人民币贰佰万元整.

The rules are those of 《正确填写票据和结算凭证的基本规定》 (annex 1 of 《支付结算办法》, 银发〔1997〕393号).
Where they leave a choice, this is what is written:

- One 零 for each run of zeros between two non-zero digits of the yuan, also across 万 and 亿.
- No 零 for a yuan digit of zero when jiao follow: 壹拾万零柒仟元伍角叁分 is the second of the
  two spellings that the rules themselves give for 107,000.53.
- 零 between 元 and 分 when there are no jiao: 壹拾元零伍分.
- 整 after 元 and after 角, never after 分.
- Less than one yuan begins with its first non-zero digit: 人民币伍分.

Every spelling that the rules allow can be read; any other is refused, for a dropped 零 can
change the amount (壹佰伍).
"""

import re

from sihang.values.errors import MoneyError, shown

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("", "拾", "佰", "仟")
VALUE_OF_UNIT = {"拾": 10, "佰": 100, "仟": 1000}
SPELLED_BELOW_FEN = 10**18  # 仟万亿 is the largest unit that can be written
LONGEST_TEXT = 80


def capital_form(fen: int) -> str:
    """Return the capital form of `fen`, with 人民币 before it."""
    if fen >= SPELLED_BELOW_FEN:
        raise MoneyError(
            "money-too-large",
            f"金额过大，无法写成中文大写：{shown(fen)} 分。",
            f"Too large for the capital form: {shown(fen)} fen.",
        )
    return "人民币" + _spelling(fen, zero_before_thousands=True, zero_before_jiao=False)


def fen_of_capital_form(text: str) -> int:
    """Read a capital form back; 人民币 may be missing, 圆 may stand for 元 and 正 for 整.

    Raises:
        MoneyError: no spelling that the rules allow; shows the right one where only 零 or 整 is amiss.
    """
    words = text.removeprefix("人民币").replace("圆", "元").replace("正", "整")
    if words.endswith("角"):
        words += "整"
    fen = _sum_of(words) if len(words) <= LONGEST_TEXT else None
    example = capital_form(200_000_000)
    if fen is not None and fen < SPELLED_BELOW_FEN:
        if words in _allowed_spellings(fen):
            return fen
        if _bare(capital_form(fen)) == _bare("人民币" + words):
            example = capital_form(fen)
    raise MoneyError(
        "money-not-capital-form",
        f"“{shown(text)}”不是规范的中文大写金额，请写成如 {example}。",
        f"'{shown(text)}' is not a proper capital form; write it like {example}.",
    )


def _allowed_spellings(fen: int) -> set[str]:
    choices = (False, True)
    return {
        _spelling(fen, zero_before_thousands=thousands, zero_before_jiao=jiao)
        for thousands in choices
        for jiao in choices
    }


def _spelling(fen: int, *, zero_before_thousands: bool, zero_before_jiao: bool) -> str:
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    if not fen:
        return "零元整"
    words = _yuan_words(yuan, zero_before_thousands) + "元" if yuan else ""
    if jiao:
        if zero_before_jiao and yuan and yuan % 10 == 0:
            words += "零"
        words += DIGITS[jiao] + "角"
    elif cents and yuan:
        words += "零"
    return words + (DIGITS[cents] + "分" if cents else "整")


def _yuan_words(yuan: int, zero_before_thousands: bool) -> str:
    """Spell the yuan digit by digit; 万 and 亿 close every group of four digits that is not empty."""
    words = ""
    zeros = 0
    digits = str(yuan)
    for index, digit in enumerate(digits):
        power = len(digits) - 1 - index
        if digit == "0":
            zeros += 1
        else:
            # Only 零 right after a written 万 or 亿 and before a 仟 may be left out.
            optional = power % 4 == 3 and zeros < 4
            if zeros and (zero_before_thousands or not optional):
                words += "零"
            zeros = 0
            words += DIGITS[int(digit)] + UNITS[power % 4]
        if power == 8:
            words += "亿"
        elif power % 8 == 4 and zeros < 4:
            words += "万"
    return words


def _bare(words: str) -> str:
    return words.replace("零", "").replace("整", "")


def _sum_of(words: str) -> int | None:
    """Add up what the words say, without minding their order; the caller spells it back."""
    if not re.fullmatch(f"[{DIGITS}拾佰仟万亿元角分]+整?", words):
        return None
    fen = total = section = digit = 0
    for word in words.removesuffix("整"):
        match word:
            case "拾" | "佰" | "仟":
                section, digit = section + digit * VALUE_OF_UNIT[word], 0
            case "万":
                total, section, digit = total + (section + digit) * 10**4, 0, 0
            case "亿":
                total, section, digit = (total + section + digit) * 10**8, 0, 0
            case "元":
                fen, total, section, digit = (total + section + digit) * 100, 0, 0, 0
            case "角":
                fen, digit = fen + digit * 10, 0
            case "分":
                fen, digit = fen + digit, 0
            case _:
                digit = DIGITS.index(word)
    return fen
