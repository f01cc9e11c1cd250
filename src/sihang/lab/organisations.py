"""Organisations as drawn for a synthetic register: kind, age, industry, revenue, R&D expense, status, name and code.

What belongs together is drawn together: revenue grows for years on end, R&D expense goes by industry, HNTE status by size and
R&D share. docs/synthetic-register.md writes the figures down.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from sihang.lab.distributions import KINDS
from sihang.lab.draws import Values, chosen, fen
from sihang.lab.synthetic_uscc import codes

YEARS = 6
"""Fiscal years stated, the last being the one before the day of the register."""

_KIND_NAMES = {
    "enterprise": "企业", "university": "高校", "research_institute": "科研院所", "incubator": "孵化器",
    "maker_space": "众创空间", "university_science_park": "大学科技园", "tech_transfer_agency": "技术转移机构",
    "new_rd_institution": "新型研发机构", "fund": "基金", "other": "其他单位",
}  # fmt: skip
_REGISTRARS = {"university": "12", "research_institute": "12", "new_rd_institution": "52", "other": "51"}
_COMPANY = "91"

INDUSTRIES: dict[str, tuple[int, float, bool]] = {
    "软件和信息服务": (22, 0.10, True), "人工智能": (9, 0.18, True), "集成电路": (5, 0.16, True), "生物医药": (7, 0.15, True),
    "高端装备": (8, 0.06, True), "新材料": (6, 0.05, True), "节能环保": (6, 0.04, True), "现代设计": (10, 0.03, True),
    "科技服务": (12, 0.06, False), "商贸流通": (15, 0.004, False),
}  # fmt: skip
"""Industry: weight, median R&D expense as a share of revenue, whether most of it is in focus."""

SIZES = ("微型", "小型", "中型", "大型")
SIZE_LINES_FEN = (3_000_000_00, 20_000_000_00, 400_000_000_00)
"""A size class starts at these revenues: the national lines for industry, by revenue alone, without headcounts."""
MILESTONES_FEN = (30_000_000_00, 50_000_000_00, 100_000_000_00)
"""The lines of clause 8."""
_YOUNG = 8
"""Years; a younger organisation grows faster."""
FIRST_YEARS = (0.15, 0.4, 0.7)
"""What the year of the founding and the two after it bring of the revenue of a running business."""
_OLDEST = 100


def draw_organisations(rng: np.random.Generator, count: int, on: date) -> dict[str, Values]:
    """What belongs to `count` organisations, by name, each of shape (count,); series as `revenue_2023`, 0 before the founding.

    Beside facts: `industry` and `size_class` (places in `INDUSTRIES` and `SIZES`), `crossed` (an enterprise whose revenue was
    over a line for the first time in one of the last two fiscal years), `crossed_as_hnte` (and has HNTE status) and
    `milestone_year` (that year; else one of the two).
    """
    drawn: dict[str, Values] = {"kind": chosen(rng, count, tuple(KINDS.weights.values()))}
    enterprise = drawn["kind"] == KINDS.words.index("enterprise")
    drawn["industry"] = chosen(rng, count, tuple(weight for weight, _, _ in INDUSTRIES.values()))
    drawn |= _founding(rng, enterprise, on)
    revenue = _revenue(rng, drawn["founded_year"], on.year)
    rd = _rd_expense(rng, drawn["industry"], revenue)
    for index, year in enumerate(fiscal_years(on)):
        drawn |= {f"revenue_{year}": revenue[index], f"rd_expense_{year}": rd[index]}
    drawn["size_class"] = np.searchsorted(SIZE_LINES_FEN, revenue[-1], side="right").astype(np.uint8)
    drawn |= _milestones(rng, revenue, enterprise, on.year)
    drawn |= _statuses(rng, drawn, enterprise, 20 * rd[-1] >= revenue[-1])
    return drawn | {"crossed_as_hnte": drawn["crossed"] & drawn["hnte_valid"]}


def fiscal_years(on: date) -> range:
    """The fiscal years that a register of this day states."""
    return range(on.year - YEARS, on.year)


def _founding(rng: np.random.Generator, enterprise: Values, on: date) -> dict[str, Values]:
    """Half of the enterprises are younger than five years; others are older. A day of that year, not after `on`."""
    age = rng.exponential(7.0, len(enterprise)).astype(np.int64)
    founded = on.year - np.minimum(np.where(enterprise, age, 4 + 3 * age), _OLDEST)
    first_days = np.array([date(year, 1, 1).toordinal() for year in range(on.year - _OLDEST, on.year + 1)])
    registered = first_days[founded - (on.year - _OLDEST)] + rng.integers(0, 365, len(enterprise))
    return {"founded_year": founded, "registered_on": np.minimum(registered, on.toordinal())}


def _revenue(rng: np.random.Generator, founded: Values, this_year: int) -> Values:
    """Whole fen, shape (YEARS, n); zero before the founding.

    The last year of a running business is lognormal with a median of 5 million yuan. Back from it, each year is smaller by the
    organisation's own growth, which lasts (mean 18% where it is young, else 6%), and by a part that comes and goes.
    """
    count = len(founded)
    logarithm = np.log(5_000_000) + 1.5 * rng.standard_normal(count)
    growth = np.where(founded > this_year - _YOUNG, 0.18, 0.06) + 0.18 * rng.standard_normal(count)
    so_far = np.array([*FIRST_YEARS, 1, 0])  # the last, of age -1: not founded yet
    revenue = np.zeros((YEARS, count), dtype=np.int64)
    for back in range(1, YEARS + 1):
        age = np.clip(this_year - back - founded, -1, len(FIRST_YEARS))
        revenue[-back] = fen(np.exp(logarithm) * so_far[age])
        logarithm -= growth + 0.12 * rng.standard_normal(count)
    return revenue


def _rd_expense(rng: np.random.Generator, industry: Values, revenue: Values) -> Values:
    """Whole fen, shape (YEARS, n): a lasting share of revenue, lognormal around the industry's, and 10% of noise a year."""
    medians = np.array([median for _, median, _ in INDUSTRIES.values()])
    share = np.minimum(medians[industry] * np.exp(0.6 * rng.standard_normal(len(industry))), 0.9)
    expense: Values = np.rint(revenue * share * rng.uniform(0.9, 1.1, revenue.shape)).astype(np.int64)
    return expense


def _milestones(rng: np.random.Generator, revenue: Values, enterprise: Values, this_year: int) -> dict[str, Values]:
    """Which enterprises were over a line for the first time in the last two fiscal years, and when."""
    reached = np.searchsorted(MILESTONES_FEN, np.maximum.accumulate(revenue), side="left")
    in_last, in_previous = reached[-1] > reached[-2], reached[-2] > reached[-3]
    either_year = rng.random(len(enterprise)) < 0.5
    last = np.where(in_last == in_previous, either_year, in_last)
    return {"crossed": enterprise & (in_last | in_previous), "milestone_year": this_year - np.where(last, 1, 2)}


def _statuses(
    rng: np.random.Generator, drawn: Mapping[str, Values], enterprise: Values, rd_of_five_percent: Values
) -> dict[str, Values]:
    count = len(enterprise)
    here, excluded, hnte, in_park, waives, in_focus = (rng.random(count, dtype=np.float32) for _ in range(6))
    hnte_by_size = np.array([0.08, 0.25, 0.45, 0.60])[drawn["size_class"]]
    industry_in_focus = np.array([focus for _, _, focus in INDUSTRIES.values()])[drawn["industry"]]
    return {
        "registered_in_district": here < 0.93,
        "on_exclusion_list": excluded < 0.015,
        "hnte_valid": enterprise & (hnte < np.where(rd_of_five_percent, 1.4, 0.3) * hnte_by_size),
        "in_zhangjiang_park": in_park < 0.20,
        "waives_zhangjiang_fund": (in_park < 0.20) & (waives < 0.6),
        "industry_in_focus": in_focus < np.where(industry_in_focus, 0.9, 0.1),
    }


def identities(first: int, drawn: Mapping[str, Values]) -> pl.DataFrame:
    """What is never unknown, in the order of the rows: number (text), uscc, name, industry, size_class, synthetic.

    Args:
        first: the place of the first row in the register, from zero.
    """
    kinds = pl.lit(pl.Series(drawn["kind"]))
    places = np.arange(first, first + len(drawn["kind"]), dtype=np.int64)
    number = pl.lit(pl.Series(places + 1)).cast(pl.String).str.zfill(7)
    names = pl.Series([f"示例{_KIND_NAMES[kind]}" for kind in KINDS.words])
    prefixes = [_REGISTRARS.get(kind, _COMPANY) for kind in KINDS.words]
    return pl.select(
        number=number,
        uscc=codes(places, drawn["kind"], prefixes),
        name=pl.concat_str(pl.lit(names).gather(kinds), number),
        industry=pl.lit(pl.Series(list(INDUSTRIES))).gather(pl.lit(pl.Series(drawn["industry"]))),
        size_class=pl.lit(pl.Series(SIZES)).gather(pl.lit(pl.Series(drawn["size_class"]))),
        synthetic=pl.lit(True),
    )
