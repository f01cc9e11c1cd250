"""Every construct of the rule language: how it is read, how it binds, and what it means on ranges (SEMANTICS 1 and 2)."""

import pytest

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Kind
from tests.builders.lines import NO, OPEN, YES, day, value, wan

ENTERPRISE, SCHOOL, FUND = 1, 2, 4


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, OPEN, OPEN, YES),
        (YES, NO, NO, YES),
        (OPEN, OPEN, OPEN, OPEN),
        (OPEN, NO, NO, OPEN),
        (NO, NO, NO, NO),
    ],
)
def test_and_and_or_are_kleenes(left, right, both, either):
    assert value("甲 且 乙", first=left, second=right) == both
    assert value("乙 且 甲", first=left, second=right) == both
    assert value("甲 或 乙", first=left, second=right) == either
    assert value("乙 或 甲", first=left, second=right) == either


@pytest.mark.parametrize(("given", "turned"), [(YES, NO), (NO, YES), (OPEN, OPEN)])
def test_not_turns_a_known_answer_and_leaves_an_open_one(given, turned):
    assert value("非 甲", first=given) == turned


@pytest.mark.parametrize(
    ("line", "facts", "expected"),
    [
        ("甲 或 乙 且 丙", {"first": YES, "second": NO, "third": NO}, YES),  # 甲 或 (乙 且 丙)
        ("(甲 或 乙) 且 丙", {"first": YES, "second": NO, "third": NO}, NO),
        ("非 甲 且 乙", {"first": NO, "second": NO}, NO),  # (非 甲) 且 乙
        ("非 (甲 且 乙)", {"first": NO, "second": NO}, YES),
        ("非 甲 或 乙", {"first": YES, "second": YES}, YES),  # (非 甲) 或 乙
        ("非 非 甲", {"first": YES}, YES),
        ("是 且 甲", {"first": YES}, YES),
        ("否 或 甲", {"first": NO}, NO),
    ],
)
def test_the_words_bind_not_before_and_before_or(line, facts, expected):
    assert value(line, **facts) == expected


@pytest.mark.parametrize(
    ("line", "spend", "paid", "expected"),
    [
        ("项目总投入 × 30% 封顶 200万元", 1000, 0, 200),  # 300 capped, and not 30% capped
        ("项目总投入 × 30% 封顶 200万元", 600, 0, 180),
        ("项目总投入 + 已付金额 × 50%", 100, 60, 130),  # 100 + 30, not 160 × 50%
        ("项目总投入 − 已付金额 + 已付金额", 100, 30, 100),  # from the left, not 100 − 60
        ("(项目总投入 + 已付金额) × 50%", 100, 60, 80),
        ("项目总投入 + 已付金额 封顶 100万元", 80, 50, 100),  # the sum is capped, not 80 + 50
        ("项目总投入 − 已付金额 保底 0元", 30, 50, 0),
        ("项目总投入 保底 10万元 封顶 40万元", 5, 0, 10),
        ("项目总投入 保底 10万元 封顶 40万元", 50, 0, 40),
        ("30% × 项目总投入", 100, 0, 30),
        ("项目总投入 × 50% × 50%", 100, 0, 25),
    ],
)
def test_ceilings_bind_looser_than_sums_and_sums_looser_than_products(line, spend, paid, expected):
    assert value(line, Kind.MONEY, spend=wan(spend), paid=wan(paid)) == (wan(expected), wan(expected))


def test_a_comparison_takes_the_whole_amount_on_each_side():
    line = "项目总投入 + 已付金额 封顶 100万元 > 已付金额 × 200%"

    assert value(line, spend=wan(80), paid=wan(40)) == YES  # 100 > 80
    assert value(line, spend=wan(80), paid=wan(50)) == NO  # 100 > 100


@pytest.mark.parametrize(
    ("sign", "below", "at", "above"),
    [
        (">", NO, NO, YES),
        (">=", NO, YES, YES),
        ("<", YES, NO, NO),
        ("<=", YES, YES, NO),
        ("=", NO, YES, NO),
    ],
)
def test_a_line_to_the_fen(sign, below, at, above):
    line = f"项目总投入 {sign} 3000万元"

    found = [value(line, spend=3_000_000_000 + step) for step in (-1, 0, 1)]

    assert found == [below, at, above]


def test_a_comparison_of_what_is_not_settled_is_open_only_where_it_matters():
    assert value("项目总投入 > 100万元", spend=(wan(50), wan(150))) == OPEN
    assert value("项目总投入 > 100万元", spend=(wan(101), wan(150))) == YES
    assert value("项目总投入 > 100万元", spend=(wan(50), wan(100))) == NO
    assert value("项目总投入 >= 0元") == YES  # nothing is known, and it cannot be less
    assert value("项目总投入 = 100万元", spend=(wan(100), wan(150))) == OPEN


@pytest.mark.parametrize(
    ("full_width", "plain"),
    [
        ("项目总投入＞200万元", "项目总投入 > 200万元"),
        ("项目总投入≥200万元", "项目总投入 >= 200万元"),
        ("项目总投入＜200万元", "项目总投入 < 200万元"),
        ("项目总投入≤200万元", "项目总投入 <= 200万元"),
        ("项目总投入＝200万元", "项目总投入 = 200万元"),
        ("（甲 或 乙） 且 非 丙", "(甲 或 乙) 且 非 丙"),
        ("甲　且　乙", "甲 且 乙"),
        ("单位类型 属于 企业，高校", "单位类型 属于 企业、高校"),
        ("单位类型 属于 企业,高校", "单位类型 属于 企业、高校"),
        ("项目总投入－已付金额＞0元", "项目总投入 - 已付金额 > 0元"),
        ("项目总投入＋已付金额＞0元", "项目总投入 + 已付金额 > 0元"),
        ("项目总投入 * 30％ > 1元", "项目总投入 × 30% > 1元"),
        ("分档（单位类型：企业 → 1元；其他 → 2元） > 1元", "分档(单位类型: 企业 -> 1元; 其他 -> 2元) > 1元"),
    ],
)
@pytest.mark.parametrize("known", [wan(200), wan(200) + 1])
def test_full_width_signs_mean_the_same(full_width, plain, known):
    facts = {"spend": known, "paid": known - 1, "first": YES, "second": NO, "third": NO, "org_kind": SCHOOL}

    assert value(full_width, **facts) == value(plain, **facts)


@pytest.mark.parametrize(
    ("line", "kind", "expected"),
    [
        ("200万元", Kind.MONEY, (200_000_000, 200_000_000)),
        ("1.5亿元", Kind.MONEY, (15_000_000_000, 15_000_000_000)),
        ("0.01元", Kind.MONEY, (1, 1)),
        ("50万元至100万元", Kind.MONEY, (50_000_000, 100_000_000)),
        ("30%", Kind.RATE, (3_000, 3_000)),
        ("12.5%", Kind.RATE, (1_250, 1_250)),
        ("0.01%", Kind.RATE, (1, 1)),
        ("10%至30%", Kind.RATE, (1_000, 3_000)),
        ("12", Kind.INTEGER, (12, 12)),
        ("2024-02-27", Kind.DATE, day("2024-02-27")),
        ("是", Kind.YES_NO, YES),
        ("否", Kind.YES_NO, NO),
    ],
)
def test_a_literal(line, kind, expected):
    assert value(line, kind) == expected


def test_a_share_is_rounded_down_to_a_whole_fen():
    assert value("项目总投入 × 12.5%", Kind.MONEY, spend=123_456_789) == (15_432_098, 15_432_098)  # …098.625


@pytest.mark.parametrize(
    ("line", "facts", "expected"),
    [
        ("项目总投入 × 30% 封顶 200万元", {}, (0, wan(200))),
        ("项目总投入 × 10%至30%", {"spend": wan(100)}, (wan(10), wan(30))),
        ("项目总投入 × 核定比例", {"spend": 0}, (0, 0)),  # no part of nothing
        ("项目总投入 × 核定比例", {"share": 0}, (0, 0)),
        ("项目总投入 + 1元", {}, (100, NO_BOUND)),
        ("资助额", {}, (0, NO_BOUND)),
        ("资助额 封顶 500万元", {}, (0, wan(500))),
        ("资助额 × 0%", {}, (0, 0)),
    ],
)
def test_an_amount_of_which_something_is_unknown_is_a_range(line, facts, expected):
    assert value(line, Kind.MONEY, **facts) == expected


@pytest.mark.parametrize(
    ("line", "kind_known", "expected"),
    [
        ("单位类型 属于 企业", ENTERPRISE, YES),
        ("单位类型 属于 企业", SCHOOL, NO),
        ("单位类型 属于 企业", ENTERPRISE | SCHOOL, OPEN),
        ("单位类型 属于 企业、高校", ENTERPRISE | SCHOOL, YES),
        ("单位类型 = 企业", ENTERPRISE, YES),
        ("单位类型 属于 enterprise", ENTERPRISE, YES),
        ("org_kind 属于 企业", FUND, NO),
    ],
)
def test_one_of_the_values_of_an_enum_by_label_or_key(line, kind_known, expected):
    assert value(line, org_kind=kind_known) == expected


def test_a_label_is_compared_by_the_grades_that_it_may_mean():
    assert value("考核等级 属于 甲等", grade=1) == YES
    assert value("考核等级 属于 甲等") == OPEN


@pytest.mark.parametrize(
    ("spend", "expected"),
    [
        ((wan(10_000), wan(10_000)), (75, 75)),  # exactly on the line of > is the tier below
        ((wan(10_000) + 1, wan(10_000) + 1), (100, 100)),
        ((wan(3_000), wan(3_000)), (50, 50)),  # exactly on the line of >= is in
        ((wan(3_000) - 1, wan(3_000) - 1), (50, 100)),  # no tier reached: the hull of all
        ((0, NO_BOUND), (50, 100)),
        ((wan(4_000), wan(6_000)), (50, 75)),
        ((wan(6_000), NO_BOUND), (75, 100)),
    ],
)
def test_tiers_over_an_amount_take_the_first_that_holds(spend, expected):
    line = "分档(项目总投入: > 1亿元 → 100万元; > 5000万元 → 75万元; >= 3000万元 → 50万元)"

    assert value(line, Kind.MONEY, spend=spend) == (wan(expected[0]), wan(expected[1]))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (ENTERPRISE, (20, 20)),
        (SCHOOL, (5, 5)),
        (FUND, (5, 5)),
        (SCHOOL | FUND, (5, 5)),
        (ENTERPRISE | FUND, (5, 20)),
    ],
)
def test_a_table_with_a_row_for_the_others(known, expected):
    line = "分档(单位类型: 企业 → 20万元; 其他 → 5万元)"

    assert value(line, Kind.MONEY, org_kind=known) == (wan(expected[0]), wan(expected[1]))


def test_a_value_without_a_row_may_give_anything_that_the_table_gives():
    line = "分档(单位类型: 企业 → 20万元; 高校 → 5万元)"

    assert value(line, Kind.MONEY, org_kind=FUND) == (wan(5), wan(20))


def test_a_fill_takes_the_place_of_its_slot_and_only_where_its_condition_holds():
    fills = {"award": ("项目总投入 × 10%", "甲")}

    found = [value("资助额", Kind.MONEY, fills=fills, spend=wan(100), first=known) for known in (YES, NO, OPEN)]

    assert found == [(wan(10), wan(10)), (0, NO_BOUND), (0, NO_BOUND)]


def test_a_fill_of_a_ruling_is_one_of_its_values_and_of_a_yes_no_slot_yes_or_no():
    assert value("处理办法 属于 多次", fills={"ruling": "多次"}) == YES
    assert value("处理办法 属于 多次") == OPEN
    assert value("准予", fills={"allowed": "否"}) == NO


def test_dates_and_whole_numbers_are_ordered_too():
    assert value("立项日 <= 2024-12-31", started=day("2024-12-31")) == YES
    assert value("立项日 < 2024-12-31", started=day("2024-12-31")) == NO
    assert value("人数 + 2 >= 12", heads=10) == YES
