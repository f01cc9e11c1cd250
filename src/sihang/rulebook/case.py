"""A case: what is stated about one organisation and its matters. Read strictly, every problem with its JSON path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sihang.rulebook.facts import Fact, Range


class State(StrEnum):
    """What is known of a fact. Left out means unknown; `absent` is known not to exist."""

    KNOWN = "known"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact as stated.

    `value` is a pair, or bits for an enum; None unless known or absent. `said` is the value as a person reads it;
    `sources` names the two sides of a dispute, `by`, `on` and `reason` belong to a determination.
    """

    state: State
    value: Any = None
    said: str = ""
    by: str | None = None
    on: date | None = None
    reason: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What support is claimed for. `project` and `year` are its identity, not facts.

    `known` are the values of the facts that are known, as rules take them.
    """

    id: str
    type: str
    project: str
    year: int | None
    facts: Mapping[str, Stated]
    known: Mapping[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {key: s.value for key, s in self.facts.items() if s.state is State.KNOWN and s.value is not None}
        object.__setattr__(self, "known", known)


@dataclass(frozen=True, slots=True)
class Received:
    """Support that the organisation already has, or has asked for, from any payer."""

    payer: str
    document: str
    amount: int
    status: str
    relation: str
    policy: str | None = None
    measure: str | None = None
    matter: str | None = None
    project: str | None = None
    year: int | None = None
    on: date | None = None

    @property
    def range(self) -> Range:
        """Paid and approved are received; a pending claim may be received or not."""
        return (0 if self.status == "pending" else self.amount, self.amount)


@dataclass(frozen=True, slots=True)
class Case:
    """A case that can be assessed on the day `on`: what is too late, and what a label means, was judged by that day.

    `known` and `figures` are the values of the facts and of the fiscal years that are known or absent, as rules take them.
    """

    uscc: str | None
    name: str | None
    facts: Mapping[str, Stated]
    series: Mapping[str, Mapping[int, Stated]]
    matters: tuple[Matter, ...]
    received: tuple[Received, ...] = ()
    on: date = field(kw_only=True)
    known: Mapping[str, Any] = field(init=False, repr=False, compare=False)
    figures: Mapping[str, Mapping[int, Range]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        settled = (State.KNOWN, State.ABSENT)
        known = {key: s.value for key, s in self.facts.items() if s.state in settled and s.value is not None}
        figures = {
            key: {year: s.value for year, s in years.items() if s.state in settled}
            for key, years in self.series.items()
        }
        object.__setattr__(self, "known", known)
        object.__setattr__(self, "figures", figures)


@dataclass(frozen=True, slots=True)
class MatterType:
    """A kind of matter and what may be said of it."""

    key: str
    zh: str
    en: str
    facts: Mapping[str, Fact]
