"""What is still open: only what would narrow the result, the most useful first, and who may close it."""

from datetime import date

import pytest

from sihang.rulebook import load

POLICY, EXAMPLE, HNTE = "yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025"
DAY = date(2025, 6, 30)
ENTERPRISE = {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False}
CHALLENGE = {"challenge_listed": True, "challenge_in_focus_industries": True, "challenge_lead_is_leading": True,
             "challenge_has_university_or_institute": True, "challenge_rd_expense": 8000000}  # fmt: skip


def open_of(measure, matter, *packages, on=DAY, lang="zh", **facts):
    case = {"facts": {**ENTERPRISE, **facts}, "matters": [matter]}
    answer = load(*(packages or (POLICY,))).assess(case, on=on).as_json(lang)
    return next(each for each in answer["results"] if each["measure"] == measure)["open"]


def keys(items):
    return [item["key"] for item in items]


def challenge(determinations, **facts):
    return {
        "id": "JB-1",
        "type": "challenge_project",
        "facts": {**CHALLENGE, **facts},
        "determinations": determinations,
    }


def test_what_settles_the_finding_stands_before_what_narrows_the_amount():
    assert keys(open_of("m03", challenge({}))) == ["challenge_effective", "challenge_rate"]


def test_what_settles_the_finding_on_one_side_stands_before_what_settles_nothing_alone():
    partners = {"challenge_has_university_or_institute": None, "challenge_has_chain_enterprise": None}

    found = keys(open_of("m03", challenge({"challenge_rate": "20%"}, **partners)))

    assert found == ["challenge_effective", "challenge_has_university_or_institute", "challenge_has_chain_enterprise"]


@pytest.mark.parametrize(
    ("university", "chain", "expected"),
    [
        (True, None, set()),
        (None, True, set()),
        (False, None, {"challenge_has_chain_enterprise"}),
        (None, False, {"challenge_has_university_or_institute"}),
        (None, None, {"challenge_has_university_or_institute", "challenge_has_chain_enterprise"}),
    ],
)
def test_of_two_partners_only_what_can_still_matter_is_asked_for(university, chain, expected):
    partners = {"challenge_has_university_or_institute": university, "challenge_has_chain_enterprise": chain}
    decided = {"challenge_effective": True, "challenge_rate": "20%"}

    assert set(keys(open_of("m03", challenge(decided, **partners)))) == expected


@pytest.mark.parametrize(
    ("spend", "expected"),
    [
        (0, []),  # any share of nothing is nothing
        (20000000, []),  # even 10% reaches the ceiling of 2,000,000
        ("19999999.99", ["challenge_rate"]),
        (None, ["challenge_rd_expense", "challenge_rate"]),
    ],
)
def test_a_rate_that_changes_nothing_is_not_asked_for(spend, expected):
    found = open_of("m03", challenge({"challenge_effective": True}, challenge_rd_expense=spend))

    assert sorted(keys(found)) == sorted(expected)


def test_where_a_condition_has_failed_nothing_else_is_asked_for():
    assert open_of("m03", challenge({}, challenge_listed=False)) == []


def test_a_slot_of_which_the_share_is_nothing_is_not_asked_for():
    matter = {"id": "S-1", "type": "scenario_project", "facts": {"scenario_total_investment": 0},
              "determinations": {"scenario_recognised": True}}  # fmt: skip

    assert open_of("m09", matter) == []


def test_a_label_that_nobody_mapped_is_a_rule_to_be_made_and_not_a_fact_to_be_found():
    matter = {"id": "K-1", "type": "carrier_year", "facts": {"carrier_city_filed": True, "carrier_grade_label": "优秀",
              "carrier_city_award": 100}, "determinations": {"carrier_match_ratio": "50%"}}  # fmt: skip

    (item,) = open_of("m06", matter, kind="incubator")

    assert (item["kind"], item["key"], item["range"]) == ("rule", "carrier_grades", ["A", "B", "C", "D"])
    assert item["by"] == "杨浦区科技和经济委员会"
    (item,) = open_of("m06", {**matter, "facts": {**matter["facts"], "carrier_grade_label": None}}, kind="incubator")
    assert (item["kind"], item["key"], item["by"]) == ("fact", "carrier_grade_label", "申报单位")


def test_a_year_that_is_unknown_is_named():
    revenue = {"2020": 10000000, "2022": 20000000, "2023": 31000000}
    matter = {"id": "G-1", "type": "growth_event", "facts": {"growth_year": 2023}}
    facts = {"founded_year": 2020, "hnte_valid": True, "revenue": revenue, "rd_expense": {"2023": 3000000}}

    (item,) = open_of("m08", matter, POLICY, EXAMPLE, **facts)

    assert (item["kind"], item["key"], item["range"]) == ("fact", "revenue_2021", {"low": "0.00", "high": None})
    assert item["effect"].startswith("2021年营收：")
    assert "不符合" in item["effect"]  # very high: the milestone was reached before


def test_the_effect_says_what_each_value_would_lead_to():
    (item,) = open_of("m03", challenge({"challenge_rate": "20%"}))

    assert item["range"] == [False, True]
    assert item["effect"] == "攻关成效显著：是 → 符合，1600000.00元；否 → 不符合"  # 20% of 8,000,000


def test_services_are_open_too():
    matter = {"id": "N-1", "type": "new_rd_institution", "determinations": {
        "nrdi_city_recognised": True, "nrdi_support": 3000000, "nrdi_apartments_eligible": True}}  # fmt: skip

    (item,) = open_of("m02", matter, kind="new_rd_institution")

    assert (item["kind"], item["key"], item["range"]) == ("determination", "nrdi_apartments", {"low": 0, "high": 1000})


# a fact that two sources state differently

DISPUTED = {"disputed": [{"value": False, "source": "申报表"}, {"value": True, "source": "信用中国"}]}


def test_a_disputed_fact_of_the_organisation_is_open_and_names_both_sources():
    decided = challenge({"challenge_effective": True, "challenge_rate": "20%"})

    (item,) = open_of("m03", decided, on_exclusion_list=DISPUTED)

    assert (item["kind"], item["key"], item["range"]) == ("fact", "on_exclusion_list", [False, True])
    assert all(words in item["by"] for words in ("有争议", "申报表：否", "信用中国：是"))


def test_a_disputed_fact_of_a_matter_names_both_sources():
    spend = {"disputed": [{"value": 8000000, "source": "申报表"}, {"value": "7000000.00", "source": "审计报告"}]}
    decided = challenge({"challenge_effective": True, "challenge_rate": "20%"}, challenge_rd_expense=spend)

    (item,) = open_of("m03", decided)

    assert item["key"] == "challenge_rd_expense"
    assert all(words in item["by"] for words in ("申报表：8000000.00元", "审计报告：7000000.00元"))


def test_a_disputed_year_names_both_sources():
    year = {"disputed": [{"value": 15000000, "source": "申报表"}, {"value": 35000000, "source": "税务"}]}
    revenue = {"2020": 10000000, "2021": year, "2022": 20000000, "2023": 31000000}
    matter = {"id": "G-1", "type": "growth_event", "facts": {"growth_year": 2023}}
    facts = {"founded_year": 2020, "hnte_valid": True, "revenue": revenue, "rd_expense": {"2023": 3000000}}

    (item,) = open_of("m08", matter, POLICY, EXAMPLE, **facts)

    assert item["key"] == "revenue_2021"
    assert item["by"] == "申报单位（有争议：申报表：15000000.00元；税务：35000000.00元）"


def test_a_disputed_determination_names_the_office_and_both_sources():
    effective = {"disputed": [{"value": True, "source": "评估报告"}, {"value": False, "source": "复核意见"}]}

    (item,) = open_of("m03", challenge({"challenge_effective": effective, "challenge_rate": "20%"}))

    assert item["by"] == "杨浦区科技和经济委员会（有争议：评估报告：是；复核意见：否）"


def test_a_fact_of_a_document_is_asked_for_where_the_document_applies():
    matter = {"id": "H-1", "type": "hnte_recognition", "facts": {"hnte_event": "first", "hnte_event_on": "2025-03-01"}}

    assert sorted(keys(open_of("m07b", matter, HNTE))) == ["in_zhangjiang_park", "waives_zhangjiang_fund"]
    assert open_of("m07b", matter, HNTE, in_zhangjiang_park=False) == []
