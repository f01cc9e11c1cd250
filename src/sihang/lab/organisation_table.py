"""The table that a simulation is about, in canonical form: read and checked as `sihang batch` does (docs/tables.md)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from sihang.batch.checks import check, problems_of, scan
from sihang.batch.explain import Explainer
from sihang.batch.opening import open_source
from sihang.batch.problems import Found, TableUnusable
from sihang.batch.table import open_table
from sihang.batch.vocabulary import of_organisations
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.case_reader import Vocabulary
from sihang.rulebook.errors import Problem, Words, suggestion
from sihang.rulebook.tables.meanings import own_columns

SYNTHETIC = "synthetic"
"""The column by which a synthetic register says what it is."""


@dataclass(frozen=True)
class Organisations:
    """One organisation a row, in canonical form, beside other columns to group by."""

    frame: pl.DataFrame
    name: str = ""
    is_synthetic: bool = False


def read_organisations(
    path: Path,
    baseline: Rulebook,
    reform: Rulebook,
    on: date,
    *,
    needed: Sequence[str] = (),
    wanted: Sequence[str] = (),
    as_is: Sequence[str] = (),
    sheet: str | None = None,
) -> Organisations:
    """Read a table of organisations: CSV, XLSX or Parquet.

    Args:
        needed, wanted: other columns, which must be there, and which are taken where they are.
        as_is: columns that are no facts, whatever they look like.

    Raises:
        TableUnusable: with every problem, by row and column.
    """
    vocabulary = _vocabulary(baseline, reform, on)
    with tempfile.TemporaryDirectory(prefix="sihang-") as folder:
        source = open_source(path, Path(folder), sheet)
        table = open_table(source, of_organisations(reform.rules(on), vocabulary), as_is=as_is)
        checked = check(table, Path(folder) / "canonical.parquet")
        if found := problems_of(checked, Explainer(vocabulary.mappings, on)):
            raise TableUnusable(found)
        there = scan(checked.files).collect_schema().names()
        for column in needed:
            if column not in there:
                raise _no_column(source.name, column, there)
        own = [each for rulebook in (baseline, reform) for each in own_columns(rulebook.rules(on), table.columns)]
        columns = [*own, *needed, *(each for each in (*wanted, SYNTHETIC) if each in there)]
        frame = scan(checked.files).select(*dict.fromkeys(columns)).collect()
    is_synthetic = SYNTHETIC in frame.columns and bool(
        (frame[SYNTHETIC].cast(pl.String).str.to_lowercase() == "true").any()
    )
    return Organisations(frame, source.name, is_synthetic)


def _no_column(name: str, column: str, there: Sequence[str]) -> TableUnusable:
    hint = suggestion(column, there)
    words = Words(f"没有“{column}”这一列。{hint.zh}", f"there is no column '{column}'. {hint.en}")
    return TableUnusable(Found((Problem("no-such-column", name, words),)))


def _vocabulary(baseline: Rulebook, reform: Rulebook, on: date) -> Vocabulary:
    """What the baseline asks for, and what the reform asks for beside it; of what both ask for, the baseline's range."""
    before, after = baseline.vocabulary(on), reform.vocabulary(on)
    matters = {
        key: replace(each, facts={**each.facts, **before.matters[key].facts}) if key in before.matters else each
        for key, each in after.matters.items()
    }
    return replace(after, organisation={**after.organisation, **before.organisation}, matters=matters)
