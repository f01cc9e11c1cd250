"""Every engine gives the same results for large tables, to the last bit, and they are those of the rules for one case."""

from dataclasses import dataclass
from datetime import date
from itertools import product

import polars as pl
import pytest

from sihang.lab import synthetic
from sihang.rulebook import load
from sihang.rulebook.tables.plan import Plan
from tests.builders.engines import ROW, differences, numbered, plan_for
from tests.builders.tables import frame_of, random_rows, scalar_results, schema_of

DAY = date(2025, 6, 30)
RULEBOOK = load(*synthetic.PACKAGES)
RULES = RULEBOOK.rules(DAY)
TABLES = {"register": 200_000, "near the lines": 4_000}
"""A register of which three in ten cells are unknown; and rows near the lines of the rules, which state all that a table can."""
CHUNKS, OF_EACH = 8, 250
"""Rows of each that are also assessed one by one."""


@dataclass
class Assessed:
    """A table, and what Polars says of it."""

    frame: pl.DataFrame
    plan: Plan
    expected: pl.DataFrame


def rows_of(name):
    if name == "register":
        register = synthetic.frame(TABLES[name], unknown=0.3, dense=True)
        return register.select(column for column in schema_of(RULES) if column in register.columns)
    return frame_of(random_rows(RULES, TABLES[name], DAY, seed=3), RULES)


@pytest.fixture(scope="session", params=TABLES)
def table(request, polars):
    frame = numbered(rows_of(request.param))
    plan = plan_for(RULES, RULEBOOK.relations, frame, DAY)
    return Assessed(frame, plan, polars.assess(plan, frame))


def test_every_engine_gives_the_same(engine, table):
    assert differences(table.expected, engine.assess(table.plan, table.frame)) == {}


def test_the_tables_are_large_and_one_asks_every_column_of_the_rules(table):
    assert table.frame.height == 200_000 or set(table.frame.columns) == {ROW, *schema_of(RULES)}


def test_much_of_everything_comes_out(table):
    """Or agreeing would show little: findings of every measure, left out and not, certain and not, and no upper bound."""
    for name in (name for name in table.expected.columns if name.endswith("_finding")):
        assert {"not_met", "unknown"} <= set(table.expected[name]), name
    met = sum("met" in set(table.expected[name]) for name in table.expected.columns if name.endswith("_finding"))
    assert met >= len(RULES.measures) - 1
    one, other = (None, "m01", "m03"), (None, "m05", "m06")  # at most one of each pair is left out
    every = {" ".join(filter(None, pair)) or None for pair in product(one, other)}
    left = set(table.expected["combination_left"].unique())
    if table.frame.height == TABLES["register"]:
        assert left == every
    else:  # too few rows for both at once, each time
        assert {None, "m01", "m03", "m05", "m06"} < left < every
    assert 0 < table.expected["combination_certain"].sum() < table.frame.height
    assert 0 < table.expected["combination_high_fen"].null_count() < table.frame.height


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_row_is_assessed_as_the_case_that_it_states(chunk, table):
    missing = {name: None for name in schema_of(RULES) if name not in table.frame.columns}
    rows = [missing | row for row in table.frame.slice(chunk * OF_EACH, OF_EACH).to_dicts()]

    alone = pl.DataFrame(
        [scalar_results(RULEBOOK, row, DAY) | {ROW: row[ROW]} for row in rows], infer_schema_length=None
    )

    together = table.expected.slice(chunk * OF_EACH, OF_EACH)
    assert differences(alone.select(together.columns).cast(dict(together.schema)), together) == {}
