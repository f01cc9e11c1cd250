"""Documents on top of a policy: who may fill a slot, when it is in force, and which of several prevails."""

from datetime import date

import pytest

from sihang.rulebook import PackageUnusable, load
from tests.builders.packages import implementing, small_policy

DAY = date(2024, 7, 1)
TENTH = "  - {slot: rent_rate, value: 10%, quote: 租金的 10%}\n"
FIFTH = "  - {slot: rent_rate, value: 20%, quote: 20%}\n"
THIRD = "  - {slot: rent_rate, value: 30%, quote: 30%}\n"
CITY_TENTH = "  - {slot: city_rate, value: 10%, quote: 租金的 10%}\n"
BOTH_GRADES = "  - {slot: grades, entries: [{label: 优秀, grade: A}], quote: 优秀为甲等}\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A folder with the small policy, where packages are found by their id."""
    monkeypatch.setenv("SIHANG_POLICIES", str(tmp_path))
    small_policy(tmp_path)
    return tmp_path


def rent_case(**facts):
    """Rent of 1,000 yuan, for a workshop that may apply."""
    matter = {"id": "L-1", "type": "lease", "facts": {"rent": 1000}}
    return {"facts": {"kind": "workshop", "revenue": 6_000_000, **facts}, "matters": [matter]}


def rent_support(*packages, on=DAY, **facts):
    """(low, high) of m02 in yuan. The rule adds the office's share and the city's; each per cent is 10 yuan."""
    assessed = load(*packages).assess(rent_case(**facts), on=on).as_json()
    amount = next(each["amount"] for each in assessed["results"] if each["measure"] == "m02")
    return amount["low"], amount["high"]


def refused(*packages, on=DAY):
    with pytest.raises(PackageUnusable) as error:
        load(*packages).rules(on)
    return [(problem.code, problem.what.zh) for problem in error.value.problems]


def test_without_a_document_a_slot_is_what_the_text_allows(root):
    assert rent_support("small-policy") == ("0.00", "1000.00")  # 0% to 50%, and the city's share, at most the rent


def test_a_document_fills_its_slot_and_brings_its_policy_along(root):
    implementing(root, "office-rules", TENTH)

    assert rent_support("office-rules") == ("100.00", "1000.00")
    assert [package.id for package in load("office-rules").packages] == ["small-policy", "office-rules"]


def test_a_department_may_not_fill_what_the_city_decides(root):
    implementing(root, "office-rules", TENTH + CITY_TENTH)

    assert refused("office-rules") == [
        ("not-competent", "office-rules号文 的制定机关无权规定“市级配套比例”（由 city 规定）")
    ]


@pytest.mark.parametrize("authority", ["city", "state"])
def test_the_authority_itself_and_a_higher_one_may(root, authority):
    implementing(root, "higher-rules", CITY_TENTH, authority=authority)

    assert rent_support("higher-rules") == ("100.00", "600.00")  # 10% of the city, 0% to 50% of the office


def test_an_authority_beside_the_owner_of_one_level_may_not(root):
    about = (root / "small-policy" / "package.yaml").read_text(encoding="utf-8")
    other = "  finance: {level: department, names: [{zh: 示例区财政局, en: Finance}]}\n"
    small_policy(root, {"package.yaml": about + other})
    implementing(root, "finance-rules", TENTH, authority="finance")

    assert [code for code, _ in refused("finance-rules")] == ["not-competent"]


def test_a_higher_document_prevails_over_a_later_one(root):
    implementing(root, "city-rules", FIFTH, authority="city", issued="2024-02-01")
    implementing(root, "office-rules", TENTH, authority="office", issued="2024-06-01")

    assert rent_support("office-rules", "city-rules")[0] == "200.00"
    assert rent_support("city-rules", "office-rules")[0] == "200.00"  # in whatever order they are named


def test_of_two_documents_of_one_level_the_later_prevails(root):
    implementing(root, "first-rules", TENTH, issued="2024-02-01", valid_from="2024-02-01")
    implementing(root, "second-rules", FIFTH, issued="2024-06-01", valid_from="2024-06-01")

    assert rent_support("first-rules", "second-rules")[0] == "200.00"


def test_a_higher_document_that_is_not_yet_in_force_does_not_compete(root):
    implementing(root, "office-rules", TENTH, valid_from="2024-06-01")
    implementing(root, "city-rules", FIFTH, authority="city", valid_from="2024-09-01")

    days = [date(2024, 5, 31), date(2024, 6, 1), date(2024, 8, 31), date(2024, 9, 1)]

    lows = [rent_support("office-rules", "city-rules", on=day)[0] for day in days]

    assert lows == ["0.00", "100.00", "100.00", "200.00"]


def test_a_fill_may_have_a_term_of_its_own(root):
    fill = "  - {slot: rent_rate, value: 10%, quote: 租金的 10%, from: 2024-07-01, to: 2024-07-31}\n"
    implementing(root, "office-rules", fill)

    days = [date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 31), date(2024, 8, 1)]

    assert [rent_support("office-rules", on=day)[0] for day in days] == ["0.00", "100.00", "100.00", "0.00"]


def test_two_documents_of_one_level_and_day_are_a_tie_that_names_both(root):
    implementing(root, "first-rules", TENTH)
    implementing(root, "second-rules", FIFTH)

    ((code, words),) = refused("first-rules", "second-rules")

    assert code == "fill-tie"
    assert "first-rules号文" in words
    assert "second-rules号文" in words


def test_a_tie_below_the_document_that_prevails_does_no_harm(root):
    implementing(root, "first-rules", TENTH)
    implementing(root, "second-rules", FIFTH)
    implementing(root, "city-rules", THIRD, authority="city")

    assert rent_support("first-rules", "second-rules", "city-rules")[0] == "300.00"


def test_an_example_never_prevails_over_a_real_document(root):
    implementing(root, "office-rules", TENTH, issued="2024-02-01")
    implementing(root, "demo", THIRD + CITY_TENTH, authority="state", kind="example", issued="2024-06-01")

    assert rent_support("demo", "office-rules") == (
        "200.00",
        "200.00",
    )  # 10% of the office, the city's 10% is the example's
    assert rent_support("demo") == ("400.00", "400.00")


CONDITIONAL = """\
  - slot: rent_rate
    value: 10%
    quote: 租金的 10%
    when: 租金 > 1000元
    reading: R-02
    conditions:
      - {rule: 年营收 > 1亿元, reading: R-02}
"""
READING = """\
readings:
  R-02:
    about: {zh: 租金, en: Rent}
    clause: "2"
    taken: {zh: 租金超过 1000 元的，营收须超过 1 亿元。, en: Above a rent of 1000 yuan.}
    by: 示例编写人
    on: 2024-06-01
"""


@pytest.mark.parametrize(
    ("rent", "finding", "amount", "open_keys"),
    [
        (
            1000,
            "met",
            ("0.00", "1000.00"),
            ["city_rate", "rent_rate"],
        ),  # the slot stays open, the condition is not asked
        (2000, "not_met", ("0.00", "0.00"), []),  # the condition is asked, and 6,000,000 is not over 1亿元
    ],
)
def test_where_a_fill_does_not_apply_its_slot_stays_open_and_its_conditions_are_not_asked(
    root, rent, finding, amount, open_keys
):
    implementing(root, "office-rules", CONDITIONAL, files={"interpretations.yaml": READING})
    case = rent_case()
    case["matters"][0]["facts"]["rent"] = rent

    result = load("office-rules").assess(case, on=DAY).as_json()["results"][-1]

    assert (result["finding"], (result["amount"]["low"], result["amount"]["high"])) == (finding, amount)
    assert sorted(item["key"] for item in result["open"]) == open_keys


def grade_finding(label, *packages, on=DAY):
    """The finding of m01, which asks for grade 甲等, for a label of the office."""
    facts = {"equipment": 1000, "grade_label": label}
    matter = {"id": "P-1", "type": "purchase", "facts": facts, "determinations": {"recognised": True}}
    assessed = load(*packages).assess({"facts": {"kind": "workshop"}, "matters": [matter]}, on=on)
    return assessed.as_json()["results"][0]["finding"]


def test_labels_mean_what_the_documents_in_force_say(root):
    rule = ("评定等级 属于 甲等、乙等", "评定等级 属于 甲等")
    small_policy(root, {"measures/m01-equipment.yaml": rule})
    implementing(root, "office-rules", BOTH_GRADES)

    found = [grade_finding(label, "office-rules") for label in ("A", "B", "优秀", "优良")]

    assert found == ["met", "not_met", "met", "unknown"]
    assert grade_finding("优秀", "office-rules", on=date(2024, 5, 31)) == "unknown"  # not yet in force


def test_a_label_that_changes_its_meaning_does_so_by_date(root):
    rule = ("评定等级 属于 甲等、乙等", "评定等级 属于 甲等")
    small_policy(root, {"measures/m01-equipment.yaml": rule})
    entries = "[{label: 优秀, grade: A}, {label: 优秀, grade: B, from: 2025-01-01}, {label: 优秀, grade: A, from: 2026-01-01}]"
    implementing(root, "office-rules", f"  - {{slot: grades, entries: {entries}, quote: 优秀为甲等}}\n")

    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]

    assert [grade_finding("优秀", "office-rules", on=day) for day in days] == ["met", "not_met", "not_met", "met"]


def test_a_higher_document_says_what_a_label_means(root):
    rule = ("评定等级 属于 甲等、乙等", "评定等级 属于 甲等")
    small_policy(root, {"measures/m01-equipment.yaml": rule})
    implementing(root, "office-rules", BOTH_GRADES, issued="2024-06-20")
    other = "  - {slot: grades, entries: [{label: 优秀, grade: B}], quote: 优秀为甲等}\n"
    implementing(root, "city-rules", other, authority="city")
    implementing(root, "demo", BOTH_GRADES, kind="example")

    assert grade_finding("优秀", "demo", "office-rules", "city-rules") == "not_met"


def test_a_rulebook_as_of_an_earlier_day_refuses_what_was_issued_later(root):
    implementing(root, "office-rules", TENTH, issued="2024-06-01")

    with pytest.raises(PackageUnusable) as error:
        load("office-rules", as_of=date(2024, 5, 31))

    assert [(problem.code, problem.where) for problem in error.value.problems] == [("not-issued-yet", "office-rules")]
    assert load("office-rules", as_of=date(2024, 6, 1)).packages[1].id == "office-rules"
