"""Figures by fiscal year: 当年, 上年, 前3年, 历年最高, 首次超过, 复合增长率至少 and 占…至少 (I-11, I-12, I-14, I-15)."""

import pytest

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Kind
from tests.builders.lines import NO, OPEN, YES, value, wan

YEARS = {2020: wan(1000), 2021: wan(1500), 2022: wan(1200), 2023: wan(3100)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("当年(营收)", 3100),
        ("上年(营收)", 1200),
        ("前3年(营收)", 1000),
        ("历年最高(营收)", 1500),
        ("当年（营收）", 3100),
    ],
)
def test_a_figure_of_the_year_or_before(line, expected):
    found = value(line, Kind.MONEY, revenue=YEARS, target_year=2023, founded_year=2020)

    assert found == (wan(expected), wan(expected))


def test_a_year_that_nobody_stated_is_unknown_and_one_before_the_founding_is_nothing():
    assert value("前3年(营收)", Kind.MONEY, revenue={2023: 1}, target_year=2023, founded_year=2020) == (0, NO_BOUND)
    assert value("前3年(营收)", Kind.MONEY, revenue={2023: 1}, target_year=2023, founded_year=2021) == (0, 0)
    assert value("当年(营收)", Kind.MONEY, revenue=YEARS) == (0, NO_BOUND)  # of which year is not known


def test_the_highest_of_the_earlier_years_is_at_least_what_is_known():
    known = {2021: wan(1500), 2023: wan(3100)}

    assert value("历年最高(营收)", Kind.MONEY, revenue=known, target_year=2023, founded_year=2021) == (
        wan(1500),
        NO_BOUND,
    )
    assert value("历年最高(营收)", Kind.MONEY, revenue=YEARS, target_year=2023) == (
        wan(1500),
        NO_BOUND,
    )  # founded when?


@pytest.mark.parametrize(
    ("revenue", "founded", "expected"),
    [
        ({2021: 1500, 2022: 2000, 2023: 3100}, 2021, YES),
        ({2021: 1500, 2022: 2000, 2023: 3000}, 2021, NO),  # not over
        ({2021: 3000, 2022: 2000, 2023: 3100}, 2021, YES),  # 3000 is not over, so this is the first time
        ({2021: 3001, 2022: 2000, 2023: 3100}, 2021, NO),  # a fall and a second rise
        ({2022: 2000, 2023: 3100}, 2021, OPEN),  # 2021 is unknown
        ({2022: 3001, 2023: 3100}, 2021, NO),  # 2021 is unknown, but 2022 decides
        ({2021: 1500, 2022: 2000, 2023: 3100}, None, OPEN),  # earlier years may be
        ({2022: 3001, 2023: 3100}, None, NO),
        ({2023: 3100}, 2023, YES),  # no earlier year
        ({2021: 1500, 2022: 2000}, 2021, OPEN),  # the year itself is unknown
        ({2021: 3001}, 2021, NO),  # already was over
    ],
)
def test_over_a_line_for_the_first_time(revenue, founded, expected):
    known = {} if founded is None else {"founded_year": founded}
    years = {year: wan(amount) for year, amount in revenue.items()}

    assert value("营收 首次超过 3000万元", revenue=years, target_year=2023, **known) == expected


@pytest.mark.parametrize(
    ("base", "now", "expected"),
    [
        (2_000_000_000, 3_456_000_000, YES),  # 1.2³ = 1.728, to the fen
        (2_000_000_000, 3_455_999_999, NO),
        (2_000_000_001, 3_456_000_000, NO),
        (0, 3_456_000_000, NO),  # growth over nothing is undefined
    ],
)
def test_compound_growth_over_three_years_without_a_root(base, now, expected):
    line = "营收 复合增长率至少 20%"

    assert value(line, revenue={2020: base, 2023: now}, target_year=2023, founded_year=2020) == expected


def test_growth_is_open_while_a_figure_or_the_least_growth_is():
    grown = {2020: wan(1000), 2023: wan(2000)}

    assert value("营收 复合增长率至少 20%", revenue={2023: wan(2000)}, target_year=2023, founded_year=2020) == OPEN
    assert value("营收 复合增长率至少 20%", revenue={2020: wan(1000)}, target_year=2023, founded_year=2020) == OPEN
    assert value("营收 复合增长率至少 强度下限", revenue=grown, target_year=2023) == OPEN  # 0% to 100%: 1 to 8 times
    assert value("营收 复合增长率至少 强度下限", revenue={2020: 100, 2023: 800}, target_year=2023) == YES
    assert value("营收 复合增长率至少 强度下限", revenue={2020: 100, 2023: 99}, target_year=2023) == NO


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (wan(200), wan(4000), YES),  # exactly 5%
        (wan(200) - 1, wan(4000), NO),
        (wan(200), wan(4000) + 1, NO),
        (wan(200), 0, NO),  # a share of nothing is undefined
        (0, 0, NO),
    ],
)
def test_a_ratio_is_compared_exactly(part, whole, expected):
    line = "当年(研发费用) 占 当年(营收) 至少 5%"

    assert value(line, rd_expense={2023: part}, revenue={2023: whole}, target_year=2023) == expected
