"""What the policy says of rows of a table, by the scalar rulebook: each row is made a case and assessed alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from contract import IDENTITY, MATTERS, result_columns

from sihang.rulebook import Assessment, Rulebook, load
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.tables.names import column_of, project_column, year_column
from sihang.values import Money, Rate

PACKAGES = ("yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025")
DAY = date(2025, 6, 30)


def answers(table: pl.DataFrame, rulebook: Rulebook | None = None) -> pl.DataFrame:
    """The answers for every row, as docs/tables.md lays them out, after the identity."""
    rulebook = rulebook or load(*PACKAGES)
    rows = [answer(rulebook.assess(case_of(row, rulebook), on=DAY)) for row in table.iter_rows(named=True)]
    schema = {
        name: pl.Boolean if name.endswith("certain") else pl.Int64 if name.endswith("_fen") else pl.String
        for name in result_columns(ranges=True)
    }
    return pl.concat([table.select(IDENTITY), pl.DataFrame(rows, schema=schema)], how="horizontal")


def case_of(row: Mapping[str, Any], rulebook: Rulebook) -> dict[str, Any]:
    """A row as a case."""
    facts = rulebook.rules(DAY).facts
    organisation: dict[str, Any] = {}
    for fact in (fact for fact in facts.values() if fact.holder == "organisation"):
        if fact.series:
            years = {
                str(year): _stated(fact, row.get(column_of(fact, year))) for year in range(DAY.year - 10, DAY.year)
            }
            organisation[fact.key] = {year: value for year, value in years.items() if value is not None}
        else:
            organisation[fact.key] = _stated(fact, row.get(column_of(fact)))
    matters = [_matter(row, type_.key, type_.facts.values()) for type_ in rulebook.layers.matters.values()]
    return {"facts": organisation, "matters": [matter for matter in matters if matter is not None]}


def _matter(row: Mapping[str, Any], type_: str, facts: Any) -> dict[str, Any] | None:
    if row.get(type_) is None:
        return None
    parts: dict[str, dict[str, Any]] = {"facts": {}, "determinations": {}}
    for fact in facts:
        part = "facts" if fact.determination is None else "determinations"
        parts[part][fact.key] = _stated(fact, row.get(column_of(fact)))
    who = {
        "id": row[type_],
        "type": type_,
        "project": row.get(project_column(type_)),
        "year": row.get(year_column(type_)),
    }
    return {**who, **parts}


def _stated(fact: Fact, value: Any) -> Any:
    match fact.kind:
        case Kind.MONEY if value is not None:
            return str(Money(value))
        case Kind.RATE if value is not None:
            return str(Rate(value))
        case Kind.DATE if value is not None:
            return value.isoformat()
    return value


def answer(assessment: Assessment) -> dict[str, Any]:
    """An assessment as a row of results."""
    row: dict[str, Any] = {}
    for evaluation in assessment.evaluations:
        measure = evaluation.measure.id
        if evaluation.matter is None and MATTERS[measure] is not None:
            continue
        low, high = evaluation.amount
        row |= {
            f"{measure}_finding": evaluation.finding.value,
            f"{measure}_low_fen": low,
            f"{measure}_high_fen": _fen(high),
        }
    best = assessment.combination
    left = " ".join(each.evaluation.measure.id for each in best.leave)
    totals = {"combination_low_fen": best.low, "combination_high_fen": _fen(best.high)}
    return {**row, **totals, "combination_certain": best.certain, "combination_left": left or None}


def _fen(amount: int) -> int | None:
    return None if amount >= NO_BOUND else amount
