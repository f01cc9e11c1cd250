"""一次性 (m08, m12): what a case with two matters of one measure adds up to, before and after an office has ruled."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sihang.rulebook import load
from tests.builders.command import ROOT

ON = date(2025, 6, 30)
CASE = {
    "facts": {
        "kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False, "founded_year": 2020, "hnte_valid": True,
        "revenue": {"2020": 10_000_000, "2021": 15_000_000, "2022": 20_000_000, "2023": 40_000_000, "2024": 60_000_000},
        "rd_expense": {"2023": 5_000_000, "2024": 5_000_000},
    },
    "matters": [
        {"id": "G-2023", "type": "growth_event", "facts": {"growth_year": 2023}},
        {"id": "G-2024", "type": "growth_event", "facts": {"growth_year": 2024}},
    ],
}  # fmt: skip


def combination(tmp_path: Path, ruling: str | None) -> dict[str, object]:
    """The combination under the example rules, with `ruling` in the slot m08_repeat."""
    folder = tmp_path / "example-rules"
    shutil.copytree(ROOT / "policies" / "example-rules", folder)
    if ruling is not None:
        text = folder / "source" / "text.md"
        text.write_text(text.read_text(encoding="utf-8") + f"\n多次达线的，{ruling}。\n", encoding="utf-8")
        fills = folder / "fills.yaml"
        added = f"\n  - {{slot: m08_repeat, value: {ruling}, quote: 多次达线的，{ruling}}}\n"
        fills.write_text(fills.read_text(encoding="utf-8").rstrip() + added, encoding="utf-8")
    best = load(str(folder)).assess(CASE, on=ON).as_json()["combination"]
    return {key: best[key] for key in ("low", "high", "certain")} | {"taken": [t["matter"] for t in best["take"]]}


# The line of 30 million in 2023 gives 50万, that of 50 million in 2024 gives 75万.
@pytest.mark.parametrize(
    ("ruling", "low", "high", "certain", "taken"),
    [
        (None, "750000.00", "1250000.00", False, ["G-2024"]),
        ("每档一次", "1250000.00", "1250000.00", True, ["G-2023", "G-2024"]),
        ("每企业一次", "750000.00", "750000.00", True, ["G-2024"]),
        ("补足差额", "750000.00", "750000.00", True, ["G-2024"]),
    ],
)
def test_two_milestones_in_one_case(tmp_path, ruling, low, high, certain, taken):
    assert combination(tmp_path, ruling) == {"low": low, "high": high, "certain": certain, "taken": taken}


def test_an_award_that_names_the_measure_and_no_policy_counts():
    entry = {"payer": "district", "document": "杨府发〔2024〕1号", "measure": "m08", "amount": "500000", "status": "paid",
             "relation": "exclusive"}  # fmt: skip

    assessed = load("example-rules").assess({**CASE, "support_received": [entry]}, on=ON).as_json()

    assert {r["finding"] for r in assessed["results"] if r["measure"] == "m08"} == {"unknown"}


def test_figures_before_the_founding_count_as_stated_and_a_person_is_told():
    facts = {
        **CASE["facts"],
        "founded_year": 2021,
        "revenue": {"2020": 40_000_000, "2021": 20_000_000, "2022": 20_000_000, "2023": 50_000_000},
    }

    assessed = load("example-rules").assess({"facts": facts, "matters": CASE["matters"][:1]}, on=ON).as_json()

    result = next(r for r in assessed["results"] if r["measure"] == "m08")
    assert result["finding"] == "not_met"  # 2020 was over the line already
    assert any("此前年度（2020）的数据，已按所填计入" in reason["what"] for reason in result["reasons"])


def test_numbers_as_pythons_own_json_reader_gives_them():
    matter = {"id": "J", "type": "challenge_project",
              "facts": {"challenge_listed": True, "challenge_in_focus_industries": True, "challenge_lead_is_leading": True,
                        "challenge_has_university_or_institute": True, "challenge_rd_expense": 1000000.1},
              "determinations": {"challenge_effective": True, "challenge_rate": 0.3}}  # fmt: skip
    facts = {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False}

    assessed = load().assess({"facts": facts, "matters": [matter]}, on=ON).as_json()

    result = next(r for r in assessed["results"] if r["measure"] == "m03")
    assert result["amount"] == {"low": "300000.03", "high": "300000.03"}  # 100000010 fen × 30% = 30000003 fen
