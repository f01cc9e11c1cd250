"""The shipped packages together: what the office's rules and the example add, and what a higher document ends (I-21)."""

import shutil
from datetime import date

import pytest

from sihang.rulebook import PackageUnusable, load
from tests.builders.packages import SHIPPED

HNTE = {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False, "in_zhangjiang_park": False}


def recognised_on(day, *packages, on=date(2025, 6, 30), **facts):
    """The result of m07b for a first HNTE recognition."""
    event = {"hnte_event": "first", "hnte_event_on": day}
    case = {"facts": {**HNTE, **facts}, "matters": [{"id": "H-1", "type": "hnte_recognition", "facts": event}]}
    assessed = load(*packages).assess(case, on=on).as_json()
    return next(result for result in assessed["results"] if result["measure"] == "m07b")


def test_the_example_alone_brings_the_policy_along():
    assert [package.id for package in load("example-rules").packages] == ["yangpu-2024-1", "example-rules"]


def test_the_order_of_packages_changes_nothing_but_the_policy_stands_first():
    named = ("example-rules", "yangpu-kjw-hnte-2025", "yangpu-2024-1")

    assert load(*named).packages[0].id == "yangpu-2024-1"
    assert recognised_on("2025-03-01", *named)["amount"] == {"low": "200000.00", "high": "200000.00"}
    assert recognised_on("2025-03-01", *reversed(named))["amount"] == {"low": "200000.00", "high": "200000.00"}


@pytest.mark.parametrize(
    ("event_on", "amount", "open_keys"),
    [
        ("2025-02-10", {"low": "200000.00", "high": "200000.00"}, []),
        ("2025-02-09", {"low": "0.00", "high": None}, ["hnte_award"]),  # what held before is not known
    ],
)
def test_the_award_document_applies_to_events_from_its_first_day_on(event_on, amount, open_keys):
    result = recognised_on(event_on, "yangpu-kjw-hnte-2025")

    assert (result["finding"], result["amount"]) == ("met", amount)
    assert [item["key"] for item in result["open"]] == open_keys


@pytest.mark.parametrize(("event_on", "finding"), [("2025-02-10", "not_met"), ("2025-02-09", "met")])
def test_the_condition_that_it_adds_is_asked_only_where_it_applies(event_on, finding):
    facts = {"in_zhangjiang_park": True, "waives_zhangjiang_fund": False}

    assert recognised_on(event_on, "yangpu-kjw-hnte-2025", **facts)["finding"] == finding


def test_before_its_first_day_the_document_is_not_in_force_even_for_a_later_event():
    result = recognised_on("2025-02-01", "yangpu-kjw-hnte-2025", on=date(2025, 2, 9))

    assert (result["finding"], result["amount"]["high"]) == ("met", None)


def test_figures_of_the_example_carry_its_notice():
    case = {"facts": HNTE, "matters": []}
    case["facts"] = {key: value for key, value in HNTE.items() if key != "in_zhangjiang_park"}
    case["matters"] = [{"id": "F-1", "type": "innovation_fund_award", "facts": {"fund_city_award": 200000}}]

    assessed = load("example-rules").assess(case, on=date(2025, 6, 30)).as_json()

    (reason, *_) = next(result for result in assessed["results"] if result["matter"] == "F-1")["reasons"]
    assert "示例参数，非杨浦规定" in reason["what"]
    assert [policy.get("notice") for policy in assessed["policies"]] == [None, "示例参数，非杨浦规定"]


def test_the_policy_was_not_known_before_it_was_issued():
    with pytest.raises(PackageUnusable) as error:
        load("yangpu-2024-1", as_of=date(2024, 2, 26))

    assert [problem.code for problem in error.value.problems] == ["not-issued-yet"]
    assert load("yangpu-2024-1", as_of=date(2024, 2, 27)).packages[0].id == "yangpu-2024-1"


# A higher document takes the place of m05

ENTRY = """\
supersessions:
  - id: x1
    document: 沪某某规〔2026〕0号
    level: city
    from: 2026-07-01
    entered: {entered}
    measures: [m05]
    effect: replaces
    by_package: shanghai-example
    reason: {{zh: 市级新办法另有规定, en: The city's new rules provide otherwise}}
    by: 示例经办人
"""
INCUBATOR = {
    "facts": {"kind": "incubator", "registered_in_district": True, "on_exclusion_list": False},
    "matters": [
        {
            "id": "HQ-1",
            "type": "hq_incubator_year",
            "year": 2025,
            "facts": {"hq_city_support": 2000000},
            "determinations": {"hq_class": "high_quality"},
        }
    ],
}


@pytest.fixture
def superseded(tmp_path):
    """A copy of the policy in which an officer has recorded a new document of the city for m05."""

    def write(entered="2026-11-22"):
        folder = tmp_path / "yangpu-2024-1"
        shutil.copytree(SHIPPED / "yangpu-2024-1", folder)
        (folder / "supersessions.yaml").write_text(ENTRY.format(entered=entered), encoding="utf-8")
        return str(folder)

    return write


def m05(folder, on, **more):
    example = str(SHIPPED / "example-rules")
    assessed = load(folder, example, **more).assess(INCUBATOR, on=on).as_json()
    return next(result for result in assessed["results"] if result["measure"] == "m05"), assessed["combination"]


def test_a_superseded_measure_ends_on_the_day_and_not_before(superseded):
    folder = superseded()

    before, combined_before = m05(folder, date(2026, 6, 30))
    after, combined_after = m05(folder, date(2026, 7, 1))

    assert (before["finding"], before["amount"]["low"]) == ("met", "2000000.00")  # 100% of 2,000,000, an example figure
    assert combined_before["low"] == "2000000.00"
    assert (after["finding"], after["amount"]) == ("not_met", {"low": "0.00", "high": "0.00"})
    assert combined_after["take"] == []


def test_what_the_old_rule_would_give_is_kept_for_comparison_with_the_reason_first(superseded):
    result, _ = m05(superseded(), date(2026, 7, 1))

    assert result["amount_if_met"] == {"low": "2000000.00", "high": "2000000.00"}
    assert result["open"] == []
    first = result["reasons"][0]
    assert (first["clause"], first["reading"]) == ("14", ["I-21"])
    assert first["quote"] == "实施过程中如遇国家或上海市颁布新规定，则按新规定执行"
    assert "2026-07-01" in first["what"]
    assert "沪某某规〔2026〕0号" in first["what"]
    assert "市级新办法另有规定" in first["what"]


def test_an_entry_recorded_later_is_not_known_on_an_earlier_recorded_day(superseded):
    folder = superseded(entered="2026-12-01")

    known, _ = m05(folder, date(2026, 7, 1), as_of=date(2026, 12, 1))
    not_known, _ = m05(folder, date(2026, 7, 1), as_of=date(2026, 11, 30))

    assert (known["finding"], not_known["finding"]) == ("not_met", "met")
