"""The size class at the lines of the table (国统字〔2017〕213号), worked out by hand; 万元 as in the table."""

import pytest

from sihang.register.industries import LINES, Indicator, lines_of
from sihang.register.size_class import SizeClass, size_class

WAN = 1_000_000
MICRO, SMALL, MEDIUM, LARGE = SizeClass
X, Y, Z = Indicator.EMPLOYEES, Indicator.REVENUE, Indicator.ASSETS
TABLE = [
    ("A", {Y: (20_000, 500, 50)}),
    ("C", {X: (1000, 300, 20), Y: (40_000, 2_000, 300)}),
    ("B06", {X: (1000, 300, 20), Y: (40_000, 2_000, 300)}),
    ("D44", {X: (1000, 300, 20), Y: (40_000, 2_000, 300)}),
    ("E", {Y: (80_000, 6_000, 300), Z: (80_000, 5_000, 300)}),
    ("F51", {X: (200, 20, 5), Y: (40_000, 5_000, 1_000)}),
    ("F52", {X: (300, 50, 10), Y: (20_000, 500, 100)}),
    ("G54", {X: (1000, 300, 20), Y: (30_000, 3_000, 200)}),
    ("G591", {X: (1000, 300, 20), Y: (30_000, 3_000, 200)}),
    ("G592", {X: (200, 100, 20), Y: (30_000, 1_000, 100)}),
    ("G60", {X: (1000, 300, 20), Y: (30_000, 2_000, 100)}),
    ("H61", {X: (300, 100, 10), Y: (10_000, 2_000, 100)}),
    ("H62", {X: (300, 100, 10), Y: (10_000, 2_000, 100)}),
    ("I63", {X: (2000, 100, 10), Y: (100_000, 1_000, 100)}),
    ("I64", {X: (2000, 100, 10), Y: (100_000, 1_000, 100)}),
    ("I65", {X: (300, 100, 10), Y: (10_000, 1_000, 50)}),
    ("K7010", {Y: (200_000, 1_000, 100), Z: (10_000, 5_000, 2_000)}),
    ("K702", {X: (1000, 300, 100), Y: (5_000, 1_000, 500)}),
    ("L", {X: (300, 100, 10), Z: (120_000, 8_000, 100)}),
    ("M73", {X: (300, 100, 10)}),
    ("N", {X: (300, 100, 10)}),
    ("O80", {X: (300, 100, 10)}),
    ("Q85", {X: (300, 100, 10)}),
    ("R", {X: (300, 100, 10)}),
    ("K703", {X: (300, 100, 10)}),
    ("7090", {X: (300, 100, 10)}),
]


def units(indicator, figure):
    return figure if indicator is X else figure * WAN


@pytest.mark.parametrize(("code", "floors"), TABLE, ids=[code for code, _ in TABLE])
def test_each_bound_of_the_table_decides_at_the_figure_itself(code, floors):
    """At the bound of every indicator the class is reached; one person or one fen less of any of them, and it is the next lower."""
    for place, (reached, below) in enumerate(((LARGE, MEDIUM), (MEDIUM, SMALL), (SMALL, MICRO))):
        at = {indicator: units(indicator, bounds[place]) for indicator, bounds in floors.items()}

        assert size_class(code, at).size is reached
        for indicator in floors:
            assert size_class(code, {**at, indicator: at[indicator] - 1}).size is below


def test_every_line_of_the_table_is_tested():
    tested = {line.key for code, _ in TABLE for line in lines_of(code)[0]}

    assert tested == {line.key for line in LINES}


def test_one_small_figure_makes_a_great_company_micro():
    """微型企业只须满足所列指标中的一项即可."""
    assert size_class("C", {X: 19, Y: 90_000 * WAN}).size is MICRO


def test_a_figure_that_does_not_count_in_the_industry_does_nothing():
    assert size_class("M73", {X: 100, Y: 1, Z: 1}).size is MEDIUM


@pytest.mark.parametrize("code", ["J66", "P83", "G53", "S", "T97", "K704", "Q84"])
def test_some_industries_are_outside_the_table(code):
    found = size_class(code, {X: 10, Y: 10, Z: 10})

    assert (found.possible, found.outside, found.size) == ((), True, None)
    assert "不在划分办法之内" in found.why[0].zh


def test_an_unknown_figure_leaves_every_class_up_to_the_one_that_the_others_give():
    found = size_class("I65", {Y: 2_000 * WAN})

    assert found.possible == (MICRO, SMALL, MEDIUM)
    assert [each.zh for each in found.why] == [
        "软件和信息技术服务业：从业人员未知，可能是微型或小型或中型或大型（国统字〔2017〕213号）",
        "软件和信息技术服务业：营业收入20000000.00元，不低于 10000000.00元、低于 100000000.00元，属中型（国统字〔2017〕213号）",
    ]


def test_an_unknown_figure_that_could_not_raise_it_is_not_missed():
    found = size_class("I65", {X: 9})

    assert found.size is MICRO
    assert [each.zh for each in found.why] == [
        "软件和信息技术服务业：从业人员9人，低于 10人，属微型（国统字〔2017〕213号）"
    ]


def test_a_figure_in_a_range_leaves_the_classes_that_the_range_crosses():
    assert size_class("I65", {X: (50, 120), Y: (1_500 * WAN, None)}).possible == (SMALL, MEDIUM)
    assert size_class("I65", {X: (120, 200), Y: (1_500 * WAN, None)}).size is MEDIUM


def test_a_coarse_code_leaves_the_classes_of_every_line_below_it():
    """Trade with 20 people and 5,000 万元: wholesale medium; retail small, for want of 50 people."""
    found = size_class("F", {X: 20, Y: 5_000 * WAN})

    assert found.possible == (SMALL, MEDIUM)
    assert found.why[0].zh == "行业代码 F 太粗，可能属于：零售业、批发业；请写到中类"


def test_without_any_industry_only_what_no_line_allows_is_excluded():
    found = size_class(None, {X: 1, Y: 1, Z: 1})

    assert (found.possible, found.outside) == ((MICRO,), True)
    assert found.size is None


@pytest.mark.parametrize("code", ["X", "99", "C65", "6", "65131", "软件"])
def test_what_is_no_code_is_said_to_be_none(code):
    found = size_class(code, {X: 100})

    assert found.possible == ()
    assert "不是国民经济行业分类代码" in found.why[0].zh
