"""Where engines once differed from the rules, or from each other: one row each, worked out by hand."""

from datetime import date

from sihang.rulebook import expressions as x
from sihang.rulebook.facts import Kind
from tests.builders.random_rules import FACTS, SLOTS
from tests.builders.random_tables import assessed, measure


def fen(amount):
    return x.Known(Kind.MONEY, amount, amount)


def test_what_a_matter_without_money_received_counts_for_its_project(engine):
    # 10,000 less the 3,000 that the project has received, which only the row's other matter says.
    paid, service = measure("m01", "deal", amount=fen(10_000)), measure("m02", "job")
    row = {"deal": "D", "deal__project": "P", "job": "J", "job__project": "P",
           "job__received_low_fen": 3_000, "job__received_high_fen": 3_000}  # fmt: skip

    [found] = assessed(engine, [paid, service], [row])

    assert (found["combination_low_fen"], found["combination_high_fen"]) == (7_000, 7_000)


def test_what_one_matter_says_was_received_is_deducted_once_from_all_of_its_project(engine):
    # 10,000 + 20,000 + 30,000 for one project, less 5,000; only one of the three types has a column for what was received.
    paid = [measure("m01", "deal", amount=fen(10_000)), measure("m02", "job", amount=fen(20_000)),
            measure("m03", "work", amount=fen(30_000))]  # fmt: skip
    row = {"deal": "D", "deal__project": "P", "job": "J", "job__project": "P", "work": "W", "work__project": "P",
           "work__received_low_fen": 5_000, "work__received_high_fen": 5_000}  # fmt: skip

    [found] = assessed(engine, paid, [row])

    assert (found["combination_low_fen"], found["combination_high_fen"]) == (55_000, 55_000)


def test_two_measures_for_one_matter_share_its_project(engine):
    # 10,000 and 20,000 for one matter, less the 5,000 that another matter says its project has received.
    paid = [
        measure("m01", "deal", amount=fen(10_000)),
        measure("m02", "deal", amount=fen(20_000)),
        measure("m03", "work", amount=fen(1)),
    ]
    row = {"deal": "D", "deal__project": "P", "work": "W", "work__project": "P",
           "work__received_low_fen": 5_000, "work__received_high_fen": 5_000}  # fmt: skip

    [found] = assessed(engine, paid, [row])

    assert (found["combination_low_fen"], found["combination_high_fen"]) == (25_001, 25_001)


def test_a_type_of_matter_without_any_column_is_in_no_row(engine):
    there, nowhere = measure("m01", "deal", amount=fen(10_000)), measure("m02", "job", amount=fen(5))

    [found] = assessed(engine, [there, nowhere], [{"deal": "D"}])

    assert (found["m01_finding"], found["m01_low_fen"], found["m01_high_fen"]) == ("met", 10_000, 10_000)
    assert (found["m02_finding"], found["m02_low_fen"], found["m02_high_fen"]) == (None, None, None)
    assert found["combination_high_fen"] == 10_000


def test_an_empty_amount_and_an_empty_day_are_unknown(engine):
    """ClickHouse cannot cast an empty cell to a type that is never empty."""
    money, day = FACTS[Kind.MONEY][0], FACTS[Kind.DATE][0]
    first = x.Known(Kind.DATE, date(2024, 1, 1).toordinal(), date(2024, 1, 1).toordinal())
    lately = x.Compare(x.Operator.AT_LEAST, x.Given(day), first)
    capped = measure("m01", "deal", lately, amount=x.AtMost(x.Given(money), fen(50)))

    [found] = assessed(engine, [capped], [{"deal": "D", "money_1_fen": None, "day": None}])

    assert (found["m01_finding"], found["m01_low_fen"], found["m01_high_fen"]) == ("unknown", 0, 50)


def test_a_great_amount_is_an_amount_and_not_without_bound(engine):
    # 1,000 times 10^14 fen is 10^17; less the 101 fen received for its project.
    many = x.Share(x.Given(FACTS[Kind.MONEY][0]), x.Open(SLOTS[Kind.RATE][0]))
    row = {"deal": "D", "deal__project": "P", "deal__received_low_fen": 101, "deal__received_high_fen": 101,
           "money_1_fen": 10**14, "slot_rate_bp": 10_000_000}  # fmt: skip

    [found] = assessed(engine, [measure("m01", "deal", amount=many)], [row])

    assert (found["combination_low_fen"], found["combination_high_fen"]) == (10**17 - 101, 10**17 - 101)


def test_a_share_of_a_share_that_may_need_more_than_64_bits(engine):
    # 12,345 × 1,000 × 1,000; the most that these columns may hold gives 10^20.
    rate = x.Open(SLOTS[Kind.RATE][0])
    twice = x.Share(x.Share(x.Given(FACTS[Kind.MONEY][0]), rate), rate)

    [found] = assessed(engine, [measure("m01", "deal", amount=twice)], [
        {"deal": "D", "money_1_fen": 12_345, "slot_rate_bp": 10_000_000},
    ])  # fmt: skip

    assert (found["m01_low_fen"], found["m01_high_fen"]) == (12_345_000_000, 12_345_000_000)
