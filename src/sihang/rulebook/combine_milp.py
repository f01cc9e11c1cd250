"""The best combination of a large part by mixed integer programming, with HiGHS.

The solver computes in double precision and takes a value within TOLERANCE of a whole number for whole. So
no amount enters the model: a sum of amounts is written in digits to the base BASE, as on paper, with a
column for each digit and each carry, and is made as great as possible digit by digit, the highest first.
Then every number in the model is whole and below BASE, every column but digits and carries is 0 or 1, and
for a row to be missed by one at least 1 / (TOLERANCE × BASE) columns would have to be off by TOLERANCE. So
the answer does not depend on how great the amounts are.

The solver only finds sets. What they are worth is computed in whole numbers from the sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from typing import Final

import highspy

from sihang.rulebook.combine_part import Choice, Part, excess, total
from sihang.rulebook.errors import SihangError

TOLERANCE: Final = 1e-7
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
    return Choice(taken, taken if certain else _best_at_best(part), certain)


def _best(part: Part) -> int:
    """The set to take: one value of `combine_part.rank` after the other, then the order of places."""
    model = _Model(part)
    at_low, at_high = model.payout(), model.payout()
    model.maximise(at_low.terms(part.lows, [deduction.high for deduction in part.deductions]))
    model.maximise(at_high.terms(part.highs, [deduction.low for deduction in part.deductions]))
    if part.deductions:
        sunk = [low - high for low, high in zip(part.lows, part.highs, strict=True)]
        model.maximise(at_high.terms(sunk, [0] * len(part.deductions)))
    taken = 0
    for start in range(0, len(part.lows), BLOCK):
        block = range(start, min(start + BLOCK, len(part.lows)))
        taken = model.maximise({place: 1 << (block.stop - 1 - place) for place in block})
    return taken


def _best_at_best(part: Part) -> int:
    """A set of the greatest high value."""
    model = _Model(part)
    return model.maximise(model.payout().terms(part.highs, [deduction.low for deduction in part.deductions]))


def _strongest_rival(part: Part, taken: int) -> int:
    """The set of the greatest `excess` over `taken`.

    In one project, let x be 1 for the members of the rival, and low* the lows of what `taken` has and the
    highs of the rest. At the low end of u (see `excess`) the rival leads by
        max(0, Σ low* x − received high) − (what `taken` is worth at its lows),
    at the high end, where the first of the two parts below can be taken as positive, since otherwise the low
    end is no worse for the rival, by
        Σ high x − received low − max(0, (lows of `taken`) + Σ (high − low) x over `taken` − received low).
    One column says which end counts. The last maximum is subtracted, so a sum no less than both will do.
    """
    model = _Model(part)
    mixed = [
        low if model.has(taken, place) else high
        for place, (low, high) in enumerate(zip(part.lows, part.highs, strict=True))
    ]
    low_end, high_end = model.payout(), model.payout()
    lead = low_end.terms(mixed, [deduction.high for deduction in part.deductions])
    for number, deduction in enumerate(part.deductions):
        lows_taken = total(part.lows, taken & deduction.members)
        highs_taken = total(part.highs, taken & deduction.members)
        counts = high_end.pays[number]
        model.row({counts: 1, low_end.pays[number]: 1}, 0, 1)
        maximum = model.number(highs_taken)
        above: Terms = {counts: lows_taken - deduction.low}
        for place in model.places(deduction.members):
            column = high_end.counted[place]
            lead[column] = part.highs[place]
            if model.has(taken, place):
                above[column] = part.highs[place] - part.lows[place]
        model.equal(above | model.number(highs_taken + deduction.low), maximum)
        lead[counts] = max(0, lows_taken - deduction.high) - deduction.low
        lead |= {column: -weight for column, weight in maximum.items()}
    return model.maximise(lead)


@dataclass(frozen=True, slots=True)
class _Payout:
    """Columns that say what counts, in one world, after deduction.

    Attributes:
        counted: for each place, the column that is 1 if its amount counts.
        pays: for each deduction, the column that is 1 if the project pays more than was received.
    """

    counted: list[int]
    pays: list[int]

    def terms(self, amounts: Sequence[int], dues: Sequence[int]) -> Terms:
        """What is paid in all; its maximum over `pays` is the sum of max(0, amounts − dues)."""
        return dict(zip(self.counted, amounts, strict=True)) | {
            column: -due for column, due in zip(self.pays, dues, strict=True)
        }


class _Model:
    """Conflict-free sets of a part: the first columns are its places, 1 if the place is in the set."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        self._solver.setOptionValue("mip_feasibility_tolerance", TOLERANCE)
        self._solver.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self._columns = 0
        for _ in part.lows:
            self.column()
        for place, rivals in enumerate(part.against):
            for rival in self.places(rivals):
                if place < rival:
                    self.row({place: 1, rival: 1}, 0, 1)

    def has(self, taken: int, place: int) -> bool:
        return bool(taken >> (len(self._part.lows) - 1 - place) & 1)

    def places(self, taken: int) -> list[int]:
        return [place for place in range(len(self._part.lows)) if self.has(taken, place)]

    def column(self, lower: float = 0.0, upper: float = 1.0) -> int:
        """A new column of whole numbers."""
        self._solver.addVar(lower, upper)
        self._solver.changeColIntegrality(self._columns, highspy.HighsVarType.kInteger)
        self._columns += 1
        return self._columns - 1

    def row(self, terms: Terms, lower: float, upper: float) -> None:
        terms = {column: weight for column, weight in terms.items() if weight}
        weights = [float(weight) for weight in terms.values()]
        self._solver.addRow(lower, upper, len(terms), list(terms), weights)

    def payout(self) -> _Payout:
        """New columns for a world: with a deduction, a place counts only if it is taken and its project pays."""
        payout = _Payout(counted=list(range(len(self._part.lows))), pays=[])
        for deduction in self._part.deductions:
            payout.pays.append(self.column())
            for place in self.places(deduction.members):
                payout.counted[place] = self.column()
                self.row({payout.counted[place]: 1, place: -1}, -1, 0)
                self.row({payout.counted[place]: 1, payout.pays[-1]: -1}, -1, 0)
        return payout

    def number(self, most: int) -> Terms:
        """New columns for a number from 0 to `most` or more."""
        digits: Terms = {}
        weight = 1
        while weight <= most:
            digits[self.column(0, BASE - 1)] = weight
            weight *= BASE
        return digits

    def equal(self, one: Terms, other: Terms) -> None:
        for digit in self._digits(one | {column: -weight for column, weight in other.items()}):
            self._fix(digit, 0)

    def maximise(self, terms: Terms) -> int:
        """Keep `terms` from now on at the greatest value they can have, and give a set where they have it.

        Raises:
            SolverStopped: it was not found.
        """
        for digit in reversed(self._digits(terms)):
            self._solver.changeColCost(digit, 1.0)
            self._solver.run()
            status = self._solver.getModelStatus()
            if status != highspy.HighsModelStatus.kOptimal:
                raise SolverStopped(self._solver.modelStatusToString(status))
            values = self._solver.getSolution().col_value
            self._solver.changeColCost(digit, 0.0)
            self._fix(digit, round(values[digit]))
        return sum(
            1 << place for place, value in enumerate(reversed(values[: len(self._part.lows)])) if value > 0.5
        )

    def _fix(self, column: int, value: int) -> None:
        self._solver.changeColBounds(column, float(value), float(value))

    def _digits(self, terms: Terms) -> list[int]:
        """New columns for the digits of the sum of `terms`, the lowest first; the highest takes all the rest."""
        unit = gcd(*terms.values()) or 1
        terms = {column: weight // unit for column, weight in terms.items()}
        inf = highspy.kHighsInf
        digits, carried = [], {}
        while any(abs(weight) >= BASE for weight in terms.values()):
            digit, carry = self.column(0, BASE - 1), self.column(-inf, inf)
            here = {
                column: abs(weight) % BASE * (1 if weight > 0 else -1) for column, weight in terms.items()
            }
            self.row(here | carried | {digit: -1, carry: -BASE}, 0, 0)
            terms = {
                column: abs(weight) // BASE * (1 if weight > 0 else -1) for column, weight in terms.items()
            }
            digits.append(digit)
            carried = {carry: 1}
        digit = self.column(-inf, inf)
        self.row(terms | carried | {digit: -1}, 0, 0)
        return [*digits, digit]
