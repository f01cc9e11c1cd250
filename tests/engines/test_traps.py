"""Where engines differ from each other in plain arithmetic, our statements give what the rules say: one trap a test."""

from datetime import date

from sihang.rulebook import expressions as x
from sihang.rulebook.facts import Kind
from tests.builders.random_rules import FACTS, SERIES, SLOTS, YEAR
from tests.builders.random_tables import LABELS, assessed, measure

MONEY, OTHER = FACTS[Kind.MONEY][:2]
YES = FACTS[Kind.YES_NO][0]
DAY = FACTS[Kind.DATE][0]
LETTER, GRADE = FACTS[Kind.ENUM][0], FACTS[Kind.LABEL][0]
RATE, PART = SLOTS[Kind.RATE]
"""A slot as a column may state any rate, or from 0 to 100%; its products do not fit in 64 bits."""
GREATEST = 10**14


def fen(amount):
    return x.Known(Kind.MONEY, amount, amount)


def bp(rate):
    return x.Known(Kind.RATE, rate, rate)


def amounts(engine, amount, rows):
    """Low and high of a measure for each row."""
    found = assessed(engine, [measure("m01", None, amount=amount)], rows)
    return [(row["m01_low_fen"], row["m01_high_fen"]) for row in found]


def findings(engine, condition, rows):
    return [row["m01_finding"] for row in assessed(engine, [measure("m01", None, condition)], rows)]


def test_a_share_of_less_than_nothing_is_rounded_down_and_not_towards_nothing(engine):
    # A third of -1 fen, -0.3333, is -1 fen; cut off it would be 0. Of -3 fen, -0.9999, it is -1 as well; of -4 fen it is -2.
    third = x.Sum((x.Share(x.Difference(x.Given(MONEY), x.Given(OTHER)), bp(3_333)), fen(100)))

    rows = [{"money_1_fen": 0, "money_2_fen": less} for less in (1, 3, 4, 0)]

    assert amounts(engine, third, rows) == [(99, 99), (99, 99), (98, 98), (100, 100)]


def test_so_it_is_where_the_product_needs_more_than_64_bits(engine):
    # (5 - 10^15) × 99.99% = -999,899,999,999,995.0005, rounded down -999,899,999,999,996; its product with basis points has 20 digits.
    less = x.Difference(x.Given(OTHER), x.Sum((x.Given(MONEY),) * 10))
    part = x.Sum((x.Share(less, x.Open(PART)), fen(10 * GREATEST)))

    rows = [
        {"money_1_fen": GREATEST, "money_2_fen": 5, "slot_rate_set_bp": 9_999},
        {"money_1_fen": 0, "money_2_fen": 0, "slot_rate_set_bp": 1},
    ]

    assert amounts(engine, part, rows) == [(100_000_000_004,) * 2, (10 * GREATEST,) * 2]


def test_half_a_fen_is_no_fen(engine):
    # 50% of 1, 3 and 5 fen is 0, 1 and 2; rounded to the nearest it would be 1, 2 and 3, or to even 0, 2 and 2.
    rows = [{"money_1_fen": fen, "slot_rate_bp": 5_000} for fen in (1, 3, 5)]

    assert amounts(engine, x.Share(x.Given(MONEY), bp(5_000)), rows) == [(0, 0), (1, 1), (2, 2)]
    assert amounts(engine, x.Share(x.Given(MONEY), x.Open(RATE)), rows) == [(0, 0), (1, 1), (2, 2)]


def test_no_upper_bound_may_be_added_to_itself_without_end(engine):
    # Ten times the number that stands for no upper bound does not fit in 64 bits.
    many = x.Sum((x.Given(MONEY),) * 10)

    assert amounts(engine, many, [{"money_1_fen": None}, {"money_1_fen": GREATEST}]) == [(0, None), (10**15, 10**15)]


def test_a_growth_that_needs_86_bits_is_decided_to_the_fen(engine):
    # 50,000,000,000,000 × 1.2³ = 86,400,000,000,000; 1.2³ as a product of basis points has 12 digits more.
    grown = x.GrowthAtLeast(SERIES[0], YEAR, x.Open(RATE))
    base = {"year": 2023, "income_2020_fen": 50_000_000_000_000, "slot_rate_bp": 2_000}

    rows = [base | {"income_2023_fen": now} for now in (86_400_000_000_000, 86_399_999_999_999)]

    assert findings(engine, grown, rows) == ["met", "not_met"]


def test_the_least_of_unknown_and_a_ceiling_is_not_the_ceiling(engine):
    """`least` and `greatest` skip what is empty in most databases."""
    empty = [{"money_1_fen": None, "money_2_fen": 50}]

    assert amounts(engine, x.AtMost(x.Given(MONEY), x.Given(OTHER)), empty) == [(0, 50)]
    assert amounts(engine, x.AtLeast(x.Given(MONEY), x.Given(OTHER)), empty) == [(50, None)]


def test_what_is_not_stated_is_neither_yes_nor_no(engine):
    """An empty condition takes the else branch of a `case`, and `not` of it is empty too."""
    rows = [{"yes_1": None, "letter": None}, {"yes_1": True, "letter": "a"}, {"yes_1": False, "letter": "b"}]
    is_a = x.OneOf(x.Given(LETTER), LETTER.options, 0b001)

    assert findings(engine, x.Given(YES), rows) == ["unknown", "met", "not_met"]
    assert findings(engine, x.Not(x.Given(YES)), rows) == ["unknown", "not_met", "met"]
    assert findings(engine, is_a, rows) == ["unknown", "met", "not_met"]
    assert findings(engine, x.Not(is_a), rows) == ["unknown", "not_met", "met"]


def test_an_amount_by_letter_is_any_of_them_where_the_letter_is_not_stated(engine):
    by_letter = x.Table(x.Given(LETTER), LETTER.options, (x.Row(0b001, fen(7)), x.Row(0b110, fen(9))))

    found = amounts(engine, by_letter, [{"letter": None}, {"letter": "a"}, {"letter": "c"}])

    assert found == [(7, 9), (7, 7), (9, 9)]


def test_a_word_of_an_office_may_hold_marks_that_sql_knows(engine):
    """A quote, a backslash and a double quote; a word without an entry, or one not yet in force, leaves every grade possible."""
    is_b = x.OneOf(x.Given(GRADE), GRADE.options, 0b0010)
    marked = next(entry.label for entry in LABELS if "'" in entry.label)
    assert {"'", '"', "\\"} <= set(marked)

    words = [marked, "第B等", "第A等", "没有这个等", "将来的等", None]

    assert findings(engine, is_b, [{"grade": word} for word in words]) == [
        "met", "met", "not_met", "unknown", "unknown", "unknown",
    ]  # fmt: skip


def test_days_count_from_long_before_1970(engine):
    def is_day(day):
        ordinal = day.toordinal()
        return x.Compare(x.Operator.EQUAL, x.Given(DAY), x.Known(Kind.DATE, ordinal, ordinal))

    days = [date(1900, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), date(2100, 12, 31)]
    rows = [{"day": day} for day in days]

    for asked in days:
        assert findings(engine, is_day(asked), rows) == ["met" if day == asked else "not_met" for day in days]


def test_a_sum_of_two_small_literals_is_not_worked_out_in_32_bits(engine):
    # 2,000,000,000 + 2,000,000,000 fen: both fit in 32 bits, their sum does not.
    twice = x.Sum((x.AtMost(x.Given(MONEY), fen(2_000_000_000)), fen(2_000_000_000)))

    assert amounts(engine, twice, [{"money_1_fen": 3_000_000_000}]) == [(4_000_000_000, 4_000_000_000)]


def test_a_ratio_over_nothing_is_not_met_and_divides_nothing(engine):
    half = x.RatioAtLeast(x.Given(MONEY), x.Given(OTHER), bp(5_000))
    rows = [{"money_1_fen": 1, "money_2_fen": whole} for whole in (0, 2, 3, None)]

    assert findings(engine, half, rows) == ["not_met", "met", "not_met", "unknown"]
