"""大、中、小、微：the size class of an enterprise by 国统字〔2017〕213号, and the line of the table that decided.

    "大型、中型和小型企业须同时满足所列指标的下限，否则下划一档；微型企业只须满足所列指标中的一项即可。"

So the class is the lowest that any indicator gives. A figure that is unknown may give any class, a figure that is known to lie in a
range several; the result is every class that is still possible. Figures are those of the year's end, revenue of the whole year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from sihang.register.industries import Floors, Indicator, Line, lines_of
from sihang.rulebook.errors import Words
from sihang.rulebook.words import money

DOCUMENT: Final = "国统字〔2017〕213号"
NAMES: Final = {
    Indicator.EMPLOYEES: Words("从业人员", "employees"),
    Indicator.REVENUE: Words("营业收入", "revenue"),
    Indicator.ASSETS: Words("资产总额", "total assets"),
}

Figures = Mapping[Indicator, int | tuple[int, int | None] | None]
"""A figure, a range (no upper end: None), or None for unknown; people, and money in fen."""


class SizeClass(IntEnum):
    """The classes, the smallest first."""

    MICRO = 1
    SMALL = 2
    MEDIUM = 3
    LARGE = 4

    @property
    def words(self) -> Words:
        return _CLASSES[self]


_CLASSES: Final = {
    SizeClass.MICRO: Words("微型", "micro"),
    SizeClass.SMALL: Words("小型", "small"),
    SizeClass.MEDIUM: Words("中型", "medium"),
    SizeClass.LARGE: Words("大型", "large"),
}


@dataclass(frozen=True, slots=True)
class Sized:
    """The answer.

    Args:
        possible: every class that it may be, the smallest first; empty for an industry outside the table.
        outside: whether it may be of an industry that the table does not classify.
        why: the lines that decided, each as a sentence; what is missing is said too.
    """

    possible: tuple[SizeClass, ...]
    outside: bool
    why: tuple[Words, ...]

    @property
    def size(self) -> SizeClass | None:
        """The class, where only one is possible."""
        return self.possible[0] if len(self.possible) == 1 and not self.outside else None


def size_class(industry: str | None, figures: Figures) -> Sized:
    """Classify an enterprise.

    Args:
        industry: a code of GB/T 4754-2017, with or without its letter: `I65`, `6513`, `C`. None where unknown.
        figures: by indicator; what is left out is unknown. Negative figures count as nothing.
    """
    lines, is_code = lines_of(industry)
    if not is_code:
        zh = f"“{industry}”不是国民经济行业分类代码，如 I65、6513、C"
        en = f"'{industry}' is no code of the industry classification, such as I65, 6513 or C"
        return Sized((), True, (Words(zh, en),))
    known = sorted((line for line in lines if line is not None), key=lambda line: line.key)
    found = {line: _by_line(line, figures) for line in known}
    possible = sorted({size for lowest, highest in found.values() for size in _between(lowest, highest)})
    why = [sentence for line in known for sentence in _why(line, figures)] if len(known) == 1 else []
    if len(lines) > 1:
        why = [_several(known, industry)]
    elif not known:
        why = [_outside(industry)]
    return Sized(tuple(possible), None in lines, tuple(why))


def _by_line(line: Line, figures: Figures) -> tuple[SizeClass, SizeClass]:
    """From which class to which: the lowest that any indicator gives."""
    each = [_by_indicator(figures.get(indicator), floors) for indicator, floors in line.floors.items()]
    return min(low for low, _ in each), min(high for _, high in each)


def _by_indicator(figure: int | tuple[int, int | None] | None, floors: Floors) -> tuple[SizeClass, SizeClass]:
    low, high = figure if isinstance(figure, tuple) else (figure or 0, figure)
    return _class_of(low, floors), SizeClass.LARGE if high is None else _class_of(high, floors)


def _class_of(figure: int, floors: Floors) -> SizeClass:
    large, medium, small = floors
    if figure >= large:
        return SizeClass.LARGE
    if figure >= medium:
        return SizeClass.MEDIUM
    return SizeClass.SMALL if figure >= small else SizeClass.MICRO


def _between(low: SizeClass, high: SizeClass) -> list[SizeClass]:
    return [size for size in SizeClass if low <= size <= high]


def _why(line: Line, figures: Figures) -> list[Words]:
    """The indicators that decide: those that give the lowest class, or whose figure is missing."""
    by_indicator = {key: _by_indicator(figures.get(key), floors) for key, floors in line.floors.items()}
    lowest = min(high for _, high in by_indicator.values())
    return [
        _sentence(line, key, figures.get(key), by_indicator[key])
        for key in line.floors
        if by_indicator[key][0] < lowest or by_indicator[key][1] == lowest
    ]


def _sentence(
    line: Line,
    key: Indicator,
    figure: int | tuple[int, int | None] | None,
    span: tuple[SizeClass, SizeClass],
) -> Words:
    floors, name = line.floors[key], NAMES[key]
    if figure is None:
        zh = f"{line.zh}：{name.zh}未知，可能是{_listed(span, 'zh')}（{DOCUMENT}）"
        return Words(zh, f"{line.en}: {name.en} unknown, so it may be {_listed(span, 'en')} ({DOCUMENT})")
    said = {lang: _shown(key, figure, lang) for lang in ("zh", "en")}
    bounds = {lang: _bounds(key, floors, span, lang) for lang in ("zh", "en")}
    zh = f"{line.zh}：{name.zh}{said['zh']}，{bounds['zh']}，属{_listed(span, 'zh')}（{DOCUMENT}）"
    return Words(zh, f"{line.en}: {name.en} {said['en']}, {bounds['en']}: {_listed(span, 'en')} ({DOCUMENT})")


def _bounds(key: Indicator, floors: Floors, span: tuple[SizeClass, SizeClass], lang: str) -> str:
    """`不低于 100人、低于 300人`: the bounds of the table between which the figure lies."""
    steps: dict[SizeClass, int] = dict(zip((SizeClass.LARGE, SizeClass.MEDIUM, SizeClass.SMALL), floors, strict=True))
    low, high = span
    over, under = ("at least", "below") if lang == "en" else ("不低于", "低于")
    parts = [f"{over} {_shown(key, steps[low], lang)}"] if low is not SizeClass.MICRO else []
    parts += [f"{under} {_shown(key, steps[SizeClass(high + 1)], lang)}"] if high is not SizeClass.LARGE else []
    return (" and " if lang == "en" else "、").join(parts) or ("anything" if lang == "en" else "不限")


def _shown(key: Indicator, figure: int | tuple[int, int | None], lang: str) -> str:
    if isinstance(figure, tuple):
        low, high = figure
        joint, open_end = (" to ", " or more") if lang == "en" else ("至", "以上")
        return _shown(key, low, lang) + (open_end if high is None else joint + _shown(key, high, lang))
    if key is Indicator.EMPLOYEES:
        return str(figure) if lang == "en" else f"{figure}人"
    return money(figure, lang)


def _listed(span: tuple[SizeClass, SizeClass], lang: str) -> str:
    return (" or " if lang == "en" else "或").join(size.words.to(lang) for size in _between(*span))


def _several(known: list[Line], industry: str | None) -> Words:
    if industry is None or not industry.strip():
        return Words("行业未知，请补充国民经济行业代码", "the industry is unknown; state its code")
    zh = f"行业代码 {industry} 太粗，可能属于：{'、'.join(line.zh for line in known)}；请写到中类"
    en = f"the code {industry} is too coarse; it may be: {', '.join(line.en for line in known)}. Give three digits"
    return Words(zh, en)


def _outside(industry: str | None) -> Words:
    zh = f"行业 {industry} 不在划分办法之内（如金融、教育、铁路运输、卫生）"
    return Words(zh, f"the industry {industry} is outside the table (such as finance, education, railways, health)")
