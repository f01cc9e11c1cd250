"""`Rulebook.assess_table` and `Rulebook.sql`: rows of a table, with figures worked out from the clauses."""

from datetime import date
from functools import cache

import duckdb
import polars as pl
import pytest

from sihang.rulebook import load
from sihang.rulebook.errors import TableUnfit
from sihang.rulebook.tables.ddl import create_table
from sihang.rulebook.tables.sql import Dialect
from sihang.rulebook.tables.table import every_column

loaded = cache(load)
DAY = date(2025, 6, 30)
YUAN = 100
HERE = {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False}
CONSORTIUM = {
    "consortium": "LH-1",
    "consortium_lead_is_leading": True,
    "consortium_lead_in_key_field": True,
    "consortium_has_local_university": True,
    "consortium_recognised": True,
}
CHALLENGE = {
    "challenge_project": "JB-1",
    "challenge_listed": True,
    "challenge_in_focus_industries": True,
    "challenge_lead_is_leading": True,
    "challenge_has_university_or_institute": True,
    "challenge_effective": True,
}


def assess(*rows, policies=()):
    """The results of rows, of which each names only the columns that it fills."""
    names = dict.fromkeys(name for row in rows for name in row)
    table = pl.DataFrame([{name: row.get(name) for name in names} for row in rows], infer_schema_length=None)
    return loaded(*policies).assess_table(table, on=DAY).to_dicts()


def test_thirty_percent_with_its_ceiling():
    # 30% of 4,000,000 is 1,200,000; of 10,000,000 it would be 3,000,000, and the ceiling is 2,000,000.
    small, large = assess(
        HERE | CONSORTIUM | {"iur_investment_fen": 4_000_000 * YUAN},
        HERE | CONSORTIUM | {"iur_investment_fen": 10_000_000 * YUAN},
    )

    assert (small["m01_finding"], small["m01_low_fen"], small["m01_high_fen"]) == ("met", 120_000_000, 120_000_000)
    assert (large["m01_low_fen"], large["m01_high_fen"]) == (200_000_000, 200_000_000)


def test_thirty_percent_of_unknown_is_not_its_ceiling():
    [row] = assess(HERE | CONSORTIUM, HERE)[:1]

    assert (row["m01_finding"], row["m01_low_fen"], row["m01_high_fen"]) == ("met", 0, 200_000_000)


def test_an_unknown_condition_pays_nothing_for_sure():
    [row] = assess(HERE | CONSORTIUM | {"consortium_recognised": None, "iur_investment_fen": 4_000_000 * YUAN})

    assert (row["m01_finding"], row["m01_low_fen"], row["m01_high_fen"]) == ("unknown", 0, 120_000_000)


def test_a_row_without_the_matter_is_empty_and_an_excluded_one_is_not_met():
    without, excluded = assess(HERE | {"consortium": None}, HERE | CONSORTIUM | {"on_exclusion_list": True})

    assert (without["m01_finding"], without["m01_low_fen"], without["m01_high_fen"]) == (None, None, None)
    assert (excluded["m01_finding"], excluded["m01_low_fen"], excluded["m01_high_fen"]) == ("not_met", 0, 0)


def test_without_a_column_for_the_matter_any_of_its_facts_makes_one():
    none, one = assess(HERE | {"consortium_recognised": None}, HERE | {"consortium_recognised": False})

    assert (none["m01_finding"], one["m01_finding"]) == (None, "not_met")


def test_an_open_slot_has_no_upper_bound_on_the_policy_alone():
    [row] = assess(HERE | {"hnte_recognition": "H-1", "hnte_event": "first"})

    assert (row["m07b_finding"], row["m07b_low_fen"], row["m07b_high_fen"]) == ("met", 0, None)
    assert (row["combination_low_fen"], row["combination_high_fen"]) == (0, None)


def test_of_two_supports_for_one_project_only_the_higher_counts():
    # m01: 30% of 4,000,000 = 1,200,000. m03: 20% of 8,000,000 = 1,600,000.
    both = HERE | CONSORTIUM | CHALLENGE | {
        "iur_investment_fen": 4_000_000 * YUAN, "challenge_rd_expense_fen": 8_000_000 * YUAN, "challenge_rate_bp": 2_000,
    }  # fmt: skip
    same, two = assess(
        both | {"consortium__project": "P-7", "challenge_project__project": "P-7"},
        both | {"consortium__project": "P-7", "challenge_project__project": "P-8"},
    )

    assert (same["combination_low_fen"], same["combination_high_fen"]) == (160_000_000, 160_000_000)
    assert (same["combination_certain"], same["combination_left"]) == (True, "m01")
    assert (two["combination_low_fen"], two["combination_left"]) == (280_000_000, None)


def test_what_was_received_for_the_project_is_deducted_once():
    # m03: 20% of 8,000,000 = 1,600,000; of it 500,000 was received for the project, and perhaps 300,000 more.
    row = HERE | CHALLENGE | {"challenge_rd_expense_fen": 8_000_000 * YUAN, "challenge_rate_bp": 2_000}
    received = {
        "challenge_project__received_low_fen": 500_000 * YUAN,
        "challenge_project__received_high_fen": 800_000 * YUAN,
    }
    [found] = assess(row | received)

    assert (found["m03_low_fen"], found["m03_high_fen"]) == (160_000_000, 160_000_000)
    assert (found["combination_low_fen"], found["combination_high_fen"]) == (80_000_000, 110_000_000)


def test_an_earlier_award_of_a_one_off_measure_leaves_a_second_one_open():
    # 31,000,000 in 2023 for the first time; founded in 2022, when it was 20,000,000. On the policy alone the thresholds are open.
    growth = HERE | {
        "hnte_valid": True, "founded_year": 2022, "growth_event": "G-1", "growth_year": 2023,
        "revenue_2022_fen": 20_000_000 * YUAN, "revenue_2023_fen": 31_000_000 * YUAN,
        "rd_expense_2023_fen": 3_100_000 * YUAN,
    }  # fmt: skip
    first, again = assess(growth | {"m08__awarded": None}, growth | {"m08__awarded": True})

    assert first["m08_finding"] == "not_met"  # no revenue three years earlier: the growth is undefined (I-14)
    assert again["m08_finding"] == "not_met"


def test_other_columns_pass_through_and_facts_do_not():
    [row] = assess(HERE | {"name": "示例企业", "编号": 7})

    assert list(row)[:2] == ["name", "编号"]
    assert "kind" not in row


def test_a_lazy_table_stays_lazy():
    lazy = loaded().assess_table(pl.LazyFrame({"kind": ["enterprise"]}), on=DAY)

    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().height == 1


def test_every_unfit_column_is_named_at_once():
    table = pl.DataFrame({"kind": [3], "iur_investment_fen": [1.5], "consortium_recognised": ["是"]})

    with pytest.raises(TableUnfit) as refused:
        loaded().assess_table(table, on=DAY)

    assert [(problem.code, problem.where) for problem in refused.value.problems] == [
        ("wrong-column-type", "kind"),
        ("wrong-column-type", "iur_investment_fen"),
        ("wrong-column-type", "consortium_recognised"),
    ]


def test_values_that_no_such_fact_has_are_counted():
    table = pl.DataFrame({
        "kind": ["enterprise", "enterprize"], "iur_investment_fen": [-1, 10**14 + 1], "challenge_rate_bp": [999, 3_000],
        "hnte_event_on": [date(1899, 12, 31), None],
    })  # fmt: skip

    with pytest.raises(TableUnfit) as refused:
        loaded().assess_table(table, on=DAY)

    assert [problem.text("en") for problem in refused.value.problems][1:] == [
        "iur_investment_fen: 2 row(s) hold what it cannot be: 0 to 100000000000000 is allowed [values-outside]",
        "challenge_rate_bp: 1 row(s) hold what it cannot be: 1000 to 3000 is allowed [values-outside]",
        "hnte_event_on: 1 row(s) hold what it cannot be: 1900-01-01 to 2100-12-31 is allowed [values-outside]",
    ]


def test_the_statement_runs_in_a_database_that_was_told_of_the_table():
    rulebook = loaded("yangpu-2024-1", "example-rules")
    rules = rulebook.rules(DAY)
    columns = every_column(rules, DAY, years=10)
    with duckdb.connect() as database:
        database.execute(create_table(rules, columns, Dialect.DUCKDB, "firms"))
        database.execute(
            "insert into firms (uscc, kind, registered_in_district, on_exclusion_list, innovation_fund_award, fund_city_award_fen)"
            " values ('A', 'enterprise', true, false, 'F-1', 30000000)"
        )
        found = database.execute(rulebook.sql("duckdb", on=DAY, table="firms")).fetchone()
        names = [column[0] for column in database.description or []]
    row = dict(zip(names, found, strict=True))

    # example-rules match the city's award of 300,000 one to one.
    assert (row["uscc"], row["m07a_finding"], row["m07a_low_fen"], row["m07a_high_fen"]) == (
        "A",
        "met",
        30_000_000,
        30_000_000,
    )


@pytest.mark.parametrize("table", ["firms; drop table firms", "a b c d", ""])
def test_what_is_no_name_of_a_table_is_refused(table):
    with pytest.raises(ValueError, match="no name of a table"):
        loaded().sql("duckdb", on=DAY, table=table)
