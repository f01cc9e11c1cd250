"""What `Rulebook.assess_table` and `Rulebook.sql` do: a table in and a table out, or the statement for a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import polars as pl

from sihang.rulebook.facts import Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.overlap import Relation
from sihang.rulebook.tables.columns import assess
from sihang.rulebook.tables.fitness import check
from sihang.rulebook.tables.meanings import own_columns
from sihang.rulebook.tables.names import column_of, identity_columns
from sihang.rulebook.tables.plan import plan_of
from sihang.rulebook.tables.sql import Dialect, statement

Table = TypeVar("Table", pl.DataFrame, pl.LazyFrame)


def assess_table(rules: Rules, relations: Sequence[Relation], table: Table, on: date) -> Table:
    """See `Rulebook.assess_table`."""
    lazy = table.lazy()
    columns = lazy.collect_schema().names()
    own = own_columns(rules, columns)
    check(rules, lazy, own)
    plan = plan_of(rules, relations, own, on)
    results = assess(plan, lazy, keep=[column for column in columns if column not in set(own)])
    return results.collect() if isinstance(table, pl.DataFrame) else results


def sql(rules: Rules, relations: Sequence[Relation], dialect: str, on: date, table: str, columns: Sequence[str]) -> str:
    """See `Rulebook.sql`."""
    own = own_columns(rules, columns)
    plan = plan_of(rules, relations, own, on)
    return statement(plan, Dialect(dialect), table=table, keep=[column for column in columns if column not in set(own)])


def every_column(rules: Rules, on: date, years: int) -> list[str]:
    """The USCC, and all that a table of this day may state of facts and matters, with the last closed years of each series."""
    columns = ["uscc"]
    for fact in rules.facts.values():
        stated = range(on.year - years, on.year) if fact.series else (None,)
        columns += [column_of(fact, year) for year in stated if fact.kind is not Kind.TEXT]
    for matter in dict.fromkeys(measure.matter for measure in rules.measures if measure.matter):
        columns += identity_columns(matter)
    return columns
