"""Packages as a reader sees them: what document, whose, from when to when, what in it, what of it is money."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.golden import golden_cases
from sihang.rulebook.package import Package
from sihang.rulebook.shelf import package_named

KINDS = {
    "policy": ("政策", "Policy"),
    "implementing_rules": ("实施细则", "Implementing rules"),
    "example": ("示例参数", "Example parameters"),
}


@dataclass(frozen=True, slots=True)
class PolicyShown:
    """One package. `until` is None where no end is known; `digest` changes with any change of its rules."""

    id: str
    title: str
    document: str
    kind: str
    kind_label: str
    issuer: str
    issued: date
    since: date
    until: date | None
    implements: str | None
    notice: str | None
    source: str | None
    digest: str
    measures: int
    slots: int
    fills: int
    cases: int
    readings: int


@dataclass(frozen=True, slots=True)
class GoalShown:
    """What the policy wants to reach by a day. `quantity` is None where the text gives no number."""

    id: str
    label: str
    quantity: str | None
    due: date | None
    quote: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """What the text offers without money and not as a benefit of a measure."""

    id: str
    label: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class RelationShown:
    """Which supports exclude or match each other (clause 14), `between` them, for the `same` of what."""

    id: str
    kind: str
    label: str
    between: tuple[str, ...]
    beside: str | None
    clause: str
    quote: str


def documents_beside(policies: Collection[str], lang: str) -> list[PolicyShown]:
    """The packages that implement one of these policies."""
    return [each for each in policies_shown(lang) if each.implements in policies]


def called(policy: PolicyShown, lang: str) -> str:
    """In a list to choose from: title, document, and what a reader must know of it."""
    note = " ({})" if lang == "en" else "（{}）"
    return f"{policy.title} {policy.document}" + (note.format(policy.notice) if policy.notice else "")


def policies_shown(lang: str) -> tuple[PolicyShown, ...]:
    """Every package that can be named: policies, then the rules that implement them."""
    packages = [package_named(name) for name in shipped_packages()]
    packages.sort(key=lambda package: (package.implements or package.id, package.implements is not None, package.id))
    return tuple(policy_shown(package, lang) for package in packages)


def policy_shown(package: Package, lang: str) -> PolicyShown:
    authorities = {
        **(package_named(package.implements).authorities if package.implements else {}),
        **package.authorities,
    }
    authority = authorities.get(package.about["authority"])
    kind = KINDS.get(package.kind, (package.kind, package.kind))
    source = next(iter(package.folder.each("source", "provenance")), None)
    return PolicyShown(
        id=package.id,
        title=package.title.to(lang),
        document=package.document,
        kind=package.kind,
        kind_label=kind[1] if lang == "en" else kind[0],
        issuer=authority.name_on(package.issued).to(lang) if authority else str(package.about["authority"]),
        issued=package.issued,
        since=package.about["validity"]["from"],
        until=package.about["validity"].get("to"),
        implements=package.implements,
        notice=package.notice.to(lang) if package.notice else None,
        source=source.data.get("url") if source is not None and isinstance(source.data, dict) else None,
        digest=package.digest,
        measures=len(package.measures),
        slots=len(package.slots),
        fills=len(package.part("fills")),
        cases=len(list(golden_cases(package))),
        readings=len(package.readings()),
    )


def goals_shown(package: Package, lang: str) -> tuple[GoalShown, ...]:
    return tuple(
        GoalShown(
            raw["id"],
            _label(raw, lang),
            _quantity(raw, lang),
            raw.get("due"),
            raw["quote"],
            tuple(raw.get("reading", ())),
        )
        for raw in package.part("goals")
    )


def _quantity(raw: dict[str, Any], lang: str) -> str | None:
    """`10 家`; in English without the unit, which the package has in Chinese only."""
    if "quantity" not in raw:
        return None
    low, high, unit = (
        raw["quantity"]["low"],
        raw["quantity"]["high"],
        "" if lang == "en" else raw["quantity"].get("unit", ""),
    )
    return f"{low} {unit}".strip() if low == high else f"{low}–{high} {unit}".strip()


def offers_shown(package: Package, lang: str) -> tuple[ServiceShown, ...]:
    return tuple(
        ServiceShown(raw["id"], _label(raw, lang), raw["clause"], raw["quote"]) for raw in package.part("services")
    )


def relations_shown(package: Package, lang: str) -> tuple[RelationShown, ...]:
    return tuple(_relations(package, lang))


def _relations(package: Package, lang: str) -> Iterator[RelationShown]:
    english = lang == "en"
    labels = {
        "exclusive": "Only the higher is paid" if english else "从高，只取其一",
        "matching": "Paid on top of what it matches" if english else "配套，与所配套的资助并存",
    }
    for raw in package.part("overlap"):
        yield RelationShown(
            raw["id"], raw["kind"], labels.get(raw["kind"], raw["kind"]), tuple(raw["measures"]), raw.get("with"),
            raw["clause"], raw["quote"],
        )  # fmt: skip


def _label(raw: dict[str, Any], lang: str) -> str:
    return str(raw.get(lang, raw["zh"]))
