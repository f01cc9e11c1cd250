"""Parquet: a file, parts in a folder, a pattern; columns in canonical form and others."""

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest

from tests.builders.desk import DAY, assess, left_behind, refused, said

ROW = {
    "name": "甲", "kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False, "challenge_listed": True,
    "challenge_in_focus_industries": True, "challenge_lead_is_leading": True, "challenge_has_university_or_institute": True,
    "challenge_effective": True, "challenge_rd_expense_fen": 800_000_000, "challenge_rate_bp": 3_000,
}  # fmt: skip
"""8,000,000 × 30% = 2,400,000, at most 2,000,000 yuan."""


def table(path, *rows, **casts):
    path.parent.mkdir(exist_ok=True)
    names = dict.fromkeys(name for row in rows for name in row)
    frame = pl.DataFrame([{name: row.get(name) for name in names} for row in rows], infer_schema_length=None)
    frame.cast(casts).write_parquet(path)
    return path


def m03(path):
    return pl.read_parquet(path).select("m03_low_fen", "m03_high_fen").rows()


def test_a_file_in_canonical_form_is_read_where_it_is(tmp_path):
    assess(table(tmp_path / "in.parquet", ROW), tmp_path / "out.parquet")

    assert m03(tmp_path / "out.parquet") == [(200_000_000, 200_000_000)]
    assert pl.read_parquet(tmp_path / "out.parquet")["name"].to_list() == ["甲"]


@pytest.mark.parametrize("given", ["parts", "parts/*.parquet", "parts/part-*"])
def test_a_folder_or_a_pattern_is_one_table_in_the_order_of_names(tmp_path, given):
    table(tmp_path / "parts" / "part-2.parquet", ROW | {"name": "丙"})
    table(tmp_path / "parts" / "part-1.parquet", ROW, ROW | {"name": "乙"})
    table(tmp_path / "parts" / "_SUCCESS.parquet", {"other": 1})

    report = assess(tmp_path / given, tmp_path / "out.parquet")

    assert pl.read_parquet(tmp_path / "out.parquet")["name"].to_list() == ["甲", "乙", "丙"]
    assert [each["name"] for each in report.manifest["inputs"][0]["files"]] == ["part-1.parquet", "part-2.parquet"]


def test_a_problem_names_the_part_and_the_row_in_it(tmp_path):
    table(tmp_path / "parts" / "a.parquet", ROW, ROW)
    table(
        tmp_path / "parts" / "b.parquet",
        ROW,
        ROW | {"challenge_rate_bp": 3_100},
        ROW | {"challenge_rd_expense_fen": -1},
    )

    assert said(refused(tmp_path / "parts", tmp_path / "out.parquet")) == [
        ("b.parquet:2:challenge_rate_bp", "out-of-range"),
        ("b.parquet:3:challenge_rd_expense_fen", "money-negative"),
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("challenge_rd_expense", Decimal("8000000.00")),
        ("challenge_rd_expense", 8_000_000),
        ("challenge_rd_expense", 8_000_000.0),
        ("challenge_rd_expense", "8000000"),
        ("研发费用实际投入", "8000000.00"),
    ],
)
def test_money_in_yuan_of_any_type_that_is_exact(tmp_path, column, value):
    row = {key: each for key, each in ROW.items() if key != "challenge_rd_expense_fen"}
    assess(table(tmp_path / "in.parquet", row | {column: value}), tmp_path / "out.parquet")

    assert m03(tmp_path / "out.parquet") == [(200_000_000, 200_000_000)]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("challenge_rd_expense", 0.1 + 0.2, "money-too-fine"),
        ("challenge_rd_expense", float("nan"), "money-not-a-number"),
        ("challenge_rd_expense", float("inf"), "money-not-a-number"),
        ("challenge_rd_expense", -0.01, "money-negative"),
        ("challenge_rd_expense", 1e12 + 0.01, "money-too-large"),
        ("challenge_rd_expense", Decimal("1.005"), "money-too-fine"),
        ("challenge_rd_expense", 10**18, "money-too-large"),
        ("challenge_rd_expense_fen", 10**14 + 1, "money-too-large"),
        ("challenge_rate", 0.3001, "out-of-range"),
        ("challenge_rate", 0.12345, "rate-too-fine"),
        ("challenge_rate", 30, "rate-without-percent-sign"),
        ("growth_year", 2023.5, "wrong-type"),
        ("growth_year", 1899, "out-of-range"),
        ("growth_event__year", 2101, "wrong-type"),
        ("hnte_event_on", datetime(2025, 1, 1, 12), "wrong-type"),  # noqa: DTZ001
        ("hnte_event_on", date(2101, 1, 1), "out-of-range"),
        ("kind", "company", "wrong-type"),
        ("growth_event", "a\x1b[31m", "unprintable-text"),
    ],
)
def test_what_a_cell_may_not_state(tmp_path, column, value, code):
    given = table(tmp_path / "in.parquet", {"registered_in_district": True, column: None}, {column: value})

    assert said(refused(given, tmp_path / "out.parquet")) == [(f"in.parquet:2:{column}", code)]


def test_a_float_of_whole_fen_is_exact(tmp_path):
    """0.1 yuan is the float nearest to 10 fen, and so on up to the largest amount."""
    amounts = [0.1, 0.29, 8_000_000.07, 999_999_999_999.99]
    rows = [{"registered_in_district": True, "fund_city_award": each} for each in amounts]

    assess(table(tmp_path / "in.parquet", *rows), tmp_path / "out.parquet", policies=())

    assert left_behind(tmp_path) == ["in.parquet", "out.parquet"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("revenue_2023_fen", 1.5),
        ("revenue_2023_fen", "1"),
        ("hnte_valid", 1),
        ("kind", 3),
        ("hnte_event_on", 20250101),
        ("kind", [1]),
    ],
)
def test_a_column_of_a_type_that_cannot_be_meant_is_refused_once(tmp_path, column, value):
    given = table(tmp_path / "in.parquet", {column: value}, {column: value})

    assert said(refused(given, tmp_path / "out.parquet")) == [(f"in.parquet:{column}", "wrong-type")]


def test_text_that_is_not_canonical_is_brought_to_it(tmp_path):
    """A label for a key, and spaces around: the files cannot be read where they are."""
    rows = [
        ROW | {"kind": "企业", "challenge_project": " JB-1 "},
        ROW | {"kind": " enterprise", "challenge_project": "  "},
    ]

    assess(table(tmp_path / "in.parquet", *rows), tmp_path / "out.parquet")

    assert m03(tmp_path / "out.parquet") == [(200_000_000, 200_000_000), (None, None)]


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["enterprise", "university"])])
def test_text_kept_as_categories(tmp_path, dtype):
    assess(table(tmp_path / "in.parquet", ROW, kind=dtype), tmp_path / "out.parquet")

    assert m03(tmp_path / "out.parquet") == [(200_000_000, 200_000_000)]


def test_smaller_integers_and_a_column_of_nothing(tmp_path):
    given = table(tmp_path / "in.parquet", ROW | {"growth_year": 2023, "hnte_event_on": None}, growth_year=pl.UInt16)

    assess(given, tmp_path / "out.parquet")

    assert pl.read_parquet(tmp_path / "out.parquet")["m08_finding"].to_list() == ["unknown"]


def test_yuan_and_fen_of_one_fact_are_one_too_many(tmp_path):
    given = table(tmp_path / "in.parquet", {"revenue_2023_fen": 1, "revenue_2023": 1, "营收2023": 1})

    assert said(refused(given, tmp_path / "out.parquet")) == [
        ("in.parquet:revenue_2023", "key-twice"),
        ("in.parquet:营收2023", "key-twice"),
    ]


def test_parts_with_other_columns_are_refused(tmp_path):
    table(tmp_path / "parts" / "a.parquet", ROW)
    table(tmp_path / "parts" / "b.parquet", {"kind": "enterprise"})

    assert said(refused(tmp_path / "parts", tmp_path / "out.parquet")) == [("parts", "unreadable-table")]


def test_nothing_there(tmp_path):
    (tmp_path / "empty").mkdir()

    assert said(refused(tmp_path / "empty", tmp_path / "out.parquet")) == [("empty", "unreadable-table")]
    assert said(refused(tmp_path / "in-*.parquet", tmp_path / "out.parquet")) == [("in-*.parquet", "unreadable-table")]


def test_a_row_at_odds_with_itself_is_found_where_the_files_are_canonical(tmp_path):
    award = {"m08__awarded": True, "m08__awarded_low_fen": 2, "m08__awarded_high_fen": 1}

    found = refused(table(tmp_path / "in.parquet", ROW, ROW | award), tmp_path / "out.parquet")

    assert said(found) == [("in.parquet:2:m08__awarded_low_fen", "empty-range")]


def test_the_input_is_never_written(tmp_path):
    given = table(tmp_path / "in.parquet", ROW)
    before = given.read_bytes()

    assess(given, tmp_path / "out.parquet", on=DAY)

    assert given.read_bytes() == before
