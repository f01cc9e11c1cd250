"""What a case may say: all of it, what one measure uses, and a case that can be assessed as it stands."""

from datetime import date

import pytest

from sihang.rulebook import load
from sihang.rulebook.asked import asked_by, asked_by_all, asked_of, matter_types
from sihang.rulebook.openness import open_items

DAY = date(2025, 6, 30)
EVERYTHING = ("yangpu-2024-1", "yangpu-kjw-hnte-2025")


def rules_of(*packages):
    return load(*packages).rules(DAY)


def asked_by_id(measure, *packages):
    rules = rules_of(*packages or ("yangpu-2024-1",))
    return asked_by([each for each in rules.measures if each.id == measure], rules)


def keys(facts):
    return [fact.key for fact in facts]


def test_all_that_is_asked_is_all_that_is_declared():
    rules = rules_of(*EVERYTHING)
    asked = asked_by_all(rules)

    told = [*asked.organisation, *(f for m in asked.matters for f in (*m.facts, *m.determinations))]

    assert sorted(keys(told)) == sorted(rules.facts)


def test_a_measure_asks_only_what_its_rules_use():
    asked = asked_by_id("m12")

    assert keys(asked.organisation) == ["kind", "registered_in_district", "on_exclusion_list"]
    assert [(m.type.key, m.measures, keys(m.facts), keys(m.determinations)) for m in asked.matters] == [
        ("listing_event", ("m12",), ["listing_market", "listing_route"], [])  # and not listed_on, which is information
    ]


def test_determinations_stand_apart():
    (matter,) = asked_by_id("m03").matters

    assert keys(matter.determinations) == ["challenge_effective", "challenge_rate"]
    assert "challenge_rd_expense" in keys(matter.facts)


def test_where_a_series_counts_the_founding_counts():
    asked = asked_by_id("m08")

    assert {"revenue", "rd_expense", "founded_year"} <= set(keys(asked.organisation))
    assert keys(asked.matters[0].facts) == ["growth_year"]


def test_a_fill_brings_the_facts_that_it_asks_for():
    assert "in_zhangjiang_park" not in keys(asked_by_id("m07b").organisation)
    assert "in_zhangjiang_park" in keys(asked_by_id("m07b", *EVERYTHING).organisation)


def test_a_measure_without_a_matter_asks_of_the_organisation_only():
    assert asked_by_id("m10").matters == ()


def test_a_type_of_matter_is_asked_in_full():
    rules = rules_of("yangpu-2024-1")

    asked = asked_of(matter_types(rules)["listing_event"], rules)

    assert keys(asked.matters[0].facts) == ["listing_market", "listing_route", "listed_on"]
    assert "kind" in keys(asked.organisation)


@pytest.mark.parametrize("packages", [("yangpu-2024-1",), EVERYTHING, ("yangpu-2024-1", "example-rules")])
def test_the_case_to_be_filled_can_be_assessed_and_asks_for_everything_open(packages):
    rulebook = load(*packages)
    rules = rulebook.rules(DAY)
    for measure in rules.measures:
        case = asked_by([measure], rules).case()
        asked = {*case["facts"], *(key for m in case["matters"] for p in ("facts", "determinations") for key in m[p])}

        mine = [each for each in rulebook.assess(case, on=DAY).evaluations if each.measure.id == measure.id]

        opened = {item.key for each in mine for item in open_items(each) if item.kind != "rule"}
        assert len(mine) == 1
        assert opened <= asked, measure.id


def test_the_case_to_be_filled_names_every_key_once_with_null():
    assert asked_by_id("m08").case()["matters"] == [
        {"id": "growth_event-1", "type": "growth_event", "project": None, "year": None,
         "facts": {"growth_year": None}, "determinations": {}}
    ]  # fmt: skip
