"""An assessment as its reader sees it, on the example case of `make run`; sums worked out by hand."""

from datetime import date
from pathlib import Path

import pytest

from sihang.rulebook import case_from_json, load
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.showing.assessments import assessment_shown
from sihang.rulebook.showing.sums import for_people, range_shown

CASE = Path(__file__).resolve().parents[2] / "policies/yangpu-2024-1/examples/first-look.json"


@pytest.fixture(scope="module")
def assessment():
    return load().assess(case_from_json(CASE.read_bytes()), on=date(2025, 6, 30))


def test_results_stand_under_the_four_actions_what_is_sure_first(assessment):
    shown = assessment_shown(assessment, "zh")

    assert [action.label for action in shown.actions] == ["领航", "启航", "续航", "助航"]
    assert [(each.measure, each.finding_label, each.amount) for each in shown.actions[0].likely] == [
        ("m03", "符合", "200万元"),  # 800万元 × 30% = 240万元, at most 200万元
        ("m01", "未定", "0元至200万元"),
    ]
    assert [each.measure for each in shown.actions[2].likely] == ["m08", "m07a", "m07b", "m09"]


def test_what_is_open_says_who_may_close_it_and_what_would_make_it_met(assessment):
    milestone = assessment_shown(assessment, "zh").actions[2].likely[0]

    assert (milestone.amount, milestone.if_met, milestone.is_claimed) == ("0元至100万元", "50万元至100万元", True)
    assert ("事实", "申报单位") in {(each.kind, each.by) for each in milestone.open}
    assert ("细则", "杨浦区科技和经济委员会") in {(each.kind, each.by) for each in milestone.open}
    assert milestone.changes[0] == "2019年营收：未知 → 不超过 3000万元"


def test_the_combination_is_a_range_in_both_languages(assessment):
    """200万元 less 50万元 received for the same project, and 0 to 100万元 for the milestone."""
    zh, en = (assessment_shown(assessment, lang).combination for lang in ("zh", "en"))

    assert (zh.amount, zh.clause) == ("150万元至250万元", "14")
    assert next((each.label, each.payable) for each in zh.take) == (
        "揭榜挂帅研发投入补贴 · 揭榜挂帅攻关项目 JB-1", "150万元",
    )  # fmt: skip
    assert en.amount == "1,500,000 to 2,500,000 yuan"


def test_one_of_two_supports_for_one_project_is_left_and_called_by_its_title():
    """1000万元 × 30% is 300万元, at most 200万元; 500万元 × 30% is 150万元. Of one project only the higher counts (clause 14)."""
    consortium = {
        "consortium_lead_is_leading": True, "consortium_lead_in_key_field": True, "consortium_has_local_university": True,
        "consortium_has_chain_enterprise": True, "iur_investment": "10000000",
    }  # fmt: skip
    challenge = {
        "challenge_listed": True, "challenge_in_focus_industries": True, "challenge_lead_is_leading": True,
        "challenge_has_university_or_institute": True, "challenge_has_chain_enterprise": True, "challenge_rd_expense": "5000000",
    }  # fmt: skip
    decided = {"challenge_effective": True, "challenge_rate": "30%"}
    case = {
        "facts": {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False},
        "matters": [
            {
                "id": "A",
                "type": "consortium",
                "project": "P",
                "facts": consortium,
                "determinations": {"consortium_recognised": True},
            },
            {"id": "B", "type": "challenge_project", "project": "P", "facts": challenge, "determinations": decided},
        ],
    }

    combination = assessment_shown(load().assess(case, on=date(2025, 6, 30)), "zh").combination

    assert [(each.label, each.payable) for each in combination.take] == [("创新联合体支持 · 创新联合体 A", "200万元")]
    assert [(each.label, each.why) for each in combination.leave] == [
        (
            "揭榜挂帅研发投入补贴 · 揭榜挂帅攻关项目 B",
            "与 “创新联合体支持 · 创新联合体 A” 用途相同，从高不重复，只取其一",
        )
    ]


@pytest.mark.parametrize(
    ("pair", "zh", "en"),
    [
        ((0, 0), "0元", "0 yuan"),
        ((200_000_000, 200_000_000), "200万元", "2,000,000 yuan"),
        ((123_456, 200_000_000), "1234.56元至200万元", "1,234.56 to 2,000,000 yuan"),
        ((50_000_000, NO_BOUND), "50万元至不设上限", "500,000 yuan upwards"),
    ],
)
def test_a_range_is_written_with_both_ends(pair, zh, en):
    assert (range_shown(pair, "zh"), range_shown(pair, "en")) == (zh, en)


def test_the_sums_of_a_sentence_are_written_as_people_read_them():
    assert for_people("投入 8000000.00元 × 30% = 2400000.00元", "zh") == "投入 800万元 × 30% = 240万元"
    assert for_people("spend 8000000.00 yuan", "en") == "spend 8,000,000 yuan"
