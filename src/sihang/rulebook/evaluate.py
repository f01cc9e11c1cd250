"""One measure for one matter: the finding and the ranges, with the trace of every step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from sihang.rulebook.case import Case, Matter
from sihang.rulebook.expressions import Node
from sihang.rulebook.facts import DAY, EARLIER_AMOUNT, EARLIER_AWARD, YEAR_OF_DAY, Range
from sihang.rulebook.generated import Program, program_of
from sihang.rulebook.layers import Supersession
from sihang.rulebook.measures import Measure
from sihang.rulebook.routine import WALKS, Trace, Worked, look_up
from sihang.rulebook.scalar import Situation


class Finding(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    @staticmethod
    def of(pair: tuple[bool, bool]) -> Finding:
        must, may = pair
        if must:
            return _MET
        return _UNKNOWN if may else _NOT_MET


_MET, _NOT_MET, _UNKNOWN = Finding.MET, Finding.NOT_MET, Finding.UNKNOWN  # looked up once, for thousands of results


class Evaluation(NamedTuple):
    """A measure evaluated in one situation.

    Args:
        met: (must, may) of all conditions together, and of what took the measure's place.
        if_met: the amount supposing every condition to be met, in fen; nothing for a measure without money.
        amount: unconditional: nothing when not met, from nothing while unknown.
        trace: the value of every node of the measure's rules.
    """

    measure: Measure
    matter: Matter | None
    situation: Situation
    met: tuple[bool, bool]
    if_met: Range
    amount: Range
    trace: Trace
    superseded: Supersession | None = None

    @property
    def finding(self) -> Finding:
        return Finding.of(self.met)

    def pair(self, node: Node) -> Any:
        """The pair (or bits) of a node of the measure."""
        return look_up(node, self.trace, self.situation)


def evaluate(
    measure: Measure, matter: Matter | None, situation: Situation, superseded: Supersession | None
) -> Evaluation:
    """Work out the rules of a measure in a situation."""
    return _evaluation(measure, matter, situation, measure.routine.work_out(situation), superseded)


def _evaluation(
    measure: Measure, matter: Matter | None, situation: Situation, worked: Worked, superseded: Supersession | None
) -> Evaluation:
    if superseded is None:
        return _made((measure, matter, situation, *worked, None))
    _, if_met, _, trace = worked
    return Evaluation(measure, matter, situation, (False, False), if_met, (0, 0), trace, superseded)


_made: Callable[[tuple[Any, ...]], Evaluation] = partial(tuple.__new__, Evaluation)
"""An evaluation of its parts, all of them in order: a quarter of the time of `Evaluation(…)`, for every result of a case."""


class Situations:
    """Makes the situation of each measure and matter from one case on one day."""

    def __init__(self, case: Case, on: date) -> None:
        day, year = on.toordinal(), on.year
        self._common: Mapping[str, Any] = {
            **case.known,
            DAY.key: (day, day),
            YEAR_OF_DAY.key: (year, year),
            EARLIER_AWARD.key: (False, False),
            EARLIER_AMOUNT.key: (0, 0),
        }
        self._figures = case.figures
        self.without_matter = Situation(self._common, self._figures)
        self.awarded = [entry for entry in case.received if entry.measure is not None] if case.received else []

    def of(self, measure: Measure, matter: Matter | None) -> Situation:
        if self.awarded:
            award, amount = self._earlier(measure)
            own = {} if matter is None else matter.known
            return Situation(self._common, self._figures, {**own, EARLIER_AWARD.key: award, EARLIER_AMOUNT.key: amount})
        return self.without_matter if matter is None else Situation(self._common, self._figures, matter.known)

    def _earlier(self, measure: Measure) -> tuple[tuple[bool, bool], Range]:
        """Whether, and how much, was awarded for this measure before; a pending claim leaves it open.

        An entry that names the measure and no policy counts: nothing is paid twice for want of a word.
        """
        mine = [
            entry for entry in self.awarded if entry.measure == measure.id and entry.policy in (measure.package, None)
        ]
        certain = any(entry.status != "pending" for entry in mine)
        low = sum(entry.range[0] for entry in mine)
        return (certain, bool(mine)), (low, sum(entry.range[1] for entry in mine))


class Evaluator:
    """Evaluates the measures of one day's rules for one case after another: each by its routine, and once a program of
    all of them is written (`generated.program_of`), by that."""

    def __init__(self, measures: Sequence[Measure], superseded: Mapping[str, Supersession]) -> None:
        self.measures = measures
        self.superseded = superseded
        self.program: Program | None = None
        self._of_type: dict[str | None, list[tuple[int, Measure, Supersession | None]]] = {}
        for index, measure in enumerate(measures):
            self._of_type.setdefault(measure.matter, []).append((index, measure, superseded.get(measure.id)))
        self._cases = 0

    def evaluate(self, case: Case, on: date) -> Evaluations:
        situations = Situations(case, on)
        program = self._program_for(situations)
        shared, unclaimed = ((), None) if program is None else program.start(situations.without_matter)
        work_out = None if program is None else program.claims
        claimed = []
        for matter in case.matters:
            for index, measure, entry in self._of_type.get(matter.type, ()):
                situation = situations.of(measure, matter)
                worked = measure.routine.work_out(situation) if work_out is None else work_out[index](situation, shared)
                claimed.append((index, _evaluation(measure, matter, situation, worked, entry)))
        claimed.sort(key=itemgetter(0))  # in the order of measures, those of one in the order of matters
        return Evaluations(self, case, situations, [evaluation for _, evaluation in claimed], unclaimed)

    def _program_for(self, situations: Situations) -> Program | None:
        """The program, once it is written and where nothing was awarded before, which it takes for granted."""
        if self.program is None:
            self._cases += 1
            if self._cases > WALKS:
                self.write()
        return None if situations.awarded else self.program

    def write(self) -> None:
        """Write the program now, for all cases from here on."""
        self.program = program_of([measure.routine.rules for measure in self.measures])


class Evaluations(NamedTuple):
    """What the measures give for one case.

    Args:
        claimed: for its matters.
        unclaimed: for each measure without a matter, where a program worked it out; else it is when asked for.
    """

    evaluator: Evaluator
    case: Case
    situations: Situations
    claimed: Sequence[Evaluation]
    unclaimed: Sequence[Worked] | None

    def every(self) -> tuple[Evaluation, ...]:
        """Each measure for each matter of its type; without one, with None where the organisation could apply."""
        claimed: dict[str, list[Evaluation]] = {}
        for each in self.claimed:
            claimed.setdefault(each.measure.id, []).append(each)
        kinds = self.case.facts["kind"].value if "kind" in self.case.facts else None
        found: list[Evaluation] = []
        for index, measure in enumerate(self.evaluator.measures):
            if measure.id in claimed:
                found += claimed[measure.id]
            elif not measure.kinds or kinds is None or kinds & measure.kind_bits:
                found.append(self._without_matter(index, measure))
        return tuple(found)

    def _without_matter(self, index: int, measure: Measure) -> Evaluation:
        situation = self.situations.of(measure, None)
        worked = measure.routine.work_out(situation) if self.unclaimed is None else self.unclaimed[index]
        return _evaluation(measure, None, situation, worked, self.evaluator.superseded.get(measure.id))
