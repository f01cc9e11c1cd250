"""Tables of random rows in canonical form, the same rows as cases, and the results of both in one shape."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from sihang.rulebook.assess import Assessment, Rulebook
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.evaluate import Evaluation
from sihang.rulebook.facts import ORGANISATION, Fact, Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.tables.meanings import GREATEST
from sihang.rulebook.tables.names import (
    COMBINATION,
    MeasureNames,
    awarded_columns,
    column_of,
    project_column,
    received_columns,
    year_column,
)

YEARS = range(2019, 2025)
Row = dict[str, Any]
_TYPES = {
    Kind.YES_NO: pl.Boolean,
    Kind.DATE: pl.Date,
    Kind.ENUM: pl.String,
    Kind.LABEL: pl.String,
    Kind.TEXT: pl.String,
}


def schema_of(rules: Rules) -> dict[str, Any]:
    """Every column that a table may have, with its type."""
    schema: dict[str, Any] = {}
    for fact in rules.facts.values():
        for year in YEARS if fact.series else (None,):
            schema[column_of(fact, year)] = _TYPES.get(fact.kind, pl.Int64)
    for matter in sorted({measure.matter for measure in rules.measures if measure.matter}):
        schema |= {matter: pl.String, project_column(matter): pl.String, year_column(matter): pl.Int64}
        schema |= dict.fromkeys(received_columns(matter), pl.Int64)
    for measure in rules.measures:
        awarded, low, high = awarded_columns(measure.id)
        schema |= {awarded: pl.Boolean, low: pl.Int64, high: pl.Int64}
    return schema


def random_rows(rules: Rules, count: int, on: date, *, seed: int, unknown: float = 0.3) -> list[Row]:
    """Rows in which much is near the lines of the rules, each cell empty with probability `unknown`."""
    rng = random.Random(seed)
    return [_row(rules, rng, on, unknown) for _ in range(count)]


def _row(rules: Rules, rng: random.Random, on: date, unknown: float) -> Row:
    row: Row = {}
    for fact in rules.facts.values():
        for year in YEARS if fact.series else (None,):
            row[column_of(fact, year)] = None if rng.random() < unknown else _value(fact, rng, on, rules)
    if rng.random() < 0.9:
        row |= {"registered_in_district": True, "on_exclusion_list": False}
    for place, matter in enumerate(sorted({measure.matter for measure in rules.measures if measure.matter})):
        there = rng.random() < 0.6
        row[matter] = f"M{place}" if there else None
        row[project_column(matter)] = rng.choice([None, "P1", "P1", "P2"])
        row[year_column(matter)] = rng.choice([None, 2023, 2023, 2024])
        low, high = received_columns(matter)
        row[low] = rng.choice([None, None, None, 0, 50_000_000, 200_000_000])
        row[high] = None if row[low] is None else row[low] + rng.choice([0, 0, 30_000_000])
        for key, fact in rules.facts.items():
            if fact.holder == matter and not there:
                row[column_of(rules.facts[key])] = None
    _awards(rules, rng, row)
    return row


def _awards(rules: Rules, rng: random.Random, row: Row) -> None:
    for measure in rules.measures:
        awarded, low, high = awarded_columns(measure.id)
        row[awarded] = rng.choice([None, None, None, False, True])
        pending = row[awarded] is None and rng.random() < 0.2
        row[low] = rng.choice([0, 50_000_000]) if row[awarded] else (0 if pending else None)
        row[high] = row[low] + 10_000_000 if row[awarded] else (60_000_000 if pending else None)


_AMOUNTS = (0, 1, 99, 3_000_000_000, 3_000_000_001, 5_000_000_000, 5_000_000_001, 10_000_000_000, 10_000_000_001,
            666_666_667, 150_000_000, 20_000_000, 2_500_000_000, 10**14)  # fmt: skip


def _value(fact: Fact, rng: random.Random, on: date, rules: Rules) -> Any:
    low, high = fact.domain
    match fact.kind:
        case Kind.YES_NO:
            return rng.random() < 0.8
        case Kind.ENUM:
            return rng.choice(fact.options).key
        case Kind.LABEL:
            return rng.choice([entry.label for entry in rules.mappings.get(fact.mapping or "", ())] + ["没有这个等级"])
        case Kind.TEXT:
            return "文字"
        case Kind.DATE:
            return on - timedelta(days=rng.randrange(700))
        case Kind.MONEY:
            amount = rng.choice(_AMOUNTS) if rng.random() < 0.4 else int(10 ** rng.uniform(4, 11))
            return min(max(amount, low), min(high, GREATEST[Kind.MONEY]))
    if fact.key == "founded_year":
        return rng.choice([2015, 2019, 2020, 2021, 2022, 2023])
    if low == 1900 or fact.key.endswith("_year"):
        return rng.choice([2022, 2023, 2024])
    return rng.randint(low, min(high, low + 10_000))


def frame_of(rows: Sequence[Row], rules: Rules, columns: Iterable[str] | None = None) -> pl.DataFrame:
    schema = schema_of(rules)
    chosen = list(schema) if columns is None else list(columns)
    return pl.DataFrame(
        {key: [row[key] for row in rows] for key in chosen}, schema={key: schema[key] for key in chosen}
    )


def case_of(row: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    """The row as a case (SEMANTICS 3); a row has at most one matter of each type."""
    facts: dict[str, Any] = {}
    matters: dict[str, dict[str, Any]] = {}
    for matter in sorted({measure.matter for measure in rules.measures if measure.matter}):
        if row.get(matter) is None:
            continue
        matters[matter] = {"id": row[matter], "type": matter, "facts": {}, "determinations": {}}
        matters[matter] |= {"project": row[project_column(matter)], "year": row[year_column(matter)]}
    for fact in rules.facts.values():
        of = facts
        if fact.holder != ORGANISATION:
            if fact.holder not in matters:
                continue
            of = matters[fact.holder]["determinations" if fact.determination else "facts"]
        if fact.series:
            of[fact.key] = {
                str(y): _said(fact, row[column_of(fact, y)]) for y in YEARS if row.get(column_of(fact, y)) is not None
            }
        elif row.get(column_of(fact)) is not None:
            of[fact.key] = _said(fact, row[column_of(fact)])
    received = _received(row, matters)
    for measure in rules.measures:
        received += _awarded(row, measure.id, measure.package)
    return {"facts": facts, "matters": list(matters.values()), "support_received": received}


def _said(fact: Fact, value: Any) -> Any:
    match fact.kind:
        case Kind.MONEY:
            return f"{value // 100}.{value % 100:02d}"
        case Kind.RATE:
            return f"{value / 100:.2f}%"
        case Kind.DATE:
            return value.isoformat()
    return value


def _entry(fen: int, status: str, **more: Any) -> dict[str, Any]:
    amount = f"{fen // 100}.{fen % 100:02d}"
    return {"payer": "district", "document": "测试", "amount": amount, "status": status, **more}


def _received(row: Mapping[str, Any], matters: Iterable[str]) -> list[dict[str, Any]]:
    """What was received counts once for a project: where two of its matters name a sum, the greater."""
    of_project: dict[str, tuple[int, int, str]] = {}
    for matter in matters:
        low, high = (row.get(column) or 0 for column in received_columns(matter))
        project = row[project_column(matter)] or matter
        before = of_project.get(project, (0, 0, row[matter]))
        of_project[project] = (max(before[0], low), max(before[1], low, high), row[matter])
    entries = []
    for low, high, matter in of_project.values():
        of = {"matter": matter, "relation": "exclusive"}
        entries += [_entry(low, "paid", **of)] if low else []
        entries += [_entry(high - low, "pending", **of)] if high > low else []
    return entries


def _awarded(row: Mapping[str, Any], measure: str, package: str) -> list[dict[str, Any]]:
    awarded, low, high = (row.get(column) for column in awarded_columns(measure))
    of = {"policy": package, "measure": measure, "relation": "matching"}
    if awarded:
        return [_entry(low, "paid", **of), *([_entry(high - low, "pending", **of)] if high > low else [])]
    return [_entry(high, "pending", **of)] if awarded is None and high is not None else []


def scalar_results(rulebook: Rulebook, row: Mapping[str, Any], on: date) -> Row:
    """The row assessed by itself, in the columns of a result table."""
    return results_of(rulebook.assess(case_of(row, rulebook.rules(on)), on=on))


def results_of(assessment: Assessment) -> Row:
    """An assessment in the columns of a result table."""
    result: Row = {}
    for measure in assessment.rules.measures:
        names = MeasureNames.of(measure.id)
        found = next((each for each in assessment.evaluations if each.measure.id == measure.id and _counts(each)), None)
        result[names.finding] = None if found is None else found.finding.value
        result[names.low], result[names.high] = (
            (None, None) if found is None else (found.amount[0], _bounded(found.amount[1]))
        )
    best = assessment.combination
    result[COMBINATION.low], result[COMBINATION.high] = best.low, _bounded(best.high)
    result[COMBINATION.certain] = best.certain
    result[COMBINATION.left] = " ".join(sorted(left.evaluation.measure.id for left in best.leave)) or None
    return result


def _counts(evaluation: Evaluation) -> bool:
    """A row shows only matters that it has."""
    return evaluation.matter is not None or evaluation.measure.matter is None


def _bounded(high: int) -> int | None:
    return None if high >= NO_BOUND else high
