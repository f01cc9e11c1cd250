"""Every engine gives the same results for a large table, to the last bit, and they are those of the rules for one case."""

from datetime import date

import polars as pl
import pytest

from sihang.lab import synthetic
from sihang.rulebook import load
from tests.builders.engines import ROW, differences, numbered, plan_for
from tests.builders.tables import frame_of, random_rows, scalar_results, schema_of

DAY = date(2025, 6, 30)
RULEBOOK = load(*synthetic.PACKAGES)
RULES = RULEBOOK.rules(DAY)
REGISTER, NEAR_THE_LINES = 200_000, 4_000
CHUNKS, OF_EACH = 8, 250
"""Rows that are also assessed one by one, of the register and of those near the lines."""


@pytest.fixture(scope="session")
def table():
    """A register of which three in ten cells are unknown, then rows near the lines that state all that a table can."""
    register = synthetic.frame(REGISTER, unknown=0.3, dense=True)
    near = frame_of(random_rows(RULES, NEAR_THE_LINES, DAY, seed=3), RULES)
    own = [name for name in near.columns if name in register.columns]
    return numbered(pl.concat([register.select(own), near], how="diagonal").select(near.columns))


@pytest.fixture(scope="session")
def plan(table):
    return plan_for(RULES, RULEBOOK.relations, table, DAY)


@pytest.fixture(scope="session")
def expected(polars, plan, table):
    return polars.assess(plan, table)


def test_the_table_asks_every_column_of_the_rules(plan, table):
    assert set(schema_of(RULES)) == set(table.columns) - {ROW}
    assert table.height == REGISTER + NEAR_THE_LINES


def test_every_engine_gives_the_same(engine, plan, table, expected):
    assert differences(expected, engine.assess(plan, table)) == {}


def test_much_of_everything_comes_out(expected):
    """Or agreeing would show little: every finding of every measure, left out and not, certain and not, and no upper bound."""
    for name in (name for name in expected.columns if name.endswith("_finding")):
        found = set(expected[name].drop_nulls())
        assert found == {"met", "not_met", "unknown"}, name
    assert expected["combination_left"].n_unique() > 10
    assert 0 < expected["combination_certain"].sum() < expected.height
    assert 0 < expected["combination_high_fen"].null_count() < expected.height


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("first", [0, REGISTER], ids=["register", "near the lines"])
def test_a_row_is_assessed_as_the_case_that_it_states(chunk, first, table, expected):
    start = first + chunk * OF_EACH
    rows = table.slice(start, OF_EACH).to_dicts()

    alone = pl.DataFrame(
        [scalar_results(RULEBOOK, row, DAY) | {ROW: row[ROW]} for row in rows], infer_schema_length=None
    )

    together = expected.slice(start, OF_EACH)
    assert differences(alone.select(together.columns).cast(dict(together.schema)), together) == {}
