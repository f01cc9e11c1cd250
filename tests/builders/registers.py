"""A register of several tables, in canonical form, as the cases of its organisations: what their tables say, said as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, ORGANISATION, Fact, Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.tables.names import awarded_columns, column_of
from sihang.rulebook.words import yuan

Row = Mapping[str, Any]
Case = dict[str, Any]


def cases_of(folder: Path, rules: Rules) -> dict[str, Case]:
    """By USCC the case of each organisation. A matter's id is `type:id`, since types share ids."""
    cases: dict[str, Case] = {}
    for row in pl.read_parquet(folder / "organisations.parquet").to_dicts():
        facts = [fact for fact in rules.facts.values() if fact.holder == ORGANISATION]
        awards = [entry for measure in rules.measures for entry in _awarded(row, measure.id, measure.package)]
        cases[row["uscc"]] = {"facts": _facts(facts, row), "matters": [], "support_received": awards}
    for path in sorted(folder.glob("*.parquet")):
        if path.stem != "organisations":
            for row in pl.read_parquet(path).to_dicts():
                cases[row["organisation"]]["matters"].append(_matter(path.stem, row, rules))
    for case in cases.values():
        case["support_received"] += _received(case["matters"])
    return cases


def _matter(kind: str, row: Row, rules: Rules) -> Case:
    of_type = [fact for fact in rules.facts.values() if fact.holder == kind]
    return {
        "id": f"{kind}:{row['id']}",
        "type": kind,
        "project": row.get("project"),
        "year": row.get("year"),
        "facts": _facts([fact for fact in of_type if fact.determination is None], row),
        "determinations": _facts([fact for fact in of_type if fact.determination is not None], row),
        "received": (row.get("received_low_fen") or 0, row.get("received_high_fen") or 0),
    }


def _facts(facts: list[Fact], row: Row) -> Case:
    found: Case = {}
    for fact in facts:
        if fact.series:
            cells = {year: row.get(column_of(fact, year)) for year in range(FIRST_YEAR, LAST_YEAR + 1)}
            found[fact.key] = {str(year): _said(fact, cell) for year, cell in cells.items() if cell is not None}
        elif row.get(column_of(fact)) is not None:
            found[fact.key] = _said(fact, row[column_of(fact)])
    return found


def _said(fact: Fact, cell: Any) -> Any:
    match fact.kind:
        case Kind.MONEY:
            return yuan(cell)
        case Kind.RATE:
            return f"{cell / 100:.2f}%"
        case Kind.DATE:
            return cell.isoformat()
    return cell


def _awarded(row: Row, measure: str, package: str) -> list[Case]:
    awarded, low, high = (row.get(name) for name in awarded_columns(measure))
    of = {"policy": package, "measure": measure, "relation": "matching"}
    if awarded:
        return [_entry(low, "paid", **of), *([_entry(high - low, "pending", **of)] if high > low else [])]
    return [_entry(high, "pending", **of)] if awarded is None and high is not None else []


def _received(matters: list[Case]) -> list[Case]:
    """Once for a project: where several of its matters name a sum, the greatest."""
    ends: dict[str, tuple[str, int, int]] = {}
    for matter in matters:
        low, high = matter.pop("received")
        project = matter["project"] or matter["id"]
        _, least, most = ends.get(project, ("", 0, 0))
        ends[project] = matter["id"], max(least, low), max(most, high)
    found: list[Case] = []
    for matter_id, low, high in ends.values():
        of = {"matter": matter_id, "relation": "exclusive"}
        found += [_entry(low, "paid", **of)] if low else []
        found += [_entry(high - low, "pending", **of)] if high > low else []
    return found


def _entry(fen: int, status: str, **more: Any) -> Case:
    return {"payer": "district", "document": "测试", "amount": yuan(fen), "status": status, **more}
