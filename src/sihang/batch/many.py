"""Organisations with several matters of one type, each assessed as a case: the best combination, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from sihang.batch.cases import CaseWriter, matter_name
from sihang.batch.vocabulary import ORGANISATION_OF
from sihang.rulebook.assess import Assessment, Rulebook
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.tables.names import COMBINATION

KEY = "~organisation"
TYPE, ID_OF, TAKEN = "~type", "~id", "~taken"
AT_ONCE = 5_000
"""Organisations that are held in memory together."""
_BEST: dict[str, pl.DataType] = {
    KEY: pl.String(), COMBINATION.low: pl.Int64(), COMBINATION.high: pl.Int64(), COMBINATION.certain: pl.Boolean(),
    COMBINATION.left: pl.String(),
}  # fmt: skip
_TAKEN: dict[str, pl.DataType] = {KEY: pl.String(), TYPE: pl.String(), ID_OF: pl.String(), TAKEN: pl.List(pl.String())}


@dataclass(frozen=True)
class Cases:
    """`best`: by organisation its best combination; `taken`: by matter of a table the measures that are taken."""

    best: pl.DataFrame
    taken: pl.DataFrame


def assess_cases(
    rulebook: Rulebook, on: date, organisations: pl.LazyFrame, matters: Mapping[str, pl.LazyFrame], many: pl.DataFrame
) -> Cases:
    """Assess the organisations of `many`, by the rules that assess a case.

    Args:
        organisations: in canonical form, with KEY.
        matters: tables of matters by type, in canonical form.
    """
    columns = frozenset(organisations.collect_schema().names())
    writer = CaseWriter(rulebook.rules(on), rulebook.vocabulary(on), columns, on)
    best: list[tuple[Any, ...]] = []
    taken: list[tuple[Any, ...]] = []
    for start in range(0, many.height, AT_ONCE):
        some = many.slice(start, AT_ONCE)
        rows = _of(organisations, some, KEY).rows_by_key(KEY, named=True, unique=True, include_key=True)
        by_type = {
            key: _of(each, some, ORGANISATION_OF).rows_by_key(ORGANISATION_OF, named=True)
            for key, each in matters.items()
        }
        for key, row in rows.items():
            of_tables = [(kind, each) for kind, by_key in by_type.items() for each in by_key.get(key, ())]
            assessment = rulebook.assess(writer.case(row, of_tables), on=on)
            best.append((key, *_best(assessment)))
            by_matter = _taken(assessment)
            taken += [
                (key, kind, each[kind], by_matter.get(matter_name(kind, each[kind]), [])) for kind, each in of_tables
            ]
    return Cases(pl.DataFrame(best, schema=_BEST, orient="row"), pl.DataFrame(taken, schema=_TAKEN, orient="row"))


def _of(frame: pl.LazyFrame, some: pl.DataFrame, name: str) -> pl.DataFrame:
    joined = frame.join(some.lazy(), left_on=name, right_on=KEY, how="semi", maintain_order="left")
    return joined.collect(engine="streaming")


def _best(assessment: Assessment) -> tuple[int, int | None, bool, str | None]:
    found = assessment.combination
    left = {each.evaluation.measure.id for each in found.leave}
    high = None if found.high >= NO_BOUND else found.high
    return found.low, high, found.certain, " ".join(sorted(left)) or None


def _taken(assessment: Assessment) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in assessment.combination.take:
        matter = each.evaluation.matter
        if matter is not None:
            found.setdefault(matter.id, []).append(each.evaluation.measure.id)
    return found
