"""Shapes of the policy reader that are not records of `rulebook.showing` themselves."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from sihang.rulebook.showing.cases import CaseShown
from sihang.rulebook.showing.policies import GoalShown, RelationShown, ServiceShown
from sihang.rulebook.showing.versions import ChangedShown


class GoalsOut(Schema):
    """What a policy wants to reach, what it offers without money, and what excludes what."""

    goals: list[GoalShown]
    services: list[ServiceShown]
    relations: list[RelationShown]


class CaseRunOut(Schema):
    """A case after it was assessed; `assessment` is null where it cannot be assessed, as it may be meant to."""

    case: CaseShown
    agrees: bool
    assessment: dict[str, Any] | None


class ComparisonOut(Schema):
    """What is different on the new side."""

    same: bool
    measures: list[ChangedShown]
    slots: list[ChangedShown]


class KindOut(Schema):
    kind: str
    label: str
    characters: int
    share: str


class PartOut(Schema):
    part: str
    label: str
    characters: int
    by_kind: dict[str, int]


class SpanOut(Schema):
    start: int
    end: int
    kind: str
    by: str


class MissingOut(Schema):
    clause: str | None
    start: int
    text: str


class CoverageOut(Schema):
    """What became of every character of the text; the same as `sihang policy coverage --format json`."""

    package: str
    characters: int
    complete: bool
    kinds: list[KindOut]
    clauses: list[PartOut]
    missing: list[MissingOut]
    unplaced: list[str]
    spans: list[SpanOut]


class FactAskedOut(Schema):
    """A fact that a case may state; `by` says who decides a determination."""

    key: str
    label: str
    kind: str
    holder: str
    series: bool
    options: dict[str, str]
    by: str | None
