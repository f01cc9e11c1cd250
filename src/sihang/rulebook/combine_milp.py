"""The best combination of a large part by mixed integer programming, with HiGHS.

The solver computes in double precision and takes a value within TOLERANCE of a whole number for whole. So no
amount enters the model: a sum of amounts is written in digits to the base BASE, as on paper, with a column
for each digit and each carry, and made as great as possible digit by digit, the highest first. Every number
in the model is then whole and at most BASE, and for one row to be missed by one, some 10,000 of its columns
would have to be off by TOLERANCE, all to the same side. So there is no total beyond which answers would change.

The solver only finds sets: what they are worth is computed in whole numbers. That no other set is worth more
is its word, which a property test holds against trying every set. It is asked twice, with its presolve and
without, and the greater answer counts: HiGHS 1.15 with it called a weaker set the best in one of 4,000 cases
drawn for the test, and without it called three of 400 infeasible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from operator import itemgetter
from typing import Final

import highspy

from sihang.rulebook.combine_part import (
    Choice,
    Deduction,
    Part,
    bits,
    excess,
    high_value,
    low_value,
    mutual_conflicts,
    rank,
    total,
)
from sihang.rulebook.errors import SihangError

TOLERANCE: Final = 1e-7
"""Not tighter: at 1e-9 rounding alone makes HiGHS call models infeasible that are not."""

BASE: Final = 1 << 10
BLOCK: Final = 10
"""How many places are put in order at once; their weights are powers of two below BASE."""

Terms = dict[int, int]
"""A weighted sum of columns: column to weight."""


class SolverStopped(SihangError):
    """The solver ended without the best answer; `status` is what it says of it."""

    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(
            f"最优组合未能求出（求解器状态：{status}），请减少一次演算的事项。"
            f" The best combination was not found (solver status: {status}); assess fewer matters at once."
        )


def solve(part: Part) -> Choice:
    """Take the set of the greatest rank, of these the first in the order of places."""
    taken = _best(part)
    certain = excess(part, taken, _strongest_rival(part, taken)) <= 0
    best = taken
    if not certain:
        model = _Model(part)
        best = model.maximise(model.payout().terms(part.highs, [due.low for due in part.deductions]))
    return Choice(taken, high_value(part, best), certain)


def _best(part: Part) -> int:
    """The set to take: the values of `rank` are settled one after the other, then the places in order."""
    model = _Model(part)
    at_low, at_high = model.payout(), model.payout()
    found = model.maximise(at_low.terms(part.lows, [due.high for due in part.deductions]))
    low = low_value(part, found)
    found = model.maximise(at_high.terms(part.highs, [due.low for due in part.deductions]))
    high = high_value(part, found)
    if part.deductions:
        sinking = [low - high for low, high in zip(part.lows, part.highs, strict=True)]
        found = model.maximise(at_high.terms(sinking, [0] * len(part.deductions)))
    best = (low, high, rank(part, found)[2])
    for start in range(0, len(part.lows), BLOCK):
        block = range(start, min(start + BLOCK, len(part.lows)))
        found = model.maximise({place: 1 << (block.stop - 1 - place) for place in block})
    if rank(part, found) != best:
        raise SolverStopped("inexact")
    return found


def _strongest_rival(part: Part, taken: int) -> int:
    """The set of the greatest `excess` over `taken`: what only the rival has counts at its high."""
    model = _Model(part)
    amounts = [
        low if model.has(taken, place) else high
        for place, (low, high) in enumerate(zip(part.lows, part.highs, strict=True))
    ]
    low_end, high_end = model.payout(), model.payout()
    lead = low_end.terms(amounts, [due.high for due in part.deductions])
    for due, pays_low, pays_high in zip(part.deductions, low_end.pays, high_end.pays, strict=True):
        model.row({pays_low: 1, pays_high: 1}, 0, 1)
        lead |= _lead_at_high_end(model, due, taken, high_end.counted, pays_high)
    return model.maximise(lead)


def _lead_at_high_end(model: _Model, due: Deduction, taken: int, counted: Sequence[int], pays: int) -> Terms:
    """What changes in one project if the high end of u is where the rival leads most (see `excess`).

    With x = 1 for the members of the rival, it leads at the low end by
        max(0, Σ amounts x − received high) − max(0, lows of `taken` − received high),
    where the second maximum is a constant, and at the high end by
        max(0, Σ highs x − received low) − max(0, lows of `taken` + Σ (high − low) x − received low),
    where the last sum is over `taken`. The first maximum can be taken for positive: if it is 0, the rival
    leads at the low end by no less. The last one is subtracted, so a column that is no less will do.
    """
    part = model.part
    lows_taken = total(part.lows, taken & due.members)
    lead: Terms = {pays: max(0, lows_taken - due.high) - due.low}
    above: Terms = {pays: lows_taken - due.low}
    for place in model.places(due.members):
        lead[counted[place]] = part.highs[place]
        if model.has(taken, place):
            above[counted[place]] = part.highs[place] - part.lows[place]
    most = total(part.highs, taken & due.members)
    maximum = model.number(most, -1)
    model.settle(above | maximum | model.number(most + due.low, 1))
    return lead | maximum


@dataclass(frozen=True, slots=True)
class _Payout:
    """Columns that say what counts in one world.

    Attributes:
        counted: by place, the column that is 1 if its amount counts.
        pays: by deduction, the column that is 1 if its project pays more than was received.
    """

    counted: list[int]
    pays: list[int]

    def terms(self, amounts: Sequence[int], received: Sequence[int]) -> Terms:
        """What counts less what was received: where it is greatest, the sum of max(0, amounts − received)."""
        weights = [*amounts, *(-each for each in received)]
        return dict(zip([*self.counted, *self.pays], weights, strict=True))


class _Model:
    """Conflict-free sets of a part: the first columns are its places, 1 for a member of the set."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._bits = bits(len(part.lows))
        self._bounds: list[tuple[int, int]] = []
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        self._solver.setOptionValue("mip_feasibility_tolerance", TOLERANCE)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for _ in part.lows:
            self._column()
        for group in mutual_conflicts(part.against):
            self.row(dict.fromkeys(self.places(group), 1), 0, 1)

    def has(self, taken: int, place: int) -> bool:
        return bool(taken & self._bits[place])

    def places(self, taken: int) -> list[int]:
        return [place for place in range(len(self.part.lows)) if self.has(taken, place)]

    def row(self, terms: Terms, lower: float, upper: float) -> None:
        """Keep the sum of `terms` from `lower` to `upper`."""
        terms = {column: weight for column, weight in terms.items() if weight}
        self._solver.addRow(lower, upper, len(terms), list(terms), [float(weight) for weight in terms.values()])

    def payout(self) -> _Payout:
        """New columns for a world; where money was received, a place counts if it is taken and its project pays."""
        payout = _Payout(counted=list(range(len(self.part.lows))), pays=[])
        for due in self.part.deductions:
            payout.pays.append(self._column())
            for place in self.places(due.members):
                payout.counted[place] = self._column()
                self.row({payout.counted[place]: 1, place: -1}, -1, 0)
                self.row({payout.counted[place]: 1, payout.pays[-1]: -1}, -1, 0)
        return payout

    def number(self, most: int, sign: int) -> Terms:
        """New columns for any number from 0 to `most`, as terms times `sign`."""
        digits: Terms = {}
        weight = 1
        while weight <= most:
            digits[self._column(0, BASE - 1)] = sign * weight
            weight *= BASE
        return digits

    def settle(self, terms: Terms) -> None:
        """Keep the sum of `terms` at 0."""
        for digit in self._digits(terms):
            self._fix(digit, 0)

    def maximise(self, terms: Terms) -> int:
        """Keep the sum of `terms` at the greatest value it can have, and give a set where it has it.

        Raises:
            SolverStopped: it was not found.
        """
        values: list[float] = []
        for digit in reversed(self._digits(terms)):
            self._solver.changeColCost(digit, 1.0)
            values = max(self._solutions(), key=itemgetter(digit))
            self._solver.changeColCost(digit, 0.0)
            self._fix(digit, round(values[digit]))
        return sum(bit for bit, value in zip(self._bits, values, strict=False) if value > 0.5)

    def _solutions(self) -> list[list[float]]:
        """What the solver finds with its presolve and without: either alone may, rarely, miss the best or find nothing."""
        found = []
        for presolve in ("on", "off"):
            self._solver.setOptionValue("presolve", presolve)
            self._solver.run()
            status = self._solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                found.append(list(self._solver.getSolution().col_value))
        if not found:
            raise SolverStopped(self._solver.modelStatusToString(status))
        return found

    def _column(self, lower: int = 0, upper: int = 1) -> int:
        """A new column of whole numbers."""
        self._solver.addVar(float(lower), float(upper))
        self._solver.changeColIntegrality(len(self._bounds), highspy.HighsVarType.kInteger)
        self._bounds.append((lower, upper))
        return len(self._bounds) - 1

    def _ends(self, terms: Terms) -> tuple[int, int]:
        """The least and the greatest that the sum of `terms` can be, each column by itself."""
        ends = [sorted(weight * end for end in self._bounds[column]) for column, weight in terms.items()]
        return sum(low for low, _ in ends), sum(high for _, high in ends)

    def _fix(self, column: int, value: int) -> None:
        self._solver.changeColBounds(column, float(value), float(value))

    def _digits(self, terms: Terms) -> list[int]:
        """New columns: the digits of the sum of `terms`, the lowest first; the highest takes all the rest.

        The sum is first divided by what divides all weights; it is greatest at the same sets, and 0 stays 0.
        """
        unit = gcd(*terms.values()) or 1
        terms = {column: weight // unit for column, weight in terms.items()}
        digits: list[int] = []
        carried: Terms = {}
        while any(abs(weight) >= BASE for weight in terms.values()):
            higher = {column: _towards_zero(weight) for column, weight in terms.items()}
            lowest = {column: weight - BASE * higher[column] for column, weight in terms.items()}
            least, most = self._ends(lowest | carried)
            digit, carry = self._column(0, BASE - 1), self._column(least // BASE, most // BASE)
            self.row(lowest | carried | {digit: -1, carry: -BASE}, 0, 0)
            digits.append(digit)
            terms, carried = higher, {carry: 1}
        digits.append(self._column(*self._ends(terms | carried)))
        self.row(terms | carried | {digits[-1]: -1}, 0, 0)
        return digits


def _towards_zero(weight: int) -> int:
    """`weight` without its lowest digit, so that a negative one has the digits of its opposite."""
    return weight // BASE if weight >= 0 else -(-weight // BASE)
