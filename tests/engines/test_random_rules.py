"""Random rules over random tables: every engine gives for each row what the rules give for that row alone."""

import os
import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.engines import ROW, differences, numbered, plan_for
from tests.builders.random_tables import ON, TableMaker

seeded = st.randoms(use_true_random=True)  # quick to draw, and not worth shrinking
IN_CI = os.environ.get("CI") == "true"
TURNS = {"duckdb": 150, "postgres": 60, "clickhouse": 20, "spark": 3}
"""How often each is asked: as a statement costs it more, less often, over more measures and rows at once."""
OF_DUCKDB = settings(max_examples=TURNS["duckdb"] if IN_CI else 30)


def wrong(engine, drawn):
    """Where the results of an engine are not what each row gives alone, and the rules that say so."""
    frame = numbered(drawn.frame)
    found = engine.assess(plan_for(drawn.rules, drawn.relations, frame, ON), frame)
    alone = [{ROW: name, **row} for name, row in zip(frame[ROW], drawn.alone(), strict=True)]
    differing = differences(pl.DataFrame(alone, schema=found.schema), found)
    rules = [(each.id, each.matter, [c.node for c in each.conditions], each.money) for each in drawn.rules.measures]
    return (differing, rules) if differing else None


@given(seeded)
def test_polars(polars, rng):
    assert wrong(polars, TableMaker(rng).drawn()) is None


@OF_DUCKDB
@given(seeded)
def test_duckdb(duckdb, rng):
    assert wrong(duckdb, TableMaker(rng).drawn()) is None


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("postgres", "clickhouse", "spark")]
)
def test_a_database(name, request):
    engine = request.getfixturevalue(name)
    for seed in range(TURNS[name]):
        drawn = TableMaker(random.Random(seed)).drawn(rows=100, measures=6)
        assert wrong(engine, drawn) is None, seed


def test_what_is_drawn_comes_out_in_many_ways(polars):
    """Or agreeing would show little."""
    findings, left, uncertain, unbounded = set(), 0, 0, 0
    for seed in range(100):
        drawn = TableMaker(random.Random(seed)).drawn(rows=30)
        frame = numbered(drawn.frame)
        found = polars.assess(plan_for(drawn.rules, drawn.relations, frame, ON), frame)
        findings.update(*(found[name] for name in found.columns if name.endswith("_finding")))
        left += found["combination_left"].count()
        uncertain += found.filter(~pl.col("combination_certain")).height
        unbounded += found["combination_high_fen"].null_count()
    assert findings == {"met", "not_met", "unknown", None}
    assert min(left, uncertain, unbounded) > 10
