"""Random rules over random tables: every engine gives for each row what the rules give for the row alone."""

import random

import polars as pl
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from sihang.rulebook.tables.best import TooTangled
from sihang.rulebook.terms import TooWide
from tests.builders import engines
from tests.builders.engines import ROW, differences, numbered, plan_for
from tests.builders.random_tables import ON, TableMaker

randomness = st.randoms(use_true_random=False)


def worked_out(engine, drawn):
    """The results of an engine, and what each row gives alone."""
    frame = numbered(drawn.frame)
    plan = plan_for(drawn.rules, drawn.relations, frame, ON)
    found = engine.assess(plan, frame)
    alone = [{ROW: name, **row} for name, row in zip(frame[ROW], drawn.alone(), strict=True)]
    return pl.DataFrame(alone, schema=found.schema), found


def shown(drawn):
    """The rules, where they differ."""
    return [(each.id, each.matter, [c.node for c in each.conditions], each.money and each.money.node) for each in drawn.rules.measures]


@given(randomness)
def test_polars(rng):
    drawn = TableMaker(rng).drawn()
    try:
        alone, found = worked_out(engines.InMemory(), drawn)
    except (TooWide, TooTangled):
        reject()

    assert differences(alone, found) == {}, shown(drawn)
