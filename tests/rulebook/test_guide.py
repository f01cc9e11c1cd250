"""The smallest change: made to the case, it makes the measure met; where nothing could, there is none."""

from datetime import date

import pytest

from sihang.rulebook import load
from sihang.rulebook.evaluate import Finding
from sihang.rulebook.guide import smallest_change
from sihang.rulebook.slots import Slot
from tests.builders.packages import SHIPPED, write_package
from tests.builders.shown import assessed, golden, raw_case, with_changes

NOT_MET = [case for case in golden() if case.measure and case.expect.get("finding") in ("not_met", "unknown")]
HOPELESS = ("有效期", "期满", "发布前一日", "增长率无从计算", "看申报日")
"""Words in the names of cases that no change of facts can help: the term is over, or growth over nothing."""


def evaluation_of(case, raw=None):
    return next(each for each in assessed(case, raw).evaluations if each.measure.id == case.measure)


def id_of(case):
    return f"{case.package.id}:{case.measure}:{case.name}"


@pytest.mark.parametrize("case", NOT_MET, ids=id_of)
def test_making_the_change_makes_the_measure_met(case):
    changes = smallest_change(evaluation_of(case))
    if changes is None:
        assert any(words in case.name for words in HOPELESS)
        return

    after = evaluation_of(case, with_changes(raw_case(case), changes))

    if any(isinstance(change.of, Slot) for change in changes):  # a rule is still open, and no more than that
        assert after.finding is Finding.UNKNOWN
    else:
        assert after.finding is Finding.MET


@pytest.mark.parametrize("case", NOT_MET, ids=id_of)
def test_no_part_of_the_change_can_be_left_out(case):
    changes = [each for each in smallest_change(evaluation_of(case)) or () if not isinstance(each.of, Slot)]
    without = [[other for other in changes if other is not each] for each in changes]

    met = [evaluation_of(case, with_changes(raw_case(case), part)).finding for part in without]
    assert Finding.MET not in met


def guide_of(case, measure, *packages, on=date(2024, 6, 30), lang="zh"):
    answer = load(*packages).assess(case, on=on).as_json(lang, guide=True)
    return next(each for each in answer["results"] if each["measure"] == measure)["guide"]


GROWN = {
    "facts": {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False, "founded_year": 2020,
              "hnte_valid": True, "rd_expense": {"2023": 2000000},
              "revenue": {"2020": 20000000, "2021": 22000000, "2022": 29000000, "2023": 28700000}},
    "matters": [{"id": "G-1", "type": "growth_event", "facts": {"growth_year": 2023}}],
}  # fmt: skip


def grown(**facts):
    """The company, with facts changed; the measure's thresholds are those of the example (5%, 20%)."""
    merged = {**GROWN["facts"], **{key: value for key, value in facts.items() if key not in ("revenue", "rd_expense")}}
    for key in ("revenue", "rd_expense"):
        merged[key] = {**GROWN["facts"][key], **facts.get(key, {})}
    return {**GROWN, "facts": merged}


def test_a_measure_that_is_met_needs_nothing():
    assert guide_of(grown(revenue={"2023": 34560000}), "m08", "example-rules") == []


def test_the_highest_of_several_lines_for_one_figure_is_asked_for():
    # Over 30,000,000 and at least 20,000,000 × 1.728 = 34,560,000; 5% of it is 1,728,000, which is spent.
    assert guide_of(GROWN, "m08", "example-rules") == ["2023年营收：28700000.00元 → 不低于 34560000.00元"]


def test_a_higher_figure_may_ask_for_more_of_another():
    # 5% of 34,560,000 is 1,728,000: enough for today's revenue is not enough for tomorrow's.
    found = guide_of(grown(rd_expense={"2023": 1500000}), "m08", "example-rules")

    assert sorted(found) == [
        "2023年研发费用：1500000.00元 → 不低于 1728000.00元",
        "2023年营收：28700000.00元 → 不低于 34560000.00元",
    ]


def test_a_rule_that_is_still_open_is_held_against_the_figures_as_they_must_become():
    # 33,000,000 after an earlier 32,000,000 must be over 50,000,000; then 2,000,000 is 3.99…% and growth 70.99…%.
    revenue = {"2020": 10000000, "2021": 32000000, "2022": 28000000, "2023": 33000000}

    assert guide_of(grown(revenue=revenue), "m08", "yangpu-2024-1") == [
        "2023年营收：33000000.00元 → 超过 50000000.00元",
        "研发投入强度下限：未知 → 不超过 3.99%",
        "营收增长率下限：未知 → 不超过 70.99%",
    ]


def test_a_year_that_is_unknown_has_to_turn_out_well():
    revenue = {"2021": None, "2023": 35000000}

    assert guide_of(grown(revenue=revenue), "m08", "example-rules") == ["2021年营收：未知 → 不超过 30000000.00元"]


def test_an_unknown_year_of_foundation_has_to_turn_out_well():
    found = guide_of(grown(founded_year=None, revenue={"2023": 35000000}), "m08", "example-rules")

    assert found == ["成立年份：未知 → 不低于 2020"]


def test_of_two_partners_that_are_missing_one_is_asked_for():
    case = {
        "facts": {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": True},
        "matters": [{"id": "C-1", "type": "consortium",
                     "facts": {"consortium_lead_is_leading": True, "consortium_lead_in_key_field": True,
                               "consortium_has_local_university": False, "consortium_has_chain_enterprise": False}}],
    }  # fmt: skip

    assert guide_of(case, "m01", "yangpu-2024-1") == [
        "在失信惩戒名单：是 → 否",
        "有本区高校参与：否 → 是",
        "创新联合体经认定：未知 → 是",
    ]
    assert guide_of(case, "m01", "yangpu-2024-1", lang="en")[0] == "On an exclusion list: yes → no"


def test_two_days_that_are_unknown_are_put_in_order():
    case = {
        "facts": {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False},
        "matters": [{"id": "I-1", "type": "ip_financing", "facts": {"ip_financing_kind": "pledge"}}],
    }

    found = guide_of(case, "m11", "yangpu-2024-1")

    assert len(found) == 2
    assert all(words in "；".join(found) for words in ("作价估值日期：未知 → 不晚于", "融资日期：未知 → 不早于"))


@pytest.mark.parametrize("on", [date(2024, 2, 26), date(2027, 2, 27)])
def test_outside_the_term_nothing_can_help(on):
    assert guide_of(grown(), "m08", "example-rules", on=on) is None


def test_growth_over_nothing_cannot_be_helped():
    assert guide_of(grown(revenue={"2020": 0, "2023": 35000000}), "m08", "example-rules") is None


def test_a_known_year_over_every_line_cannot_be_helped():
    assert guide_of(grown(revenue={"2021": "100000000.01"}), "m08", "example-rules") is None


RULING = """\
fills:
  - {slot: m08_repeat, value: 每企业一次, quote: 每企业一次}
"""
ABOUT = """\
id: ruling
title: {zh: 一次性的认定, en: Ruling}
kind: implementing_rules
document: 某裁定
authority: sti
issued: 2024-03-01
entered: 2024-03-01
implements: yangpu-2024-1
validity: {from: 2024-03-01}
"""


def test_a_past_award_cannot_be_undone_once_the_office_has_ruled(tmp_path):
    files = {"package.yaml": ABOUT, "fills.yaml": RULING, "source/text.md": "营收里程碑补贴，每企业一次。\n"}
    ruling = str(write_package(tmp_path / "ruling", files))
    award = {"payer": "district", "document": "杨府发〔2024〕1号", "policy": "yangpu-2024-1", "measure": "m08",
             "amount": 500000, "status": "paid", "relation": "matching", "on": "2024-05-01"}  # fmt: skip
    case = {**grown(revenue={"2023": 35000000}), "support_received": [award]}
    packages = (str(SHIPPED / "yangpu-2024-1"), str(SHIPPED / "example-rules"), ruling)

    result = next(
        each
        for each in load(*packages).assess(case, on=date(2024, 6, 30)).as_json(guide=True)["results"]
        if each["measure"] == "m08"
    )

    assert (result["finding"], result["guide"]) == ("not_met", None)
