"""Packages together, day by day: records of supersession, matter types of several packages, what a check covers."""

from datetime import date, datetime

import pytest

from sihang.rulebook import PackageUnusable, load
from sihang.rulebook.assess import check, load_unchecked
from tests.builders.packages import SMALL_POLICY, implementing, line_of, small_policy

DAY = date(2024, 7, 1)
RENT = {"kind": "workshop", "revenue": 60_000_000}
M02 = "measures/m02-rent.yaml"
AMOUNT = "租金 × 租金补贴比例 + 租金 × 市级配套比例 封顶 租金"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A folder with the small policy, where packages are found by their id."""
    monkeypatch.setenv("SIHANG_POLICIES", str(tmp_path))
    small_policy(tmp_path)
    return tmp_path


def record(name, since, level="city"):
    return f"""\
  - id: {name}
    document: {name}号文
    level: {level}
    from: {since}
    entered: 2024-02-01
    measures: [m01]
    effect: replaces
    reason: {{zh: 新办法另有规定, en: New rules}}
    by: 示例编写人
"""


def in_place_of_m01(rulebook, *days):
    return [rulebook.rules(day).superseded["m01"].id for day in days]


def problems(*packages):
    return [(each.code, each.where) for each in check(load_unchecked(*packages))]


def result(rulebook, measure, on=DAY, **facts):
    """The result of a measure for a lease with a rent of 1,000 yuan."""
    lease = {"id": "L-1", "type": "lease", "facts": {"rent": 1000, **facts}}
    assessed = rulebook.assess({"facts": RENT, "matters": [lease]}, on=on).as_json()
    return next(each for each in assessed["results"] if each["measure"] == measure and each["matter"] == "L-1")


# supersessions


@pytest.mark.parametrize("turned", [False, True])
def test_each_day_has_its_own_record_whatever_day_was_asked_first(root, turned):
    records = [record("x1", "2025-01-01"), record("x2", "2026-01-01")]
    (root / "small-policy" / "supersessions.yaml").write_text("supersessions:\n" + "".join(records), encoding="utf-8")
    rulebook, days = load("small-policy"), [date(2025, 6, 1), date(2026, 6, 1)]

    if turned:
        assert in_place_of_m01(rulebook, *reversed(days)) == ["x2", "x1"]
    else:
        assert in_place_of_m01(rulebook, *days) == ["x1", "x2"]


@pytest.mark.parametrize(
    "records",
    [
        [record("wins", "2026-01-01", "district"), record("other", "2025-01-01", "national")],  # the later
        [record("wins", "2026-01-01", "national"), record("other", "2026-01-01", "city")],  # then the higher
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_of_several_records_the_later_prevails_then_the_higher(root, records, turned):
    listed = "".join(reversed(records) if turned else records)
    (root / "small-policy" / "supersessions.yaml").write_text("supersessions:\n" + listed, encoding="utf-8")

    assert in_place_of_m01(load("small-policy"), date(2026, 6, 1)) == ["wins"]


# matter types of several packages

INVOICE = """\
matters:
  lease:
    zh: {label}
    en: Lease
    facts:
      invoice: {{type: yes_no, zh: 有发票, en: Invoice}}
"""
ASKS_INVOICE = """\
  - slot: rent_rate
    value: 10%
    quote: 租金的 10%
    conditions: [{rule: 有发票, quote: 须有发票}]
"""


def test_a_document_adds_a_fact_to_a_matter_type_of_the_policy(root):
    implementing(root, "office-rules", ASKS_INVOICE, files={"facts.yaml": INVOICE.format(label="租赁")})
    rulebook = load("office-rules")

    assert result(rulebook, "m02", invoice=True)["finding"] == "met"
    assert result(rulebook, "m02", invoice=False)["finding"] == "not_met"


def test_a_matter_type_has_one_label(root):
    office = implementing(root, "office-rules", ASKS_INVOICE, files={"facts.yaml": INVOICE.format(label="租约")})

    assert problems("office-rules") == [("declared-twice", line_of(office, "facts.yaml", "zh: 租约"))]


# what a check looks at


def test_a_fill_that_prevails_only_after_another_ends_is_checked(root):
    ending = "  - {slot: rent_rate, value: 10%, quote: 租金的 10%, to: 2024-12-31}\n"
    implementing(root, "district-rules", ending, authority="district")
    office = implementing(root, "office-rules", "  - {slot: rent_rate, value: 30% + 40%, quote: 30%、40%}\n")

    assert problems("district-rules", "office-rules") == [("out-of-range", line_of(office, "fills.yaml", "value"))]


def test_there_is_no_day_to_check_after_the_last_of_all_days(root):
    small_policy(
        root, {"package.yaml": ("validity: {from: 2024-01-01,", "validity: {from: 2024-01-01, to: 9999-12-31,")}
    )

    assert problems("small-policy") == []


def test_the_record_of_the_source_is_checked(root):
    policy = small_policy(root, {}) / "source" / "provenance.yaml"
    policy.write_text("title: 若干措施\nissued: 2024-01-01\nissuer: 示例区\n", encoding="utf-8")

    assert sorted({code for code, where in problems("small-policy") if "provenance" in where}) == [
        "missing-key",
        "unknown-key",
    ]


def by_year(declared):
    """The small policy, m02 asking for the first year above a figure."""
    facts = (
        "  revenue: {type: money,",
        "  sales: {type: money, series: true, zh: 销售额, en: Sales}\n  revenue: {type: money,",
    )
    text = SMALL_POLICY["facts.yaml"].replace(*facts)
    text = text.replace(
        "      rent: {type: money,", f"      due: {{{declared}, zh: 年度, en: Year}}\n      rent: {{type: money,"
    )
    measure = SMALL_POLICY[M02].replace("matter: lease", "matter: lease\nyear: due")
    measure = measure.replace("年营收 > 500万元", "年营收 > 500万元 且 销售额 首次超过 500万元")
    return {"facts.yaml": text, M02: measure}


@pytest.mark.parametrize(
    "declared", ["type: integer", "type: integer, range: [1900, 2101]", "type: integer, range: [0, 2000]"]
)
def test_the_year_of_a_measure_needs_a_range_of_years(root, declared):
    policy = small_policy(root, by_year(declared))

    assert problems("small-policy") == [("year-without-range", line_of(policy, "facts.yaml", "due:"))]


def test_a_year_with_a_range_is_in_order(root):
    small_policy(root, by_year("type: integer, range: [2000, 2050]"))

    assert problems("small-policy") == []


TWO_TERMS = """\
  - {slot: rent_rate, value: 10%, quote: 租金的 10%, to: 2024-06-30}
  - slot: rent_rate
    value: 20%
    quote: 20%
    from: 2024-07-01
    conditions: [{rule: 租金 > 10万元, quote: 租金超过 10 万元的}]
"""


def test_a_slip_is_reported_once(root):
    policy = small_policy(root, {M02: ("年营收 > 500万元", "年营收 > 500万元 且 没有这个")})
    implementing(root, "office-rules", TWO_TERMS)

    assert problems("office-rules") == [("unknown-name", line_of(policy, M02, "没有这个"))]


# problems of a day


def tied(root):
    implementing(root, "first-rules", "  - {slot: rent_rate, value: 10%, quote: 租金的 10%}\n")
    implementing(root, "second-rules", "  - {slot: rent_rate, value: 20%, quote: 20%, from: 2025-01-01}\n")
    return load_unchecked("first-rules", "second-rules")


def test_a_tie_on_one_day_does_no_harm_on_another(root):
    rulebook = tied(root)

    for _ in range(2):
        with pytest.raises(PackageUnusable) as refused:
            rulebook.rules(date(2025, 1, 1))
        assert [each.code for each in refused.value.problems] == ["fill-tie"]
        assert result(rulebook, "m02")["amount"]["low"] == "100.00"
    assert rulebook.layers.problems == []


def test_a_check_finds_the_tie(root):
    assert [each.code for each in check(tied(root))] == ["fill-tie"]


# where something stands twice


def test_what_stands_twice_is_named_with_its_line(root):
    policy = root / "small-policy"
    (policy / "measures" / "m03-again.yaml").write_text(SMALL_POLICY[M02], encoding="utf-8")
    again = "organisation:\n  revenue: {type: money, zh: 年营收, en: Revenue, information: true}\n"
    office = implementing(
        root,
        "office-rules",
        "  - {slot: rent_rate, value: 10%, quote: 租金的 10%}\n",
        files={"facts.yaml": again},
    )

    assert problems("office-rules") == [
        ("declared-twice", line_of(office, "facts.yaml", "revenue")),
        ("declared-twice", line_of(policy, "measures/m03-again.yaml", "id: m02")),
    ]


# fills of fills


def with_slots(count):
    """The small policy with money slots s0, s1 …; the rent subsidy is s0."""
    line = "  s{}: {{type: money, zh: 档{}项, en: S, clause: '2', quote: 租金的一定比例, by: office}}\n"
    slots = SMALL_POLICY["slots.yaml"] + "".join(line.format(i, i) for i in range(count))
    return {"slots.yaml": slots, M02: (AMOUNT, "s0")}


def doubling(count):
    """Each slot twice the next: s0 = s1 + s1, s1 = s2 + s2 …"""
    return "".join(f"  - {{slot: s{i}, value: s{i + 1} + s{i + 1}, quote: 按租金}}\n" for i in range(count))


def test_six_levels_of_fills_can_be_read_and_explained(root):
    small_policy(root, with_slots(8))
    implementing(root, "office-rules", doubling(6))

    assert problems("office-rules") == []
    assert result(load("office-rules"), "m02", rent=1000)["amount_if_met"]["high"] is None


@pytest.mark.parametrize("levels", [7, 24, 200])
def test_deeper_fills_are_refused_and_not_followed(root, levels):
    small_policy(root, with_slots(levels + 2))
    implementing(root, "office-rules", doubling(levels))

    with pytest.raises(PackageUnusable) as refused:
        load("office-rules")

    assert {problem.code for problem in refused.value.problems} == {"fill-too-deep"}


def test_a_condition_of_a_fill_that_is_used_only_in_a_condition_is_asked(root):
    small_policy(root, with_slots(2))
    fills = (
        "  - {slot: s0, value: 租金, quote: 按租金, conditions: [{rule: 租金 > s1, quote: 租金}]}\n"
        "  - {slot: s1, value: 0元, quote: 按租金, conditions: [{rule: 租金 > 10万元, quote: 租金超过 10 万元的}]}\n"
    )
    implementing(root, "office-rules", fills)
    rulebook = load("office-rules")

    assert result(rulebook, "m02", rent=1000)["finding"] == "not_met"
    assert result(rulebook, "m02", rent=200_000)["finding"] == "met"


# the day of a case


def test_a_case_is_assessed_on_the_day_for_which_it_was_read(root):
    rulebook = load("small-policy")
    case = rulebook.read({"facts": RENT}, DAY)

    assert rulebook.assess(case).on == rulebook.assess(case, on=DAY).on == DAY
    with pytest.raises(ValueError, match="read for 2024-07-01; read it again to assess it on 2025-01-01"):
        rulebook.assess(case, on=date(2025, 1, 1))


@pytest.mark.parametrize("on", ["2024-07-01", datetime(2024, 7, 1), 20240701])  # noqa: DTZ001 - it is to be refused
def test_a_day_that_is_no_date_is_refused_in_words(root, on):
    rulebook = load("small-policy")

    with pytest.raises(TypeError, match=r"must be a datetime\.date"):
        rulebook.assess({"facts": RENT}, on=on)
    with pytest.raises(TypeError, match=r"must be a datetime\.date"):
        rulebook.read({"facts": RENT}, on)
