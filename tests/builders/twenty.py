"""Twenty organisations written by hand, few enough to work every figure of a simulation out on paper."""

from datetime import date
from typing import Any

import polars as pl

WAN = 1_000_000
"""Ten thousand yuan in fen."""
_COMMON = {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False}
_CONSORTIUM = {
    "consortium_lead_is_leading": True,
    "consortium_lead_in_key_field": True,
    "consortium_has_local_university": True,
    "consortium_recognised": True,
}
_SCHEMA: dict[str, Any] = {
    "name": pl.String, "industry": pl.String, "size_class": pl.String, "kind": pl.String, "registered_in_district": pl.Boolean,
    "on_exclusion_list": pl.Boolean, "founded_year": pl.Int64, "hnte_valid": pl.Boolean, "industry_in_focus": pl.Boolean,
    **{f"revenue_{year}_fen": pl.Int64 for year in range(2021, 2025)}, "rd_expense_2024_fen": pl.Int64,
    "consortium": pl.String, **dict.fromkeys(_CONSORTIUM, pl.Boolean), "iur_investment_fen": pl.Int64,
    "growth_event": pl.String, "growth_year": pl.Int64,
    "ip_financing": pl.String, "ip_valued_on": pl.Date, "ip_financed_on": pl.Date, "ip_financing_kind": pl.String,
    "ip_interest_paid_fen": pl.Int64,
}  # fmt: skip


def consortium(name: str, investment: int | None, **changes: Any) -> dict[str, Any]:
    """A leading company with a consortium that meets every condition of m01; the investment in 万元."""
    fen = None if investment is None else investment * WAN
    whole = {
        "name": name,
        "industry": "软件",
        "size_class": "小型",
        "consortium": f"C-{name}",
        "iur_investment_fen": fen,
    }
    return {**_COMMON, **_CONSORTIUM, **whole, **changes}


def milestone(name: str, revenue: int, rd_expense: int | None, **changes: Any) -> dict[str, Any]:
    """A high-tech company founded in 2021 with 10 million yuan then, whose revenue of 2024 may pass a line of m08; in 万元.

    From 10 million to 29 million or more in three years is a growth of 42% a year or more.
    """
    fen = None if rd_expense is None else rd_expense * WAN
    return {
        **_COMMON, "name": name, "industry": "芯片", "size_class": "中型", "founded_year": 2021, "hnte_valid": True,
        "industry_in_focus": True, "revenue_2021_fen": 1_000 * WAN, "revenue_2022_fen": 1_500 * WAN,
        "revenue_2023_fen": 2_000 * WAN, "revenue_2024_fen": revenue * WAN, "rd_expense_2024_fen": fen,
        "growth_event": f"G-{name}", "growth_year": 2024, **changes,
    }  # fmt: skip


TWENTY = [
    consortium("A", 500),
    consortium("B", 1_000),
    consortium("C", None),
    consortium("D", 100, consortium_recognised=None),
    consortium("E", 100, consortium_recognised=False),
    milestone("G", 4_000, 400),
    milestone("H", 6_000, 600),
    milestone("I", 12_000, 1_200, industry_in_focus=False),
    milestone("J", 4_000, 184),
    milestone("K", 4_000, None),
    milestone("L", 4_000, 400, industry_in_focus=None),
    milestone("M", 2_900, 290),
    milestone("N", 3_100, 310),
    milestone("O", 4_800, 480),
    milestone("P", 4_000, 400, hnte_valid=None),
    *({**_COMMON, "name": name, "industry": "商贸", "size_class": "微型"} for name in "QRST"),
    {
        **_COMMON, "name": "U", "industry": "软件", "size_class": "微型", "ip_financing": "I-U", "ip_valued_on": date(2024, 5, 1),
        "ip_financed_on": date(2024, 6, 1),
        "ip_financing_kind": "pledge", "ip_interest_paid_fen": 40 * WAN,
    },
]  # fmt: skip


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows in canonical form (docs/tables.md); what a row does not say is empty."""
    return pl.DataFrame([{key: row.get(key) for key in _SCHEMA} for row in rows], schema=_SCHEMA)
