"""The lines of the table of 《统计上大中小微型企业划分办法（2017）》 (国统字〔2017〕213号), and the codes of GB/T 4754-2017 under each.

Where sections and divisions differ in the two editions of the classification, the annex's own notes decide: 交通运输业 has 装卸搬运 (591)
but no railways (53); 仓储业 is 592 to 599; 信息传输业 is 63 and 64; 其他未列明 are M, N, O, 社会工作 (85), R, 房地产中介 (703) and other real
estate (709), but not what one lets of one's own (704).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sihang.values import Money


class Indicator(StrEnum):
    """What the table measures. Money is in fen."""

    EMPLOYEES = "employees"
    REVENUE = "revenue"
    ASSETS = "assets"


Floors = tuple[int, int, int]
"""The lower bounds of large, medium and small; below the last is micro."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: an industry and the lower bounds of each indicator that counts in it."""

    key: str
    zh: str
    en: str
    codes: tuple[str, ...]
    floors: Mapping[Indicator, Floors] = field(hash=False)


def _people(large: int, medium: int, small: int) -> dict[Indicator, Floors]:
    return {Indicator.EMPLOYEES: (large, medium, small)}


def _wan(indicator: Indicator, large: int, medium: int, small: int) -> dict[Indicator, Floors]:
    """Bounds that the table gives in 万元."""
    return {indicator: (_fen(large), _fen(medium), _fen(small))}


def _fen(wan: int) -> int:
    return Money.from_yuan(wan * 10_000).fen


_revenue, _assets = Indicator.REVENUE, Indicator.ASSETS

LINES: Final = (
    Line("farming", "农、林、牧、渔业", "Farming, forestry, animal husbandry and fishery", ("A",), _wan(_revenue, 20_000, 500, 50)),
    Line("industry", "工业", "Industry", ("B", "C", "D"), _people(1_000, 300, 20) | _wan(_revenue, 40_000, 2_000, 300)),
    Line("construction", "建筑业", "Construction", ("E",), _wan(_revenue, 80_000, 6_000, 300) | _wan(_assets, 80_000, 5_000, 300)),
    Line("wholesale", "批发业", "Wholesale", ("51",), _people(200, 20, 5) | _wan(_revenue, 40_000, 5_000, 1_000)),
    Line("retail", "零售业", "Retail", ("52",), _people(300, 50, 10) | _wan(_revenue, 20_000, 500, 100)),
    Line("transport", "交通运输业", "Transport", ("54", "55", "56", "57", "58", "591"), _people(1_000, 300, 20) | _wan(_revenue, 30_000, 3_000, 200)),
    Line("storage", "仓储业", "Storage", ("592", "593", "594", "595", "596", "599"), _people(200, 100, 20) | _wan(_revenue, 30_000, 1_000, 100)),
    Line("post", "邮政业", "Post", ("60",), _people(1_000, 300, 20) | _wan(_revenue, 30_000, 2_000, 100)),
    Line("lodging", "住宿业", "Lodging", ("61",), _people(300, 100, 10) | _wan(_revenue, 10_000, 2_000, 100)),
    Line("catering", "餐饮业", "Catering", ("62",), _people(300, 100, 10) | _wan(_revenue, 10_000, 2_000, 100)),
    Line("transmission", "信息传输业", "Information transmission", ("63", "64"), _people(2_000, 100, 10) | _wan(_revenue, 100_000, 1_000, 100)),
    Line("software", "软件和信息技术服务业", "Software and IT services", ("65",), _people(300, 100, 10) | _wan(_revenue, 10_000, 1_000, 50)),
    Line("development", "房地产开发经营", "Real-estate development", ("701",), _wan(_revenue, 200_000, 1_000, 100) | _wan(_assets, 10_000, 5_000, 2_000)),
    Line("property", "物业管理", "Property management", ("702",), _people(1_000, 300, 100) | _wan(_revenue, 5_000, 1_000, 500)),
    Line("leasing", "租赁和商务服务业", "Leasing and business services", ("L",), _people(300, 100, 10) | _wan(_assets, 120_000, 8_000, 100)),
    Line("other", "其他未列明行业", "Other industries", ("M", "N", "O", "85", "R", "703", "709"), _people(300, 100, 10)),
)  # fmt: skip

_DIVISIONS: Final = {
    "A": range(1, 6), "B": range(6, 13), "C": range(13, 44), "D": range(44, 47), "E": range(47, 51), "F": range(51, 53),
    "G": range(53, 61), "H": range(61, 63), "I": range(63, 66), "J": range(66, 70), "K": range(70, 71), "L": range(71, 73),
    "M": range(73, 76), "N": range(76, 80), "O": range(80, 83), "P": range(83, 84), "Q": range(84, 86), "R": range(86, 91),
    "S": range(91, 97), "T": range(97, 98),
}  # fmt: skip
"""The sections (门类) of GB/T 4754-2017 and their divisions (大类)."""
_CODE = re.compile(r"([A-T])?([0-9]{2,4})?")


def lines_of(code: str | None) -> tuple[frozenset[Line | None], bool]:
    """The lines that an industry code may stand in, and whether the code is one at all.

    A code that is not deep enough to tell (`F`, `K70`, `59`) leaves several; None is among them where a part of what it covers is
    outside the table (finance, education, railways), and alone where all of it is. Of no code, any line is possible.
    """
    if code is None or not code.strip():
        return frozenset((*LINES, None)), True
    match = _CODE.fullmatch(code.strip().upper())
    if match is None or match[0] == "":
        return frozenset(), False
    section, digits = match[1], match[2] or ""
    if digits and (section or _section(digits)) != _section(digits):
        return frozenset(), False
    if digits and _section(digits) is None:
        return frozenset(), False
    return frozenset(_line_at(leaf) for leaf in _leaves(section, digits)), True


def _section(digits: str) -> str | None:
    division = int(digits[:2])
    return next((key for key, divisions in _DIVISIONS.items() if division in divisions), None)


def _leaves(section: str | None, digits: str) -> list[str]:
    """Every group (three digits) that the code covers, so far as the table tells groups apart."""
    if len(digits) >= 3:
        return [digits[:3]]
    divisions = [digits] if digits else [f"{each:02d}" for each in _DIVISIONS[section or ""]]
    return [f"{division}{group}" for division in divisions for group in (_GROUPS.get(division, "0"))]


_GROUPS: Final = {"59": "1234569", "70": "12349"}
"""The groups of the divisions that the table splits."""


def _line_at(group: str) -> Line | None:
    names = (group, group[:2], _section(group) or "")
    return next((line for line in LINES for name in names if name in line.codes), None)
