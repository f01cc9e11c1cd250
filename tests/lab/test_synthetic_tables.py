"""A register as several tables: the organisations, and for each type a row a matter."""

import polars as pl
import pytest

from sihang.lab import synthetic
from sihang.rulebook.tables.names import project_column, received_columns, year_column
from tests.lab.test_synthetic import IDS

ROWS = 33_000  # past a block of 32,768 rows


@pytest.fixture(scope="module")
def tables():
    return {table.name: table.frame() for table in synthetic.Register(ROWS, dense=True, seed=5).tables()}


@pytest.fixture(scope="module")
def whole():
    return synthetic.frame(ROWS, dense=True, seed=5)


def test_there_is_a_table_for_each_type(tables):
    assert list(tables) == ["organisations", *IDS]


def test_the_organisations_are_those_of_the_one_table(tables, whole):
    organisations = tables["organisations"]

    assert organisations.equals(whole.select(organisations.columns))
    assert {"revenue_2024_fen", "hnte_valid", "m08__awarded"} <= set(organisations.columns)
    assert not set(IDS) & set(organisations.columns)


@pytest.mark.parametrize("type_", IDS)
def test_the_first_matter_of_an_organisation_is_that_of_the_one_table(tables, whole, type_):
    low, high = received_columns(type_)
    names = {"uscc": "organisation", type_: "id", project_column(type_): "project", year_column(type_): "year",
             low: "received_low_fen", high: "received_high_fen"}  # fmt: skip
    expected = whole.filter(pl.col(type_).is_not_null()).rename(names, strict=False)

    first = tables[type_].filter(pl.col("id").str.len_chars() == len("0000001-01"))
    assert first.equals(expected.select(first.columns))


@pytest.mark.parametrize("type_", IDS)
def test_an_organisation_has_up_to_three_matters_of_a_type(tables, whole, type_):
    """A quarter of those with one have two, a quarter of these three."""
    matters = tables[type_]
    counts = matters.group_by("organisation").len()["len"]

    assert matters["id"].n_unique() == matters.height
    assert set(matters["organisation"]) == set(whole.filter(pl.col(type_).is_not_null())["uscc"])
    assert matters["synthetic"].all()
    assert counts.max() == 3
    assert (counts > 1).mean() == pytest.approx(0.25, abs=0.03)
    assert (counts == 3).mean() == pytest.approx(0.0625, abs=0.02)


def test_further_matters_are_drawn_anew(tables):
    """Amounts to the fen: nearly no two of so many are alike, of one organisation or of two."""
    amounts = tables["challenge_project"]["challenge_rd_expense_fen"].drop_nulls()

    assert amounts.n_unique() > 0.99 * len(amounts)


def test_fewer_organisations_have_the_same_matters(tables):
    fewer = {table.name: table.frame() for table in synthetic.Register(1_000, dense=True, seed=5).tables()}

    assert fewer["organisations"].equals(tables["organisations"].head(1_000))
    for type_ in IDS:
        of_them = tables[type_].join(fewer["organisations"], left_on="organisation", right_on="uscc", how="semi")
        assert fewer[type_].equals(of_them), type_
