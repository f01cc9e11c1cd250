"""What assesses a table in canonical form: every engine writes the same columns, to the last bit.

An engine gets Parquet and writes Parquet, so that the reading, the problems and the writing are the same whichever is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from sihang.rulebook.tables.plan import Plan

ENGINES = {
    "polars": "sihang.batch.engines.by_polars",
    "duckdb": "sihang.batch.engines.by_duckdb",
    "spark": "sihang.batch.engines.by_spark",
}
"""By name the module that has it; none is imported before it is asked for."""

Advance = Callable[[int], None]
"""Told how many more rows are done."""


@dataclass(frozen=True)
class Work:
    """A table to be assessed.

    Args:
        inputs: Parquet files in canonical form, which follow each other.
        keep: columns to pass through, before the results.
        output: the Parquet file to write, in the order of the input.
        metadata: what to write into it beside the columns.
    """

    inputs: Sequence[Path]
    plan: Plan
    keep: Sequence[str]
    output: Path
    metadata: Mapping[str, str]
    advance: Advance


class Engine(Protocol):
    """One way to assess a table."""

    def assess(self, work: Work) -> None:
        """Write the results of every row; raise TableUnusable where the engine is not installed."""


def engine_of(name: str, master: str | None = None) -> Engine:
    """The engine of a name in ENGINES; `master` is the Spark to use, for the engine that has one."""
    found = import_module(ENGINES[name]).ENGINE
    engine: Engine = found if master is None else found.on(master)
    return engine
