"""One measure for one matter: the finding and the ranges, with the trace of every step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from sihang.rulebook.case import Case, Matter, State
from sihang.rulebook.expressions import Node
from sihang.rulebook.facts import DAY, EARLIER_AMOUNT, EARLIER_AWARD, YEAR_OF_DAY, Range
from sihang.rulebook.fold import Fold
from sihang.rulebook.layers import Supersession
from sihang.rulebook.measures import Measure
from sihang.rulebook.scalar import SCALAR, Situation

NOTHING: Range = (0, 0)


class Finding(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    @staticmethod
    def of(pair: tuple[bool, bool]) -> Finding:
        must, may = pair
        if must:
            return Finding.MET
        return Finding.UNKNOWN if may else Finding.NOT_MET


@dataclass(frozen=True)
class Evaluation:
    """A measure evaluated in one situation.

    Args:
        met: (must, may) of all conditions together, and of what took the measure's place.
        if_met: the amount supposing every condition to be met, in fen; None for a measure without money.
    """

    measure: Measure
    matter: Matter | None
    situation: Situation
    fold: Fold
    met: tuple[bool, bool]
    if_met: Range
    superseded: Supersession | None = None

    @property
    def finding(self) -> Finding:
        return Finding.of(self.met)

    @cached_property
    def amount(self) -> Range:
        """Unconditional: nothing when not met, from nothing while unknown."""
        return amount_of(self.finding, self.if_met)

    def pair(self, node: Node) -> Any:
        return self.fold.value(node)


def amount_of(finding: Finding, if_met: Range) -> Range:
    if finding is Finding.NOT_MET:
        return NOTHING
    return if_met if finding is Finding.MET else (0, if_met[1])


def evaluate(
    measure: Measure, matter: Matter | None, situation: Situation, superseded: Supersession | None
) -> Evaluation:
    """Evaluate every condition (none is cut short, so that each can be explained) and the amount."""
    fold = Fold(SCALAR, situation)
    must = may = True
    for condition in measure.conditions:
        a, b = fold.value(condition.node)
        must, may = must and a, may and b
    if superseded is not None:
        must = may = False
    if_met = fold.value(measure.money.node) if measure.money else NOTHING
    return Evaluation(measure, matter, situation, fold, (must, may), if_met, superseded)


class Situations:
    """Makes the situation of each measure and matter from one case on one day."""

    def __init__(self, case: Case, on: date) -> None:
        self.case = case
        self._common: dict[str, Any] = {
            DAY.key: (on.toordinal(), on.toordinal()),
            YEAR_OF_DAY.key: (on.year, on.year),
        }
        settled = (State.KNOWN, State.ABSENT)
        self._common |= {
            key: stated.value
            for key, stated in case.facts.items()
            if stated.state in settled and stated.value is not None
        }
        self._series: dict[str, dict[int, Range]] = {
            key: {year: stated.value for year, stated in years.items() if stated.state in settled}
            for key, years in case.series.items()
        }

    def of(self, measure: Measure, matter: Matter | None) -> Situation:
        values = dict(self._common)
        values[EARLIER_AWARD.key], values[EARLIER_AMOUNT.key] = self._earlier(measure)
        if matter is not None:
            for key, stated in matter.facts.items():
                if stated.state is State.KNOWN and stated.value is not None:
                    values[key] = stated.value
        return Situation(values, self._series)

    def _earlier(self, measure: Measure) -> tuple[tuple[bool, bool], Range]:
        """Whether, and how much, was awarded for this measure before; a pending claim leaves it open.

        An entry that names the measure and no policy counts: nothing is paid twice for want of a word.
        """
        mine = [
            entry
            for entry in self.case.received
            if entry.measure == measure.id and entry.policy in (measure.package, None)
        ]
        certain = any(entry.status != "pending" for entry in mine)
        low = sum(entry.range[0] for entry in mine)
        return (certain, bool(mine)), (low, sum(entry.range[1] for entry in mine))
