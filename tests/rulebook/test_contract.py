"""The public contract of an assessment, as SEMANTICS 3 writes it: the example word for word, and every shape."""

import json
import re
from copy import deepcopy
from datetime import date

import pytest

from sihang.rulebook import load
from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.golden import GoldenRun, golden_cases, in_yuan
from sihang.rulebook.package import read_package

DAY = date(2025, 6, 30)
EXAMPLE = json.loads("""
{
  "organisation": {"uscc": "91310110MADEM0011Y", "name": "示例智能科技有限公司"},
  "facts": {"kind": "enterprise", "registered_in_district": true, "on_exclusion_list": false, "founded_year": 2019,
            "hnte_valid": true, "revenue": {"2021": "14000000", "2022": 20000000, "2023": "31000000.00"}},
  "matters": [{"id": "JB-1", "type": "challenge_project", "project": "P-7",
               "facts": {"challenge_listed": true, "challenge_in_focus_industries": true, "challenge_lead_is_leading": true,
                         "challenge_has_university_or_institute": true, "challenge_rd_expense": "8000000"},
               "determinations": {"challenge_effective": true, "challenge_rate": "30%"}}],
  "support_received": [{"payer": "district", "document": "杨府发〔2024〕5号", "project": "P-7", "amount": "500000.00",
                        "status": "paid", "relation": "exclusive", "on": "2024-09-30"}]
}
""")
MONEY = re.compile(r"-?\d+\.\d\d")
CJK = re.compile(r"[\u4e00-\u9fff]")

RUN = GoldenRun()
CASES = [case for package in shipped_packages() for case in golden_cases(read_package(package)) if case.expect]


@pytest.fixture(scope="module")
def policy():
    return load("yangpu-2024-1")


def assessed(rulebook, case=EXAMPLE, on=DAY, lang="zh"):
    return rulebook.assess(case, on=on).as_json(lang)


def shown(case, lang="zh"):
    """A shipped case as the contract gives it."""
    rulebook = RUN.rulebook(case)
    types = {measure.id: measure.matter for measure in rulebook.rules(case.on).measures}
    matters = [{"id": f"M-{n}", "type": types.get(case.measure), **m} for n, m in enumerate(case.matters, start=1)]
    raw = in_yuan({"facts": case.facts, "matters": matters, "support_received": list(case.received)})
    return rulebook.assess(raw, on=case.on).as_json(lang)


# the example


def test_the_example_of_the_contract(policy):
    result = next(each for each in assessed(policy)["results"] if each["measure"] == "m03")

    assert {key: result[key] for key in ("measure", "clause", "matter", "finding", "services", "open")} == {
        "measure": "m03", "clause": "3", "matter": "JB-1", "finding": "met", "services": [], "open": [],
    }  # fmt: skip
    assert result["amount"] == {"low": "2000000.00", "high": "2000000.00"}
    assert result["amount_if_met"] == {"low": "2000000.00", "high": "2000000.00"}
    first = {key: result["reasons"][0][key] for key in ("what", "clause", "quote")}
    assert first == {
        "what": "研发费用实际投入 8000000.00元 × 核定比例 30% = 2400000.00元, 封顶 2000000.00元",
        "clause": "3",
        "quote": "最高 200 万元的研发投入补贴",
    }


def test_the_combination_of_the_example(policy):
    assert assessed(policy)["combination"] == {
        "low": "1500000.00",
        "high": "1500000.00",
        "certain": True,
        "take": [{"measure": "m03", "matter": "JB-1", "payable": {"low": "1500000.00", "high": "1500000.00"}}],
        "leave": [],
    }


def test_the_day_and_the_packages_with_their_digests(policy):
    result = assessed(policy)

    assert list(result) == ["on", "policies", "results", "combination"]
    assert result["on"] == "2025-06-30"
    assert [(each["id"], len(each["digest"]), each["digest"][:4]) for each in result["policies"]] == [
        ("yangpu-2024-1", 68, "sm3:")
    ]


def test_assessing_does_not_change_the_case(policy):
    case = deepcopy(EXAMPLE)

    assessed(policy, case)

    assert case == EXAMPLE


# which results there are


def ids(result):
    return [(each["measure"], each["matter"]) for each in result["results"]]


def test_a_measure_without_a_matter_is_shown_once_where_the_organisation_could_apply(policy):
    enterprise = ["m01", "m03", "m04c", "m07a", "m07b", "m08", "m09", "m10", "m11", "m12"]
    university = ["m04a", "m09", "m10"]

    assert ids(assessed(policy, {"facts": {"kind": "enterprise"}})) == [(name, None) for name in enterprise]
    assert ids(assessed(policy, {"facts": {"kind": "university"}})) == [(name, None) for name in university]


@pytest.mark.parametrize("case", [{}, {"facts": {}}, {"facts": {"kind": None}}, {"facts": None, "matters": None}])
def test_where_the_kind_is_unknown_every_measure_is_shown(policy, case):
    result = assessed(policy, case)

    assert [measure for measure, _ in ids(result)] == [
        "m01", "m02", "m03", "m04a", "m04b", "m04c", "m05", "m06", "m07a", "m07b", "m08", "m09", "m10", "m11", "m12",
    ]  # fmt: skip
    assert result["combination"] == {"low": "0.00", "high": "0.00", "certain": True, "take": [], "leave": []}


def test_one_result_for_each_measure_and_matter_in_the_order_of_measures_and_of_the_case(policy):
    case = deepcopy(EXAMPLE)
    case["matters"] = [{**case["matters"][0], "id": "JB-9", "project": "P-9"}, *case["matters"]]

    found = [pair for pair in ids(assessed(policy, case)) if pair[1] is not None]

    assert found == [("m03", "JB-9"), ("m03", "JB-1")]
    assert ids(assessed(policy, case)) == sorted(ids(assessed(policy, case)), key=lambda pair: pair[0])


def test_a_matter_that_the_organisation_may_not_apply_for_is_answered_all_the_same(policy):
    case = {"facts": {"kind": "university"}, "matters": [{"id": "A", "type": "consortium"}]}

    result = next(each for each in assessed(policy, case)["results"] if each["measure"] == "m01")

    assert (result["matter"], result["finding"]) == ("A", "not_met")


def test_results_without_a_matter_do_not_enter_the_combination(policy):
    case = deepcopy(EXAMPLE)
    case["matters"] = []
    result = assessed(policy, case)

    assert [each["finding"] for each in result["results"] if each["measure"] == "m07a"] == ["met"]
    assert (result["combination"]["high"], result["combination"]["take"]) == ("0.00", [])


# amounts


def test_nothing_is_due_where_a_condition_fails_whatever_it_would_be(policy):
    case = deepcopy(EXAMPLE)
    case["matters"][0]["facts"]["challenge_listed"] = False

    result = next(each for each in assessed(policy, case)["results"] if each["measure"] == "m03")

    assert result["amount"] == {"low": "0.00", "high": "0.00"}
    assert result["amount_if_met"] == {"low": "2000000.00", "high": "2000000.00"}
    assert result["open"] == []


def test_no_upper_bound_is_null(policy):
    result = next(each for each in assessed(policy)["results"] if each["measure"] == "m07a")

    assert result["amount"] == {"low": "0.00", "high": None}
    assert (result["open"][0]["range"], result["open"][0]["kind"]) == ({"low": "0.00", "high": None}, "rule")


def test_what_is_open_says_what_it_is_who_may_close_it_and_what_it_would_change(policy):
    case = deepcopy(EXAMPLE)
    case["matters"][0]["determinations"] = {"challenge_effective": True}

    result = next(each for each in assessed(policy, case)["results"] if each["measure"] == "m03")

    assert result["amount"] == {"low": "800000.00", "high": "2000000.00"}  # 10% to 30% of 8,000,000, capped
    (item,) = result["open"]
    assert (item["kind"], item["key"], item["by"]) == ("determination", "challenge_rate", "杨浦区科技和经济委员会")
    assert item["range"] == {"low": "10%", "high": "30%"}
    assert all(words in item["effect"] for words in ("核定比例", "30% → ", "2000000.00元", "10% → ", "800000.00元"))


@pytest.mark.parametrize(
    ("on", "name"), [(date(2025, 2, 9), "杨浦区科学技术委员会"), (date(2025, 2, 10), "杨浦区科技和经济委员会")]
)
def test_the_office_is_called_by_its_name_of_the_day(policy, on, name):
    case = deepcopy(EXAMPLE)
    case["matters"][0]["determinations"] = {}

    result = next(each for each in assessed(policy, case, on=on)["results"] if each["measure"] == "m03")

    assert {item["by"] for item in result["open"] if item["kind"] == "determination"} == {name}


def test_services_stand_beside_the_money(policy):
    case = {
        "facts": {"kind": "new_rd_institution", "registered_in_district": True, "on_exclusion_list": False},
        "matters": [{"id": "N-1", "type": "new_rd_institution", "determinations": {
            "nrdi_city_recognised": True, "nrdi_support": 3000000, "nrdi_apartments_eligible": True, "nrdi_apartments": 12}}],
    }  # fmt: skip

    result = next(each for each in assessed(policy, case)["results"] if each["measure"] == "m02")

    assert [(each["service"], each["finding"], each.get("quantity")) for each in result["services"]] == [
        ("talent_programme_priority", "met", None),
        ("talent_apartments", "met", {"low": 12, "high": 12}),
    ]


def test_what_is_left_out_says_for_which_and_why(policy):
    facts = {"consortium_lead_is_leading": True, "consortium_lead_in_key_field": True,
             "consortium_has_local_university": True, "iur_investment": 10_000_000}  # fmt: skip
    case = deepcopy(EXAMPLE)
    case["support_received"] = []
    case["matters"][0]["determinations"]["challenge_rate"] = "15%"  # 1,200,000 against 2,000,000
    case["matters"].append({"id": "C-1", "type": "consortium", "project": "P-7", "facts": facts,
                            "determinations": {"consortium_recognised": True}})  # fmt: skip

    (left,) = assessed(policy, case)["combination"]["leave"]

    assert (left["measure"], left["matter"], left["for"]) == ("m03", "JB-1", [{"measure": "m01", "matter": "C-1"}])
    assert "14" in json.dumps(left, ensure_ascii=False)
    assert "从优、从高、不重复" in json.dumps(left, ensure_ascii=False)


# the shape of every shipped case

RESULT_KEYS = {"measure", "clause", "matter", "finding", "amount", "amount_if_met", "services", "open", "reasons"}
OPEN_KEYS = {"kind", "key", "by", "range", "effect"}


def money_sides(result):
    yield from (side for amount in (result["amount"], result["amount_if_met"]) for side in amount.values())


@pytest.fixture(scope="module")
def every():
    return [(case, shown(case)) for case in CASES]


def test_every_result_has_the_keys_of_the_contract(every):
    results = [result for _, answer in every for result in answer["results"]]

    assert {frozenset(result) for result in results} == {frozenset(RESULT_KEYS)}
    assert {result["finding"] for result in results} == {"met", "not_met", "unknown"}
    assert {frozenset(item) for result in results for item in result["open"]} == {frozenset(OPEN_KEYS)}
    assert {item["kind"] for result in results for item in result["open"]} == {"fact", "determination", "rule"}
    assert {frozenset(reason) - {"reading"} for result in results for reason in result["reasons"]} == {
        frozenset({"what", "clause", "quote"})
    }


def test_money_has_two_decimals_or_is_null(every):
    sides = [side for _, answer in every for result in answer["results"] for side in money_sides(result)]
    sides += [answer["combination"][key] for _, answer in every for key in ("low", "high")]

    assert [side for side in sides if side is not None and not MONEY.fullmatch(side)] == []


def test_every_quote_stands_in_the_text_of_a_package_that_was_loaded(every):
    texts = {name: read_package(name).text.text for name in shipped_packages()}

    def missing(answer):
        loaded = "\n".join(texts[policy["id"]] for policy in answer["policies"])
        given = [*(reason for result in answer["results"] for reason in result["reasons"]),
                 *(service for result in answer["results"] for service in result["services"])]  # fmt: skip
        return [part["quote"] for part in given if part["quote"] is not None and part["quote"] not in loaded]

    assert [quote for _, answer in every for quote in missing(answer)] == []


def test_an_amount_follows_from_the_finding(every):
    def fits(result):
        amount, if_met = result["amount"], result["amount_if_met"]
        low, high = {"met": tuple(if_met.values()), "not_met": ("0.00", "0.00"), "unknown": ("0.00", if_met["high"])}[
            result["finding"]
        ]
        return (amount["low"], amount["high"]) == (low, high)

    assert [result for _, answer in every for result in answer["results"] if not fits(result)] == []


def test_nothing_is_open_where_it_is_settled_that_nothing_is_due(every):
    refused = [result for _, answer in every for result in answer["results"] if result["finding"] == "not_met"]

    assert [result["open"] for result in refused if result["open"] or result["services"]] == []


def test_the_answer_is_json_and_the_same_each_time(policy):
    first = json.dumps(assessed(policy), ensure_ascii=False)

    assert json.dumps(assessed(load("yangpu-2024-1")), ensure_ascii=False) == first


def test_in_english_only_quotes_and_document_numbers_are_chinese():
    """Fact values, labels and sentences are English; a document is called by its Chinese number."""
    documents = [read_package(name).document for name in shipped_packages()]

    def chinese(answer):
        for result in answer["results"]:
            said = [reason["what"] for reason in result["reasons"]]
            said += [text for item in result["open"] for text in (item["by"], item["effect"])]
            said += [service["what"] for service in result["services"]]
            for text in said:
                rest = text
                for document in documents:
                    rest = rest.replace(document, "")
                if CJK.search(rest):
                    yield text

    assert sorted({text for case in CASES for text in chinese(shown(case, "en"))}) == []
