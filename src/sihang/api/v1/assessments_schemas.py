"""The public contract (SEMANTICS 3) as shapes: a case, and an assessment."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema

FindingName = Literal["met", "not_met", "unknown"]


class MoneyRange(Schema):
    """Yuan with two decimals; `high` null is no upper bound."""

    low: str
    high: str | None


class PackageUsed(Schema):
    """A package and the digest of its rules."""

    id: str
    digest: str
    notice: str | None = None


class ReasonOut(Schema):
    what: str
    clause: str | None
    quote: str | None
    reading: list[str] = Field(default_factory=list)


class OpenOut(Schema):
    """What would narrow the result, and who can say it."""

    kind: Literal["fact", "determination", "rule"]
    key: str
    by: str
    range: Any
    effect: str


class QuantityRange(Schema):
    low: int
    high: int | None


class ServiceOut(Schema):
    service: str
    what: str
    finding: FindingName
    quantity: QuantityRange | None = None
    unit: str | None = None
    clause: str | None
    quote: str | None


class ResultOut(Schema):
    """One measure, for one matter or none."""

    measure: str
    clause: str
    matter: str | None
    finding: FindingName
    amount: MoneyRange
    amount_if_met: MoneyRange
    services: list[ServiceOut]
    open: list[OpenOut]
    reasons: list[ReasonOut]
    guide: list[str] | None = None


class ClaimOut(Schema):
    measure: str
    matter: str | None


class TakenOut(ClaimOut):
    payable: MoneyRange


class LeftOut(ClaimOut):
    """What is left, `for` what is taken instead."""

    why: str
    clause: str
    quote: str | None


class CombinationOut(Schema):
    """The best combination without overlap (clause 14)."""

    low: str
    high: str | None
    certain: bool
    take: list[TakenOut]
    leave: list[LeftOut]


class AssessmentOut(Schema):
    """The answer for one case."""

    on: str
    policies: list[PackageUsed]
    results: list[ResultOut]
    combination: CombinationOut


_OBJECT = {"type": "object"}
CASE: dict[str, Any] = {
    "type": "object",
    "title": "Case",
    "description": "Unknown facts are left out or null. Every problem is listed with its JSON path; nothing is guessed.",
    "properties": {
        "organisation": {
            "type": "object",
            "properties": {"uscc": {"type": ["string", "null"]}, "name": {"type": ["string", "null"]}},
        },
        "facts": _OBJECT,
        "matters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type"],
                "properties": {
                    "id": {"type": "string"},
                    "type": {"type": "string"},
                    "project": {"type": ["string", "null"]},
                    "year": {"type": ["integer", "null"]},
                    "facts": _OBJECT,
                    "determinations": _OBJECT,
                },
            },
        },
        "support_received": {"type": "array", "items": _OBJECT},
    },
    "example": {
        "organisation": {"uscc": "91310110MADEM0011Y", "name": "示例智能科技有限公司"},
        "facts": {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False},
        "matters": [],
        "support_received": [],
    },
}
"""What a case looks like, loosely: `GET /api/v1/policies/{name}/facts` lists what it may say."""
