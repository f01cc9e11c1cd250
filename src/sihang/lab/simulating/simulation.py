"""What a simulation has found, as plain values, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sihang.lab.reforms.supposed import PACKAGE
from sihang.lab.simulating.assumptions import Assumption
from sihang.lab.simulating.blocking import Blocker, Ready
from sihang.lab.simulating.budget import Distribution
from sihang.lab.simulating.cliffs import Cliff
from sihang.lab.simulating.comparison import AFTER
from sihang.lab.simulating.direction import Direction
from sihang.lab.simulating.effects import Effects, Group
from sihang.lab.simulating.sums import Sum
from sihang.lab.simulating.widths import Driver
from sihang.lab.simulating.worlds import Design
from sihang.rulebook.errors import Words
from sihang.rulebook.measures import Measure
from sihang.rulebook.package import Package

NO_REFORM = Words("沿用现行规则", "The rules as they are")


@dataclass(frozen=True)
class MeasureSide:
    """One measure under one set of rules: rows with such a matter, by finding, and what they get."""

    present: int
    met: int
    unknown: int
    cost: Sum

    @property
    def not_met(self) -> int:
        return self.present - self.met - self.unknown

    def __add__(self, other: MeasureSide) -> MeasureSide:
        return MeasureSide(
            self.present + other.present, self.met + other.met, self.unknown + other.unknown, self.cost + other.cost
        )


@dataclass(frozen=True)
class MeasureResult:
    """One measure before and after; `effects` is None where the reform does not touch it."""

    measure: Measure
    sides: Mapping[str, MeasureSide]
    direction: Direction
    effects: Effects | None
    budget: Mapping[str, Distribution | None]


@dataclass(frozen=True)
class NotGiven:
    """Why there is no distribution: what would have to be assumed, and how many rows it concerns."""

    rows: int
    undrawn: tuple[Assumption, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Simulation:
    """Two sets of rules over one table.

    Args:
        packages: by side, with digests and notices.
        whole: all organisations as one group; `groups` by column.
        budgets: by side, and for the change; None where it cannot be given, and then `not_given` says why.
    """

    on: date
    seed: int
    table: str
    is_synthetic: bool
    packages: Mapping[str, Sequence[Package]]
    whole: Group
    groups: Mapping[str, Sequence[Group]]
    measures: Sequence[MeasureResult]
    cliffs: Mapping[str, Sequence[Cliff]]
    ready: Sequence[Ready]
    blockers: Sequence[Blocker]
    drivers: Sequence[Driver]
    budget_percent: float
    budgets: Mapping[str, Distribution | None]
    not_given: Mapping[str, NotGiven]
    design: Design
    like: tuple[str, ...]
    assumptions: Sequence[Assumption]
    limited: Mapping[str, int]

    @property
    def has_reform(self) -> bool:
        return self.packages[AFTER][-1].id == PACKAGE

    @property
    def title(self) -> Words:
        return self.packages[AFTER][-1].title if self.has_reform else NO_REFORM
