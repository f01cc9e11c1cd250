"""Digits, numerals and units as Chinese official texts write them, read one by one.

`atoms` finds each number with its unit. What they mean together (ranges, ratios, lists, ceilings) is the
business of `numerals`. Offsets stay true to the text, because folding keeps its length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

Kind = Literal["money", "rate", "integer", "year", "date"]

_DASHES = "‐‑‒–—―－﹣−~～〜∼﹘"
_FOLD = str.maketrans("０１２３４５６７８９％．：∶／　\u00a0○" + _DASHES, "0123456789%.::/  〇" + "-" * len(_DASHES))
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億两〇", "一二三四五六七八九十百千万亿二零")
_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_DIGITS_MAX = 18
_AFTER_A_SUM = "以及和或至到的等不之内为封给予奖补支扶资配一起"
_CALENDAR_YEARS = range(1900, 2101)

# Patterns are kept as words: `re` compiles each on first use, so that importing this module costs nothing.
_S = r"[ \t]{0,4}"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?"
_FIRST = "一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾"
_CHINESE = rf"[{_FIRST}][零〇百千万亿佰仟萬億{_FIRST}]*+(?:点[零一二三四五六七八九]++)?"
_FOREIGN = "美元|欧元|港元|港币|日元|英镑|美金"
_COUNTERS = (
    "平方米|工作日|个工作日|个月|个|家|名|项|人次|人|次(?!性)|套|件|户|处|天|日|月|周岁|岁|年度|财年|年|"
    "倍|台|篇|种|类|支|所|场|轮|亩|辆|股|吨"
)
_PER = rf"(?:{_S}/{_S}(?:平方米|年|月|日|天|家|个|户|人|项|件|次|台|套|亩)){{0,2}}"
_ATOM = (
    rf"(?P<part>[百千万]分之{_S})?(?P<number>{_ARABIC}|{_CHINESE})"
    rf"(?:{_S}(?P<scale>[十百千]?(?:万亿|[万亿])|[千百](?![分瓦米克伏])))?"
    rf"(?:{_S}(?P<name>(?:元|圆)(?!器件|素|旦|宇宙){_PER}|%|‰|个?百分点|{_FOREIGN}|{_COUNTERS}))?"
)
_DATE = (
    rf"(?P<year>\d{{4}}|[一二][零〇一二三四五六七八九]{{3}}){_S}年{_S}"
    rf"(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}}){_S}月{_S}(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_S}[日号]"
)
_ISO_DATE = r"(?<!\d)(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)"
_SECOND_DAY = rf"{_S}(?:-{{1,2}}|至|到){_S}(?P<month>\d{{1,2}}){_S}月{_S}(?P<day>\d{{1,2}}){_S}日"
_SECTION = r"(?:(\w)千)?零?(?:(\w)百)?零?(?:(\w?)十)?零?([一二三四五六七八九]?)"


@dataclass(frozen=True, slots=True)
class Atom:
    """One number as written: `number` × `factor` is fen, basis points, an ordinal day or a plain count."""

    start: int
    end: int
    kind: Kind
    number: Fraction
    factor: Fraction
    unit: str
    bare: bool = False  # no unit of its own: it may take that of its neighbour
    words: bool = False  # written in Chinese numerals

    @property
    def value(self) -> Fraction:
        return self.number * self.factor


def fold(text: str) -> str:
    """Make digits, colons, percent signs and dashes plain, one character for one character."""
    return text.translate(_FOLD)


def chinese_integer(word: str) -> int | None:
    """Read 十二, 三千五百, 二十万 or 二〇二四; None for what is not one clear number (三百五, 二三十)."""
    word = word.translate(_PLAIN)
    if word and all(letter in _DIGITS for letter in word):
        digits = "".join(str(_DIGITS[letter]) for letter in word)
        return int(digits) if len(digits) in (1, 4) else None
    if not word or len(word) > _DIGITS_MAX or re.search(r"[百千万亿][一二三四五六七八九]$", word):
        return None
    high, has_high, low = word.rpartition("亿")
    parts = [_below_yi(high) if has_high else 0, _below_yi(low) if low else 0]
    if None in parts:
        return None
    return (parts[0] or 0) * 10**8 + (parts[1] or 0)


def atoms(folded: str) -> list[Atom]:
    """Return every number of a folded text in order, dates first, without overlaps."""
    found: list[Atom] = []
    position = 0
    for day in _days(folded):
        found += _numbers(folded, position, day.start)
        found.append(day)
        position = day.end
    found += _numbers(folded, position, len(folded))
    return found


def _below_yi(word: str) -> int | None:
    high, has_high, low = word.rpartition("万")
    if not word:
        return None
    wan = _below_wan(high) if has_high else 0
    rest = _below_wan(low) if low else 0
    if wan is None or rest is None:
        return None
    return wan * 10**4 + rest


def _below_wan(word: str) -> int | None:
    match = re.fullmatch(_SECTION, word)
    if not match or not word:
        return None
    thousands, hundreds, tens, ones = match.groups()
    letters = (thousands or "零", hundreds or "零", "零" if tens is None else tens or "一", ones or "零")
    if any(letter not in _DIGITS for letter in letters):
        return None
    return sum(_DIGITS[letter] * power for letter, power in zip(letters, (1000, 100, 10, 1), strict=True))


def _days(folded: str) -> list[Atom]:
    matches = [match for pattern in (_DATE, _ISO_DATE) for match in re.finditer(pattern, folded, re.ASCII)]
    found: list[Atom] = []
    for match in sorted(matches, key=lambda match: match.start()):
        if found and match.start() < found[-1].end:
            continue
        year = _small(match["year"])
        first = _day(match.start(), match.end(), year, match["month"], match["day"])
        if first is None:
            continue
        found.append(first)
        if second := re.compile(_SECOND_DAY, re.ASCII).match(folded, match.end()):
            last = _day(second.start("month"), second.end(), year, second["month"], second["day"])
            found += [last] if last else []
    return found


def _small(written: str) -> int | None:
    return int(written) if written.isascii() else chinese_integer(written)


def _day(start: int, end: int, year: int | None, month: str, day: str) -> Atom | None:
    try:
        ordinal = date(year or 0, _small(month) or 0, _small(day) or 0).toordinal()
    except ValueError:
        return None
    return Atom(start, end, "date", Fraction(ordinal), Fraction(1), "日")


def _numbers(folded: str, start: int, end: int) -> Iterator[Atom]:
    for match in re.compile(_ATOM, re.ASCII).finditer(folded, start, end):
        atom = _number(match)
        if atom is not None and not _is_idiom(folded, match, atom):
            yield atom


def _is_idiom(folded: str, match: re.Match[str], atom: Atom) -> bool:
    """Say whether a Chinese numeral counts nothing: 第三年, 数十家, 同一项目."""
    before = folded[match.start() - 1 : match.start()]
    if not atom.words or not before:
        return False
    return before in "第数几" or (match["number"] == "一" and before in "同统唯之逐单专万")


def _written_number(written: str) -> Fraction | None:
    if written[0] in "0123456789":
        plain = written.replace(",", "")
        return Fraction(plain) if len(plain) <= _DIGITS_MAX and plain.isascii() else None
    whole, _, decimals = written.partition("点")
    value = chinese_integer(whole)
    if value is None or len(decimals) > _DIGITS_MAX:
        return None
    fraction = Fraction(int("".join(str(_DIGITS[letter]) for letter in decimals) or "0"), 10 ** len(decimals))
    return value + fraction


def _number(match: re.Match[str]) -> Atom | None:
    number = _written_number(match["number"])
    if number is None:
        return None
    words = match["number"][0] not in "0123456789"
    scale, name = match["scale"] or "", (match["name"] or "").replace(" ", "").replace("\t", "")
    factor = Fraction(1)
    for letter in scale:
        factor *= _POWERS[letter]
    kind, factor = _kind(match, number, factor, name)
    bare = not (scale or name or match["part"])
    return Atom(match.start(), match.end(), kind, number, factor, name, bare=bare, words=words)


def _is_loose_sum(match: re.Match[str], scale: Fraction) -> bool:
    """Say whether 3000万 without 元 is money: what follows must not be a thing that is counted."""
    if scale < 10_000 and not any(letter in match["number"] for letter in "万亿萬億"):
        return False
    follower = match.string[match.end() : match.end() + 1]
    return not "\u4e00" <= follower <= "\u9fff" or follower in _AFTER_A_SUM


def _kind(match: re.Match[str], number: Fraction, scale: Fraction, name: str) -> tuple[Kind, Fraction]:
    """Return what is counted, and what one of it is worth."""
    if match["part"]:
        return "rate", scale * 10_000 / _POWERS[match["part"][0]]
    if name == "%" or name.endswith("百分点"):
        return "rate", scale * 100
    if name == "‰":
        return "rate", scale * 10
    if name.startswith(("元", "圆")):
        return "money", scale * 100
    if not name and _is_loose_sum(match, scale):
        return "money", scale * 100
    if name in ("年", "年度", "财年") and number in _CALENDAR_YEARS and scale == 1:
        return "year", scale
    return "integer", scale
