"""What numbers a Chinese policy text states: sums, rates, years, dates and counts, and how they bound.

A checker asks `numbers_in` whether the number of an expression stands in its quote. A drafter asks
`stated_numbers` what a clause says, with the words as written and their place.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from sihang.rulebook.number_words import Atom, Kind, atoms, fold

Bound = Literal["at_most", "at_least", "more_than", "less_than", "exactly"]

# Patterns are kept as words: `re` compiles each on first use, so that importing this module costs nothing.
_DASH = r"[ \t]{0,4}(?:-{1,2}|至|到)[ \t]{0,4}"
_COLON = r"[ \t]{0,2}(?::|比)[ \t]{0,2}"
_ENUMERATION = r"[ \t]{0,4}(?:、|或者?|和|及|以及|/)[ \t]{0,4}"
_LIST_COMMA = r"[ \t]{0,2}、[ \t]{0,2}"
_SAME_BREATH = r"[^，。；！？、（）()\n]*\Z"
_LINE_HEAD = r"(?:\A|\n)[ \t]*\Z"
_FILLER = (
    r"(?:\s|给予|予以|人民币|可达|可获|额度|额|金额|资助|支持|补贴|奖励|扶持|为|限额|标准|每年|每家|每户|"
    r"单个|项目|企业|年度|总|累计|到|了|比例|按)*\Z"
)
_WIDE = r"[^\d部且并后]{0,16}\Z"
_BEFORE: tuple[tuple[Bound, str], ...] = (
    ("at_most", rf"(?:[不未](?:得|能)?(?:超过?|高于|多于|大于)|最高|至多|最多|上限|封顶){_WIDE}"),
    ("less_than", rf"(?:(?<!不)(?:低于|少于|小于)|不足|不满|未满|未达到?){_FILLER}"),
    ("at_least", rf"(?:不(?:得)?(?:低于|少于|小于)|至少|最低|(?<![未不])(?:达到?|满)){_FILLER}"),
    ("more_than", rf"(?:(?<![不未得能])(?:超过?|大于|高于|多于|突破)){_FILLER}"),
)
_AFTER = r"\s*[（(]?(?:含(?:本数)?)?[）)]?(?:及|\(含\))?(?P<word>以上|以下|以内|之内|为限|封顶)"
_BEFORE_CHARS, _AFTER_CHARS = 30, 12


@dataclass(frozen=True, slots=True)
class Stated:
    """A number, or a range of numbers, that a text states.

    Money is in fen, a rate in basis points, a date an ordinal day, a year or an integer plain. `unit` is what
    stands behind the number (元, 元/年, 家, 年); a sum without 元, as in 3000万, has none.
    """

    kind: Kind
    low: int
    high: int
    quote: str
    start: int
    end: int
    bound: Bound = "exactly"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Span:
    first: Atom
    last: Atom

    @property
    def is_listed(self) -> bool:
        return not self.first.bare or not self.first.words


def stated_numbers(text: str) -> tuple[Stated, ...]:
    """Return every number that `text` states, in order, with its quote and its offsets."""
    folded = fold(text)
    parts = _with_list_units(_with_ratios(atoms(folded), folded), folded)
    spans = _with_ranges(parts, folded)
    found = [stated for span in spans if (stated := _stated(span, text)) is not None]
    return tuple(replace(stated, bound=bound) for stated, bound in zip(found, _bounds(found, folded), strict=True))


def numbers_in(text: str) -> frozenset[tuple[str, int]]:
    """Return the set of (kind, value) that an expression quoting `text` may use.

    Both ends of a range count. 3000万 counts as a sum and as a count; a year and the year of a date count as
    integers too.
    """
    found: set[tuple[str, int]] = set()
    for stated in stated_numbers(text):
        for value in (stated.low, stated.high):
            found.add((stated.kind, value))
            if stated.kind == "money" and not stated.unit:
                found.add(("integer", value // 100))
            if stated.kind == "year":
                found.add(("integer", value))
            if stated.kind == "date":
                year = date.fromordinal(value).year
                found |= {("year", year), ("integer", year)}
    return frozenset(found)


def enumerations(found: Sequence[Stated], text: str) -> list[tuple[Stated, ...]]:
    """Return the lists of sums or rates, two or more in a row: 3000万元、5000万元、1亿元."""
    lists: list[list[Stated]] = []
    for stated in found:
        last = lists[-1][-1] if lists else None
        if last and last.kind == stated.kind and re.fullmatch(_ENUMERATION, fold(text[last.end : stated.start])):
            lists[-1].append(stated)
        else:
            lists.append([stated])
    return [tuple(members) for members in lists if len(members) > 1 and members[0].kind in ("money", "rate")]


def literal(kind: Kind, value: int) -> str:
    """Write a number as the rule language does: 200万元, 1.5亿元, 12.5%, 2024-02-27."""
    if kind == "date":
        return date.fromordinal(value).isoformat()
    if kind == "rate":
        return f"{_decimal(value, 100)}%"
    if kind != "money":
        return str(value)
    for unit, fen in (("亿元", 10**10), ("万元", 10**6)):
        if value >= fen and value % (fen // 10_000) == 0:
            return _decimal(value, fen) + unit
    return _decimal(value, 100) + "元"


def _decimal(value: int, unit: int) -> str:
    whole, rest = divmod(value, unit)
    digits = str(rest).rjust(len(str(unit)) - 1, "0").rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def _between(left: Atom, right: Atom, folded: str, pattern: str) -> bool:
    gap = right.start - left.end
    return 0 < gap <= 12 and re.fullmatch(pattern, folded[left.end : right.start]) is not None


def _with_ratios(parts: Sequence[Atom], folded: str) -> list[Atom]:
    """Read 1:1 as the rate 100%, and 1:0.5 as 50%. What 2:1 is of what is not said: it stays two numbers."""
    found: list[Atom] = []
    for part in parts:
        left = found[-1] if found else None
        if left and left.bare and part.bare and left.number == 1 and _between(left, part, folded, _COLON):
            ratio = replace(part, start=left.start, kind="rate", factor=Fraction(10_000), unit="1:", bare=False)
            found[-1] = ratio
        else:
            found.append(part)
    return found


def _with_list_units(parts: Sequence[Atom], folded: str) -> list[Atom]:
    """Give 50 and 30 in 分别给予 50、30、10 万元 the unit of their list.

    The 1 of a paragraph “1、5万元” is no member of a list.
    """
    found = list(parts)
    for index in range(len(found) - 2, -1, -1):
        part, following = found[index], found[index + 1]
        takes = part.bare and not following.bare and following.kind in ("money", "rate", "year")
        if not takes or following.unit == "1:" or not _between(part, following, folded, _LIST_COMMA):
            continue
        heads_a_line = re.search(_LINE_HEAD, folded[max(0, part.start - 20) : part.start])
        if not heads_a_line or parts[index + 1].bare:
            found[index] = _like(part, following)
    return found


def _like(part: Atom, model: Atom) -> Atom:
    """Return a bare number with the unit of its neighbour."""
    return replace(part, kind=model.kind, factor=model.factor, unit=model.unit, bare=False)


def _with_ranges(parts: Sequence[Atom], folded: str) -> list[_Span]:
    spans: list[_Span] = []
    for part in parts:
        left = spans[-1].first if spans and spans[-1].first is spans[-1].last else None
        joined = _range(left, part) if left and _between(left, part, folded, _DASH) else None
        if joined:
            spans[-1] = joined
        else:
            spans.append(_Span(part, part))
    return [span for span in spans if span.is_listed]


def _range(left: Atom, right: Atom) -> _Span | None:
    """Join 50 and 100万元, 10% and 30%, 百分之十 and 三十; None where the two do not make one range."""
    if left.bare and not right.bare and right.unit != "1:":
        left = _like(left, right)
    elif right.bare and left.kind == "rate" and left.unit == "" and right.words:
        right = _like(right, left)
    same = left.kind == right.kind and left.bare == right.bare
    return _Span(left, right) if same and left.value <= right.value else None


def _stated(span: _Span, text: str) -> Stated | None:
    low, high = span.first.value, span.last.value
    if low.denominator != 1 or high.denominator != 1:
        return None
    start, end = span.first.start, span.last.end
    unit = span.last.unit
    if unit == "" and span.first.kind == "money":
        unit = span.first.unit
    return Stated(span.last.kind, int(low), int(high), text[start:end], start, end, unit=unit)


def _bounds(found: Sequence[Stated], folded: str) -> list[Bound]:
    """Say of each number whether it bounds; 3000万元、5000万元 after one 超过 share it."""
    bounds = [_own_bound(stated, folded) for stated in found]

    def share(order: range, neighbour: Callable[[int], int]) -> None:
        for index in order:
            first, second = sorted((index, neighbour(index)))
            gap = folded[found[first].end : found[second].start]
            linked = found[first].kind == found[second].kind and re.fullmatch(_ENUMERATION, gap)
            if bounds[index] is None and linked:
                bounds[index] = bounds[neighbour(index)]

    share(range(1, len(found)), lambda index: index - 1)
    share(range(len(found) - 2, -1, -1), lambda index: index + 1)
    return [bound or "exactly" for bound in bounds]


def _own_bound(stated: Stated, folded: str) -> Bound | None:
    nearby = folded[max(0, stated.start - _BEFORE_CHARS) : stated.start]
    match = re.search(_SAME_BREATH, nearby)
    words = match.group() if match else ""
    best: tuple[int, Bound] | None = None
    for bound, pattern in _BEFORE:
        for hit in re.finditer(pattern, words):
            best = max(best or (-1, bound), (hit.start(), bound), key=lambda pair: pair[0])
    if best:
        return best[1]
    behind = re.match(_AFTER, folded[stated.end : stated.end + _AFTER_CHARS])
    if not behind:
        return None
    return "at_least" if behind["word"] == "以上" else "at_most"
