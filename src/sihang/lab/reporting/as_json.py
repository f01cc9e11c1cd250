"""A simulation as JSON, for programs: money in yuan as text, as in the public contract; null where there is no bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sihang.lab.reporting.page_open import closed_by
from sihang.lab.simulating.blocking import Blocker
from sihang.lab.simulating.cliffs import BAND_PERCENT, Cliff
from sihang.lab.simulating.comparison import AFTER, BEFORE, SIDES
from sihang.lab.simulating.effects import Effects, Group
from sihang.lab.simulating.simulation import MeasureResult, Simulation
from sihang.lab.simulating.sums import Sum, yuan
from sihang.lab.simulating.worlds import CHANGE
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.package import Package
from sihang.rulebook.words import number

NAMES = {BEFORE: "baseline", AFTER: "reform", CHANGE: "change"}


def as_json(simulation: Simulation, lang: str = "zh") -> dict[str, Any]:
    """Everything that was found, ready for json.dumps; words in one language."""
    whole = simulation.whole
    return {
        "on": simulation.on.isoformat(),
        "title": simulation.title.to(lang),
        "table": {
            "name": simulation.table,
            "organisations": whole.organisations,
            "synthetic": simulation.is_synthetic,
        },
        "policies": _sides({side: [_package(each, lang) for each in simulation.packages[side]] for side in SIDES}),
        **_group(whole),
        "measures": [_measure(each, simulation, lang) for each in simulation.measures],
        "clauses": _clauses(simulation),
        "groups": {
            column: [{"value": each.value, "organisations": each.organisations, **_group(each)} for each in found]
            for column, found in simulation.groups.items()
        },
        "cliffs": {
            "band_percent": BAND_PERCENT,
            **_sides({side: [_cliff(each, lang) for each in simulation.cliffs[side]] for side in SIDES}),
        },
        "drivers": _drivers(simulation, lang),
        "no_application": {
            "ready": [
                {
                    "measure": each.measure.id,
                    "possible": each.possible,
                    "ready": each.ready,
                    "paid": yuan(each.paid.low),
                }
                for each in simulation.ready
            ],
            "blockers": [_blocker(each, simulation, lang) for each in simulation.blockers],
        },
        "budget": _budget(simulation),
        "basis": _basis(simulation, lang),
    }


def _sides(found: Mapping[str, Any]) -> dict[str, Any]:
    return {NAMES[key]: value for key, value in found.items()}


def _package(package: Package, lang: str) -> dict[str, str]:
    shown = {"id": package.id, "digest": package.digest}
    return shown | ({"notice": package.notice.to(lang)} if package.notice else {})


def _group(group: Group) -> dict[str, Any]:
    entitled = {side: dict(zip(("certain", "possible"), group.entitled[side], strict=True)) for side in SIDES}
    return {
        "cost": _sides(
            {**{side: group.cost[side].as_json() for side in SIDES}, CHANGE: group.effects.change.as_json()}
        ),
        "entitled": _sides(entitled),
        "effects": _effects(group.effects),
    }


def _effects(effects: Effects) -> dict[str, Any]:
    return {
        effect.value: {"organisations": count, "change": effects.changes[effect].as_json()}
        for effect, count in effects.counts.items()
    }


def _measure(each: MeasureResult, simulation: Simulation, lang: str) -> dict[str, Any]:
    percent = simulation.budget_percent
    sides = {
        side: {
            "present": found.present,
            "met": found.met,
            "unknown": found.unknown,
            "not_met": found.not_met,
            "cost": found.cost.as_json(),
            "budget": yuan(budget.percentile(percent)) if (budget := each.budget[side]) is not None else None,
        }
        for side, found in each.sides.items()
    }
    return {
        "measure": each.measure.id,
        "clause": each.measure.clause,
        "title": each.measure.title.to(lang),
        **_sides(sides),
        "touched": each.effects is not None,
        "may_go": {"down": each.direction.less, "up": each.direction.more},
        "effects": None if each.effects is None else _effects(each.effects),
    }


def _clauses(simulation: Simulation) -> list[dict[str, Any]]:
    found: dict[str, list[MeasureResult]] = {}
    for each in simulation.measures:
        found.setdefault(each.measure.clause, []).append(each)
    return [
        {
            "clause": clause,
            **_sides({side: sum((each.sides[side].cost for each in mine), Sum()).as_json() for side in SIDES}),
        }
        for clause, mine in found.items()
    ]


def _cliff(each: Cliff, lang: str) -> dict[str, Any]:
    line = each.line
    ends = {"low": each.least, "high": each.most}
    return {
        "measure": line.measure.id,
        "what": line.words.to(lang),
        "line": number(line.kind, line.at, lang),
        "passed": "above" if line.strict else "at",
        "short": each.below,
        "short_with_nothing_else_open": each.certain,
        "past": each.above,
        "worth_to_one": {end: _bounded(fen) for end, fen in ends.items()} if each.below else None,
        "worth_in_all": each.worth.as_json(),
    }


def _bounded(fen: int | None) -> str | None:
    return None if fen is None or abs(fen) >= NO_BOUND else yuan(fen)


def _drivers(simulation: Simulation, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "key": each.assumption.opening.key,
            "kind": each.assumption.opening.kind,
            "by": closed_by(each.assumption.opening.of, simulation).to(lang),
            "rows": each.rows,
            "narrows_by": None if each.vanishing is None else yuan(each.vanishing),
            "gets_upper_bound": each.bounded,
            "settles": each.settled,
            "from_sample": each.is_sample,
        }
        for each in simulation.drivers
    ]


def _blocker(each: Blocker, simulation: Simulation, lang: str) -> dict[str, Any]:
    return {
        "measure": each.measure.id,
        "condition": each.words.to(lang),
        "rule": each.condition.line,
        "unknown": each.rows,
        "alone": each.alone,
        "paid_if_met": each.waiting.as_json(),
        "needs": [{"key": of.key, "by": closed_by(of, simulation).to(lang)} for of in each.needs],
    }


def _budget(simulation: Simulation) -> dict[str, Any]:
    percent = simulation.budget_percent
    given = {
        key: None if found is None else found.as_json(percent) for key, found in simulation.budgets.items()
    }  # fmt: skip
    why = {
        key: {
            "rows": each.rows,
            "measures": list(each.measures),
            "assume": [assumption.opening.key for assumption in each.undrawn],
        }
        for key, each in simulation.not_given.items()
    }
    return {"percent": percent, **_sides(given), "not_given": _sides(why)}


def _basis(simulation: Simulation, lang: str) -> dict[str, Any]:
    design = simulation.design
    return {
        "seed": simulation.seed,
        "draws": design.draws,
        "open_rows": design.open_rows,
        "filled_rows": design.sampled,
        "worlds": design.worlds,
        "fillings": design.times,
        "like": list(simulation.like),
        "assumptions": [
            {"key": each.opening.key, "kind": each.opening.kind, "how": each.words.to(lang), "stated": each.stated}
            for each in simulation.assumptions
        ],
        "limited": dict(simulation.limited),
    }
