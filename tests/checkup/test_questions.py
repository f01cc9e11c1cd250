"""Interviews of the shipped policy as a visitor has them: what is asked, in which order, and what is not."""

import time
from datetime import date

import pytest

from sihang.checkup.answers import MATTERS, problems_of, read_answers
from sihang.checkup.questions import interview
from sihang.rulebook import CaseUnusable, load
from tests.builders.interviews import add, ask_one_by_one

ON = date(2025, 6, 30)
LOCAL = {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False}
REVENUE = {"2019": "2000000", "2020": "9000000", "2021": "14000000", "2022": "20000000", "2023": "31000000"}
SMALL_ENTERPRISE = {
    **LOCAL, "hnte_valid": True, "founded_year": 2019, "growth_year": 2023, "revenue": REVENUE, "rd_expense": {"2023": "2480000"},
}  # fmt: skip


@pytest.fixture(scope="module")
def policy():
    return load()


def answering(facts, *types):
    def answer(question):
        if question.key == MATTERS:
            return {each.key: each.key in types for each in question.types}
        if question.years:
            return {str(year): facts.get(question.key, {}).get(str(year)) for year in question.years}
        return facts.get(question.key)

    return answer


def asked_with(policy, **answers):
    return [question.key for question in interview(policy, {**LOCAL, **answers}, on=ON).questions]


def matters(**there):
    """Every type answered: those named, and no other."""
    every = load().vocabulary(ON).matters
    return {key: there.get(key, False) for key in every}


def test_a_small_enterprise_without_any_matter_answers_five_questions(policy):
    _, asked = ask_one_by_one(policy, ON, answering(SMALL_ENTERPRISE))

    assert asked == ["kind", "registered_in_district", "on_exclusion_list", MATTERS, "hnte_valid"]


def test_a_small_enterprise_over_a_revenue_line_answers_eight(policy):
    """The R&D expense is not asked: no figure of it decides while the rules leave the least intensity open."""
    _, asked = ask_one_by_one(policy, ON, answering(SMALL_ENTERPRISE, "growth_event"))

    assert asked[:4] == ["kind", "registered_in_district", "on_exclusion_list", MATTERS]
    assert sorted(asked[4:]) == ["founded_year", "growth_year", "hnte_valid", "revenue"]


def test_once_implementing_rules_say_the_least_intensity_the_rd_expense_is_asked():
    rulebook = load("yangpu-2024-1", "example-rules")

    _, asked = ask_one_by_one(rulebook, ON, answering(SMALL_ENTERPRISE, "growth_event"))

    assert "rd_expense" in asked


def test_an_organisation_of_another_district_is_asked_nothing_more(policy):
    answers = {"registered_in_district": False}

    assert interview(policy, answers, on=ON).next is None


def test_outside_the_term_of_the_policy_nothing_is_asked(policy):
    assert interview(policy, {}, on=date(2024, 2, 26)).questions == ()
    assert interview(policy, {}, on=date(2027, 2, 27)).questions == ()


def test_a_matter_is_asked_about_only_once_it_is_said_to_exist(policy):
    before = asked_with(policy)
    after = asked_with(policy, **{MATTERS: matters(challenge_project=True)})

    assert not [key for key in before if key.startswith("challenge_")]
    assert {"challenge_listed", "challenge_rd_expense", "challenge_has_university_or_institute"} <= set(after)


def test_only_types_of_matter_that_such_an_organisation_may_have_are_offered(policy):
    university = interview(policy, {**LOCAL, "kind": "university"}, on=ON)

    [offered] = [question for question in university.questions if question.key == MATTERS]

    assert [each.key for each in offered.types] == ["transfer_platform", "scenario_project"]


def test_one_partner_is_enough_so_the_other_is_not_asked(policy):
    one_partner = asked_with(
        policy, **{MATTERS: matters(challenge_project=True)}, challenge_has_university_or_institute=True
    )

    assert "challenge_has_chain_enterprise" not in one_partner
    assert "challenge_rd_expense" in one_partner


def test_a_matter_that_fails_is_asked_nothing_more_of(policy):
    failing = asked_with(policy, **{MATTERS: matters(challenge_project=True)}, challenge_listed=False)

    assert not [key for key in failing if key.startswith("challenge_")]


def test_i_do_not_know_is_not_asked_again(policy):
    before = interview(policy, LOCAL, on=ON)
    [question] = [each for each in before.questions if each.key == "hnte_valid"]

    assert "hnte_valid" not in asked_with(policy, hnte_valid=question.unsure)


def test_what_the_office_decides_is_asked_only_of_who_has_its_decision(policy):
    answers = {**LOCAL, MATTERS: matters(challenge_project=True)}

    by_default = {each.key for each in interview(policy, answers, on=ON).questions}
    with_decisions = {each.key for each in interview(policy, answers, on=ON, determinations=True).questions}

    assert with_decisions - by_default == {"challenge_effective", "challenge_rate"}


def test_an_old_company_is_asked_five_years_at_a_time_and_stops_at_the_first_that_was_over_the_line(policy):
    answers = {
        **LOCAL, MATTERS: matters(growth_event=True), "growth_year": 2023, "hnte_valid": True, "founded_year": 1993,
        "revenue": {"2023": "31000000"},
    }  # fmt: skip
    [first] = [each for each in interview(policy, answers, on=ON).questions if each.key == "revenue"]
    answers = add(answers, first, {"2022": "29000000", "2021": "1", "2020": "1", "2019": "1", "2018": "1"})
    [second] = [each for each in interview(policy, answers, on=ON).questions if each.key == "revenue"]
    answers = add(answers, second, {"2017": "30000001", "2016": None, "2015": None, "2014": None, "2013": None})

    assert first.years == (2022, 2021, 2020, 2019, 2018)
    assert second.years == (2017, 2016, 2015, 2014, 2013)
    assert "revenue" not in [each.key for each in interview(policy, answers, on=ON).questions]


def test_who_does_not_know_the_founding_year_is_asked_three_years_back_and_no_further(policy):
    answers = {
        **LOCAL, MATTERS: matters(growth_event=True), "growth_year": 2023, "hnte_valid": True, "founded_year": None,
        "revenue": {"2023": "31000000"},
    }  # fmt: skip

    [question] = [each for each in interview(policy, answers, on=ON).questions if each.key == "revenue"]
    answers = add(answers, question, {"2022": "20000000", "2021": "14000000", "2020": "9000000"})

    assert question.years == (2022, 2021, 2020)
    assert interview(policy, answers, on=ON).next is None


def test_a_question_says_what_it_is_for(policy):
    [question] = [each for each in interview(policy, {**LOCAL, MATTERS: matters(consortium=True)}, on=ON).questions
                  if each.key == "iur_investment"]  # fmt: skip

    assert question.measures == ("m01",)
    assert question.unit == ("元", "yuan")
    assert question.fact.about.zh == "牵头企业及成员单位经确认的投入（I-24），扣除公共资金已承担部分"


@pytest.mark.parametrize(
    ("key", "answer", "code", "words"),
    [
        ("kind", "企业", "wrong-type", "“企业”是名称"),
        ("founded_year", 1850, "out-of-range", "“成立年份”为 1850，超出允许范围 1900至2100"),
        ("revenue", {"2023": "-1"}, "money-negative", ""),
        ("revenue", "31000000", "wrong-type", "“营收”按年填写"),
        ("challenge_rate", "40%", "out-of-range", "超出允许范围 10%至30%"),
        (MATTERS, {"challenge": True}, "unknown-matter-type", "没有这类事项"),
        (MATTERS, {"challenge_project": "有"}, "wrong-type", "应为 true（有）、false（没有）或 null（不知道）"),
        ("revenues", {}, "unknown-key", "没有这个问题。是否想写“revenue”？"),
    ],
)
def test_an_answer_is_refused_in_the_words_in_which_a_case_is(policy, key, answer, code, words):
    [problem] = problems_of(policy, key, answer, ON)

    assert problem.code == code
    assert words in problem.what.zh


def test_every_answer_that_cannot_be_used_is_listed(policy):
    with pytest.raises(CaseUnusable) as refused:
        read_answers(policy, {"kind": "shop", "founded_year": "?", MATTERS: {"x": True}}, ON)

    assert [problem.code for problem in refused.value.problems] == ["unknown-matter-type", "wrong-type", "wrong-type"]


def test_the_next_question_is_there_before_anyone_notices(policy):
    answers = {MATTERS: matters(**dict.fromkeys(policy.vocabulary(ON).matters, True))}
    took = []
    for _ in range(3):
        start = time.process_time()
        interview(policy, answers, on=ON, determinations=True)
        took.append(time.process_time() - start)

    assert min(took) < 0.15
