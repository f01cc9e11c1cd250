"""`sihang policy facts` as a process: what a case may say, and a case to be filled."""

import json

import pytest

from tests.builders.command import ROOT, sihang

POLICY = "yangpu-2024-1"
KJW = "yangpu-kjw-hnte-2025"
ON = ("--on", "2025-06-30")


def facts_json(*arguments):
    done = sihang("policy", "facts", *arguments, *ON, "--format", "json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def unwrapped(table):
    return "".join(table.split())


def by_key(facts):
    return {fact["key"]: fact for fact in facts}


def test_the_list_has_every_key_with_both_labels():
    done = sihang("policy", "facts")
    shown = unwrapped(done.out)

    assert done.code == 0
    for words in (
        "hnte_valid",
        "高新技术企业有效",
        "HoldsHNTEstatus",
        '"type":"listing_event"',
        "enterprise（企业）",
    ):
        assert words in shown
    assert "仅供参考" in shown
    assert "按会计年度" in shown


def test_one_measure_lists_only_what_its_rules_use():
    done = sihang("policy", "facts", POLICY, "m03", *ON)

    assert "challenge_rate" in done.out
    assert "10%至30%" in done.out
    assert "杨浦区科技和经济委员会" in unwrapped(done.out)
    assert "hnte_valid" not in done.out
    assert "sihang policy facts yangpu-2024-1 m03 --case" in done.out


def test_the_list_in_english():
    done = sihang("policy", "facts", POLICY, "m03", "--lang", "en", *ON)

    assert "10% to 30%" in done.out
    assert "The organisation: under $.facts" in done.out


def test_json_says_type_unit_range_and_who_decides():
    listed = facts_json(POLICY, "m03")

    rate = by_key(listed["matters"][0]["determinations"])["challenge_rate"]
    assert (rate["type"], rate["unit"], rate["range"]) == ("rate", "percent", {"low": "10%", "high": "30%"})
    assert rate["decided"]["by"]["zh"] == "杨浦区科技和经济委员会"
    assert (rate["decided"]["clause"], rate["decided"]["act"]) == ("3", "determination")
    spend = by_key(listed["matters"][0]["facts"])["challenge_rd_expense"]
    assert (spend["unit"], spend["range"], "I-24" in spend["about"]["en"]) == (
        "yuan",
        {"low": "0.00", "high": None},
        True,
    )
    assert by_key(listed["facts"])["kind"]["values"][0] == {"key": "enterprise", "zh": "企业", "en": "Enterprise"}


def test_json_of_everything_names_series_information_and_the_office_s_words():
    listed = facts_json(POLICY)

    organisation = by_key(listed["facts"])
    assert organisation["revenue"]["by_fiscal_year"]
    assert organisation["registered_on"]["information"]
    matters = {matter["type"]: matter for matter in listed["matters"]}
    assert matters["growth_event"]["measures"] == ["m08"]
    assert "labels" in by_key(matters["carrier_year"]["facts"])["carrier_grade_label"]


def test_a_package_beside_adds_its_facts():
    added = by_key(facts_json(POLICY, "m07b", "--policy", KJW)["facts"])["in_zhangjiang_park"]

    assert added["package"] == KJW


@pytest.mark.parametrize("which", ["listing_event", "上市挂牌", "Listing"])
def test_a_type_of_matter_is_found_by_key_or_label(which):
    assert [matter["type"] for matter in facts_json(POLICY, which)["matters"]] == ["listing_event"]


def test_an_unknown_measure_is_answered_with_the_list():
    done = sihang("policy", "facts", POLICY, "m99")

    assert done.code == 2
    assert "m08" in done.err
    assert "listing_event（上市挂牌）" in done.err


@pytest.mark.parametrize("which", [(), ("m08",), ("m10",), ("m07",), ("listing_event",)])
def test_the_case_to_be_filled_is_assessed_as_it_stands(which):
    case = sihang("policy", "facts", POLICY, *which, "--case", *ON).out

    done = sihang("assess", "-", *ON, "--format", "json", stdin=case)

    assert (done.code, done.err) == (0, "")


def test_the_case_to_be_filled_asks_what_the_measure_asks():
    case = json.loads(sihang("policy", "facts", POLICY, "m08", "--case", *ON).out)

    assert case["facts"]["revenue"] is None
    assert case["matters"][0]["type"] == "growth_event"
    assert case["matters"][0]["facts"] == {"growth_year": None}


def test_the_list_holds_for_a_folder(tmp_path):
    done = sihang("policy", "facts", ROOT / "policies" / POLICY, "m12", cwd=tmp_path)

    assert "listing_market" in done.out


def test_no_key_is_broken_by_the_table():
    done = sihang("policy", "facts", POLICY, "m03", *ON)

    assert "challenge_has_university_or_institute " in done.out  # the longest key there is
