"""A name that a case may not use is answered with the one that was probably meant."""

from datetime import date

import pytest

from sihang.rulebook import CaseUnusable, load
from sihang.rulebook.case_hints import by_label, listed, resembling
from sihang.rulebook.errors import Words

DAY = date(2025, 6, 30)
KINDS = {"enterprise": Words("企业", "Enterprise"), "university": Words("高校", "University")}


@pytest.fixture(scope="module")
def policy():
    return load("yangpu-2024-1")


def answers(policy, case, lang="zh"):
    with pytest.raises(CaseUnusable) as refused:
        policy.assess(case, on=DAY)
    return [problem.what.to(lang) for problem in refused.value.problems]


def matter(kind, **parts):
    return {"matters": [{"id": "X-1", "type": kind, **parts}]}


def test_a_label_of_the_organisation_is_answered_with_its_key(policy):
    case = {"facts": {"高新技术企业有效": True}}

    assert answers(policy, case) == ["这是名称，请写键 hnte_valid"]
    assert answers(policy, case, "en") == ["this is a label; write the key 'hnte_valid'"]


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        ({"facts": {"Holds HNTE status": True}}, "请写键 hnte_valid"),
        ({"facts": {" 营 收 ": {}}}, "请写键 revenue"),
        ({"facts": {"上市日期": "2025-01-01"}}, "这是“listing_event”类事项的事实，请写在该事项下，键为 listed_on"),
        (matter("listing_event", facts={"单位类型": "fund"}), "请写在 $.facts 下，键为 kind"),
        (matter("challenge_project", facts={"核定比例": "30%"}), "请写在 $.matters[0].determinations 下，键为 challenge_rate"),
        (matter("创新联合体"), "请写 consortium"),
        (matter("创新联合"), "是否想写“consortium”"),
        (matter("nothing"), "可用：consortium（创新联合体）、new_rd_institution（新型研发机构）"),
    ],
)  # fmt: skip
def test_a_label_anywhere_is_answered_with_its_key_and_place(policy, case, answer):
    assert answer in answers(policy, case)[0]


@pytest.mark.parametrize(
    ("case", "meant"),
    [
        (matter("listing_event", facts={"listing_date": "2025-01-01"}), "listed_on"),
        ({"facts": {"register_date": "2019-05-05"}}, "registered_on"),
        ({"facts": {"高企有效": True}}, "hnte_valid"),
        ({"facts": {"hnte": True}}, "hnte_valid"),
        ({"facts": {"listing_markets": "star"}}, "listing_market”？这是“listing_event”类事项的事实"),
        (matter("challenge_project", facts={"challenge_rates": "30%"}), "challenge_rate”？请写在 $.matters[0].determinations"),
    ],
)  # fmt: skip
def test_a_name_that_resembles_a_key_or_label_is_answered_with_it(policy, case, meant):
    assert f"是否想写“{meant}" in answers(policy, case)[0]


def test_a_name_that_resembles_nothing_is_answered_with_the_list(policy):
    assert answers(policy, {"facts": {"shoe_size": 43}}) == ["没有这个事实。全部键见 sihang policy facts"]


def test_after_a_hundred_problems_no_one_looks_for_what_was_meant(policy):
    found = answers(policy, {"facts": {f"hnte_valid_{number}": True for number in range(101)}})

    assert "hnte_valid" in found[99]
    assert found[100] == "没有这个事实"


def test_a_value_by_its_label_is_answered_with_its_key(policy):
    assert answers(policy, {"facts": {"kind": "企业"}}) == ["“企业”是名称，请写 enterprise"]
    assert answers(policy, {"facts": {"kind": "企业"}}, "en") == ["'企业' is a label. Write 'enterprise'"]


def test_the_values_allowed_are_listed_with_their_labels(policy):
    assert "可取 enterprise（企业）、university（高校）、" in answers(policy, {"facts": {"kind": "医院"}})[0]


def test_among_names_alike_the_one_of_the_right_type_is_meant():
    labels = {"award_on": Words("甲", "a"), "award_in": Words("乙", "b")}

    assert resembling("award_at", labels, fitting={"award_in"}) == "award_in"
    assert resembling("award_at", labels, fitting={"award_on"}) == "award_on"


def test_capitals_width_and_spaces_do_not_count_in_a_label():
    assert by_label("ＵＮＩＶＥＲＳＩＴＹ", KINDS) == by_label(" 高 校", KINDS) == "university"
    assert by_label("", KINDS) is None


def test_a_key_that_is_its_own_label_is_listed_once():
    assert listed({"A": Words("A", "A"), **KINDS}).zh == "A、enterprise（企业）、university（高校）"
