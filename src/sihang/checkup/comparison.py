"""What changed from one check-up to another: by measure, in findings and amounts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Amount = tuple[str, str | None]
"""From how much to how much, in yuan as the contract writes it; None: no upper bound."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an assessment says of one measure and matter."""

    finding: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Change:
    """A measure (and matter) whose result is not the same; None where an assessment does not have it."""

    measure: str
    matter: str | None
    before: Result | None
    after: Result | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """From one assessment to another.

    Args:
        changes: in the order of the measures.
        facts: keys of the case (`revenue.2023`) whose value is not the same, with both values; None where it is not stated.
        policies: ids of packages that are not the same, by their digests.
    """

    changes: tuple[Change, ...]
    facts: tuple[tuple[str, Any, Any], ...]
    policies: tuple[str, ...]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Compare two check-ups as they are kept (`rulebook.saved`)."""
    old, new = _results(before["assessment"]), _results(after["assessment"])
    keys = sorted({*old, *new}, key=lambda key: (key[0], key[1] or ""))
    changes = [Change(*key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
    facts, other_facts = _facts(before["case"]), _facts(after["case"])
    moved = [
        (key, facts.get(key), other_facts.get(key))
        for key in sorted({*facts, *other_facts})
        if facts.get(key) != other_facts.get(key)
    ]
    return Comparison(tuple(changes), tuple(moved), _policies(before, after))


def _results(assessment: Mapping[str, Any]) -> dict[tuple[str, str | None], Result]:
    return {
        (each["measure"], each["matter"]): Result(each["finding"], (each["amount"]["low"], each["amount"]["high"]))
        for each in assessment["results"]
    }


def _facts(case: Mapping[str, Any]) -> dict[str, Any]:
    """Every stated value; of a series each year."""
    found: dict[str, Any] = {}
    for key, value in case["facts"].items():
        years = isinstance(value, Mapping) and all(str(year).isdigit() for year in value)
        found |= {f"{key}.{year}": each for year, each in value.items()} if years else {key: value}
    return found


def _policies(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    old, new = ({each["id"]: each["digest"] for each in content["packages"]} for content in (before, after))
    return tuple(sorted(key for key in {*old, *new} if old.get(key) != new.get(key)))
