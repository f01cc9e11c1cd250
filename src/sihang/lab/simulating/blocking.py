"""免申即享: what can be given as the data stands, and which condition keeps the rest from it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from sihang.lab.simulating.comparison import Comparison, name
from sihang.lab.simulating.sums import Sum, Tally
from sihang.rulebook import expressions as x
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import BUILT_IN, Fact
from sihang.rulebook.measures import Condition, Measure
from sihang.rulebook.prose import Prose
from sihang.rulebook.slots import Slot
from sihang.rulebook.terms import Op, Term


@dataclass(frozen=True)
class Ready:
    """Of one measure: rows that may still be met, those met with a settled amount, and what these are paid."""

    measure: Measure
    possible: int
    ready: int
    paid: Sum


@dataclass(frozen=True)
class Blocker:
    """A condition that is unknown in rows that may still be met.

    Args:
        rows: rows in which it is unknown; `alone` those in which nothing else is.
        waiting: what the rows of `alone` would be paid if it turned out to be met.
        needs: what would settle it: facts to be known, determinations to be made, slots to be filled.
    """

    measure: Measure
    condition: Condition
    rows: int
    alone: int
    waiting: Sum
    needs: tuple[Fact | Slot, ...]

    @property
    def words(self) -> Words:
        prose = (Prose(lang).text(self.condition.node) for lang in ("zh", "en"))
        return self.condition.words or Words(*prose)


class Blocking:
    """What is ready and what blocks it, on one side of a comparison."""

    def __init__(self, comparison: Comparison, side: str) -> None:
        self.side = side
        self.t = comparison.terms[side]
        self.comparison = comparison
        self._tally = Tally()
        self._measures = [each for each in comparison.measures(side) if each.measure.matter and each.measure.money]

    def wanted(self) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for each in self._measures:
            t, key = self.t, each.measure.id
            low, high = each.if_met
            met = t.both(each.present, each.must)
            found |= self._measure(key, t.both(each.present, each.may), t.both(met, t.equal(low, high)), low)
            for index, (must, may) in enumerate(each.conditions):
                unknown = t.both(t.both(each.present, each.may), t.no(must))
                if may is must or unknown.op is Op.LITERAL:
                    continue
                alone = unknown
                for other, (settled, _) in enumerate(each.conditions):
                    alone = t.both(alone, settled) if other != index else alone
                found |= self._condition(f"{key}.{index}", unknown, alone, low, high)
        return found

    def _measure(self, key: str, possible: Term, ready: Term, paid: Term) -> dict[str, Term]:
        columns = {what: name(self.side, f"ready.{what}", key) for what in ("possible", "ready", "paid")}
        self._tally.count(f"possible {key}", pl.col(columns["possible"]))
        is_ready, amount = pl.col(columns["ready"]), pl.col(columns["paid"])
        self._tally.count(f"ready {key}", is_ready)
        self._tally.total(f"paid {key}", amount.filter(is_ready), amount.filter(is_ready))
        return dict(zip(columns.values(), (possible, ready, paid), strict=True))

    def _condition(self, key: str, unknown: Term, alone: Term, low: Term, high: Term) -> dict[str, Term]:
        columns = [name(self.side, f"blocks.{what}", key) for what in ("rows", "alone", "low", "high")]
        rows, sole, least, most = map(pl.col, columns)
        self._tally.count(f"rows {key}", rows)
        self._tally.count(f"alone {key}", sole)
        self._tally.total(f"waiting {key}", least.filter(sole), most.filter(sole))
        return dict(zip(columns, (unknown, alone, low, high), strict=True))

    def take(self, block: pl.DataFrame) -> None:
        self._tally.take(block)

    def ready(self) -> list[Ready]:
        number, total = self._tally.number, self._tally.sum
        return [
            Ready(each.measure, number(f"possible {key}"), number(f"ready {key}"), total(f"paid {key}"))
            for key, each in ((each.measure.id, each) for each in self._measures)
            if number(f"possible {key}")
        ]

    def blockers(self) -> list[Blocker]:
        """Those that block most rows alone first, then those that block most with others."""
        found = []
        for each in self._measures:
            for index, condition in enumerate(each.measure.conditions):
                key = f"{each.measure.id}.{index}"
                if rows := self._tally.number(f"rows {key}"):
                    alone, waiting = self._tally.number(f"alone {key}"), self._tally.sum(f"waiting {key}")
                    found.append(Blocker(each.measure, condition, rows, alone, waiting, _needs(condition.node)))
        return sorted(found, key=lambda each: (-each.alone, -each.rows))


def _needs(node: x.Node) -> tuple[Fact | Slot, ...]:
    needed: dict[str, Fact | Slot] = {fact.key: fact for fact in x.facts_of(node) if fact not in BUILT_IN}
    for part in x.walk(node):
        match part:
            case x.Open(slot):
                needed[slot.key] = slot
            case x.Filled(slot, _, when, _, _) if when is not None:
                needed[slot.key] = slot
            case _:
                pass
    return tuple(needed.values())
