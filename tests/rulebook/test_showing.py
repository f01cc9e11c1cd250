"""A rulebook as its readers see it: each word of the text once, each line beside its quote, each slot with its document."""

from datetime import date

import pytest

from sihang.rulebook.errors import PackageUnusable
from sihang.rulebook.shelf import package_named, rulebook_of
from sihang.rulebook.showing.cases import case_shown, cases_of, run_case
from sihang.rulebook.showing.measures import measures_shown
from sihang.rulebook.showing.policies import goals_shown, policies_shown, relations_shown
from sihang.rulebook.showing.readings import readings_shown
from sihang.rulebook.showing.slots import slots_shown
from sihang.rulebook.showing.texts import line_names, text_shown
from sihang.rulebook.showing.versions import comparison_shown

DAY = date(2025, 6, 30)
POLICY = package_named("yangpu-2024-1")


def measure(name, *packages, on=DAY, lang="zh"):
    return next(each for each in measures_shown(rulebook_of(packages), on, lang) if each.id == name)


def slot(name, *packages, on=DAY, lang="zh"):
    return next(each for each in slots_shown(rulebook_of(packages), on, lang) if each.key == name)


def test_every_character_of_the_text_is_shown_once_and_in_order():
    parts = text_shown(POLICY, measures_shown(rulebook_of(), DAY, "zh"), "zh")

    shown = [line for part in parts for line in part.text.split("\n")]
    assert shown == [paragraph.text for paragraph in POLICY.text.paragraphs]
    assert not [piece for part in parts for paragraph in part.paragraphs for piece in paragraph if piece.by is None]


def test_the_words_that_a_sum_is_made_of_are_marked_with_its_line():
    parts = {part.key: part for part in text_shown(POLICY, measures_shown(rulebook_of(), DAY, "zh"), "zh")}
    names = {line.text: name for name, line in line_names(measure("m03"))}

    quoted = {
        piece.text
        for piece in parts["3"].paragraphs[0]
        if names["研发费用实际投入 × 核定比例, 封顶 200万元"] in piece.quoted_by
    }

    assert "最高 200 万元的研发投入补贴" in "".join(quoted)
    assert parts["3"].measures == ("m03",)
    assert parts["4"].measures == ("m04a", "m04b", "m04c")


def test_a_line_carries_the_rule_it_was_written_from():
    line = measure("m03").amount

    assert (line.text, line.rule) == (
        "研发费用实际投入 × 核定比例, 封顶 200万元",
        "研发费用实际投入 × 核定比例 封顶 200万元",
    )
    assert (
        measure("m03", lang="en").amount.text
        == "R&D expense actually incurred × Rate determined, at most 2000000.00 yuan"
    )


def test_who_decides_is_named_as_on_that_day():
    before, after = measure("m01", on=date(2025, 2, 9)), measure("m01", on=date(2025, 2, 10))

    assert [(each.label, each.by, each.act) for each in before.decisions] == [
        ("创新联合体经认定", "杨浦区科学技术委员会", "认定")
    ]
    assert after.decisions[0].by == "杨浦区科技和经济委员会"


def test_an_open_slot_says_what_the_text_allows_and_a_filled_one_by_which_document():
    assert slot("tier_30m").open
    assert slot("tier_30m").allowed == "50万元至100万元"

    filled = slot("hnte_award", "yangpu-kjw-hnte-2025").fills[0]
    assert (filled.document, filled.issuer, filled.issued) == (
        "杨科经规〔2025〕1号",
        "杨浦区科技和经济委员会",
        date(2025, 2, 10),
    )
    assert filled.notice == "据摘要整理，须与原文核对"
    assert slot("hnte_award", "yangpu-kjw-hnte-2025", on=date(2025, 2, 9)).open


def test_a_mapping_shows_its_own_entries_and_those_of_a_document():
    grades = slot("carrier_grades", "example-rules")

    assert grades.given == "A → A；B → B；C → C；D → D"
    assert [fill.value for fill in grades.fills] == ["优秀 → A；优良 → B"]
    assert grades.measures == ("m06",)


def test_readings_say_what_else_was_considered():
    rounding = next(each for each in readings_shown(rulebook_of(), "zh") if each.id == "I-03")

    assert rounding.taken == "金额以整分计；按比例计算的金额舍去不足一分的部分。"
    assert rounding.considered == ("四舍五入到分", "取整到元")
    assert rounding.clauses[0] == "1"


def test_policies_goals_and_relations():
    ids = [each.id for each in policies_shown("zh")]
    goals = {goal.id: goal.quantity for goal in goals_shown(POLICY, "zh")}

    assert ids == ["yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025"]
    assert goals == {"g1": None, "g2": "10 家", "g3": "2–3 家", "g4": None, "g5": None, "g6": "2–3 个"}
    assert relations_shown(POLICY, "zh")[0].between == ("m01", "m03")


def test_a_case_shows_what_it_states_before_it_is_run():
    shown = case_shown("m01-2", cases_of(POLICY)["m01-2"], "zh")

    assert ("创新联合体", "产学研投入", "1000万元") in [(each.group, each.label, each.value) for each in shown.given]
    assert [(each.label, each.expected, each.found) for each in shown.checks] == [
        ("结论", "符合", None),
        ("金额", "200万元", None),
        ("待定的事", "无", None),
    ]


def test_a_case_that_is_run_puts_what_came_out_beside_it():
    run = run_case("m01-2", cases_of(POLICY)["m01-2"], "zh")

    assert run.agrees
    assert run.case.checks[1].found == "2000000.00元"
    assert run.assessment.as_json()["results"][0]["measure"] == "m01"


def test_the_cases_of_a_package_come_out_on_the_page_too():
    cases = cases_of(package_named("yangpu-kjw-hnte-2025"))

    assert len(cases) == 19
    assert [key for key, case in cases.items() if not run_case(key, case, "en").agrees] == []


def test_a_fill_changes_the_slot_and_the_measures_that_use_it_and_nothing_else():
    found = comparison_shown((rulebook_of(), DAY), (rulebook_of(["yangpu-kjw-hnte-2025"]), DAY), "zh")

    assert [each.key for each in found.slots] == ["hnte_award"]
    assert [each.key for each in found.measures] == ["m07b"]
    assert ("added", "条件") in [(each.kind, each.part) for each in found.measures[0].changes]


def test_the_same_rules_on_two_days_differ_by_the_office_that_decides_only():
    days = date(2025, 2, 9), date(2025, 2, 10)
    found = comparison_shown((rulebook_of(), days[0]), (rulebook_of(), days[1]), "zh")
    same = comparison_shown((rulebook_of(), DAY), (rulebook_of(), DAY), "zh")

    assert {change.part for each in found.measures for change in each.changes} == {"由部门决定"}
    assert same.same


def test_a_rulebook_is_named_by_id_and_never_by_a_path():
    with pytest.raises(PackageUnusable) as refused:
        rulebook_of(["../policies/yangpu-2024-1", "yangpu-2024-1", "yangpu-2024-2"])

    assert [problem.where for problem in refused.value.problems] == ["../policies/yangpu-2024-1", "yangpu-2024-2"]


def test_days_between_two_records_share_a_rulebook_and_a_day_before_the_issue_has_none():
    on_the_day, later = (rulebook_of(known=day) for day in (date(2024, 2, 27), date(2031, 1, 1)))

    assert on_the_day is later
    with pytest.raises(PackageUnusable, match="晚于 2024-02-26"):
        rulebook_of(known=date(2024, 2, 26))


def test_support_that_was_received_is_told_in_words():
    case = next(each for each in cases_of(POLICY).values() if each.received and each.problem is None)

    told = {(each.label, each.value) for each in case_shown("x-1", case, "zh").given if each.group == "已获支持 1"}

    assert {value for label, value in told if label == "状态"} <= {"已拨付", "已批准", "待批准"}
    assert {value for label, value in told if label == "付款方"} <= {"区", "市", "国家", "其他"}
    assert len(told) >= 4
