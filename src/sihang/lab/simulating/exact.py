"""What is exact: every row worked out, block by block, and added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sihang.lab.simulating.blocking import Blocking
from sihang.lab.simulating.cliffs import Cliffs
from sihang.lab.simulating.comparison import AFTER, SIDES, Comparison, name, results
from sihang.lab.simulating.effects import EffectTally, of_combination, of_measure, part_terms
from sihang.lab.simulating.simulation import MeasureSide
from sihang.lab.simulating.sums import Tally
from sihang.lab.simulating.worlds import CHANGE, amounts_of
from sihang.rulebook.terms import Term

BLOCK_ROWS = 250_000
_FINDINGS = ("present", "met", "maybe")


@dataclass(frozen=True)
class Found:
    """Rows as worked out.

    Args:
        compact: of every row the combination of both sides, `least` and `most` of its change, and the columns to group by.
        open_rows: the rows in which anything is open, whole, with every amount of both sides and `least`.
    """

    compact: pl.DataFrame
    open_rows: pl.DataFrame


class Exact:
    """Adds up what every row gets on both sides of a comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.blocking = Blocking(comparison, AFTER)
        self.cliffs = {side: Cliffs(comparison, side) for side in SIDES}
        directions = comparison.directions.items()
        self.effects = {key: EffectTally(*of_measure(key, direction)) for key, direction in directions}
        self.tally = Tally()
        self._amounts = amounts_of(comparison)
        self._ask()

    def work_out(self, rows: pl.DataFrame, by: Sequence[str]) -> Found:
        """Take in all rows with a matter."""
        wanted, (least, most) = self._wanted(), of_combination(self.comparison)
        is_open = pl.any_horizontal(pl.col(low) != pl.col(high) for low, high in self._amounts.values())
        kept = [name(side, what) for side in SIDES for what in ("low", "high")]
        amounts = [column for columns in self._amounts.values() for column in columns]
        compact, open_rows = [], []
        for block in list(rows.iter_slices(BLOCK_ROWS)) or [rows]:
            done = self.comparison.work_out(self.comparison.frames(block), wanted)
            done = done.with_columns(least.alias("least"), most.alias("most"), is_open.alias("open"))
            self._take(done)
            compact.append(pl.concat([done.select(*kept, "least", "most"), block.select(by)], how="horizontal"))
            with_amounts = pl.concat([block, done.select(*amounts, "least", "open")], how="horizontal")
            open_rows.append(with_amounts.filter("open").drop("open"))
        return Found(pl.concat(compact), pl.concat(open_rows))

    def take_in_the_rest(self, rows: pl.DataFrame) -> None:
        """Rows without any matter: they count for the measures that need none."""
        names = [
            column for key in self.without_matter for side in SIDES for column in self._counted(side, key).values()
        ]
        wanted = {
            side: {each: term for each, term in terms.items() if each in names}
            for side, terms in results(self.comparison).items()
        }
        counts = Tally()
        for key in self.without_matter:
            self._count(counts, key)
        counts.take(self.comparison.work_out(self.comparison.frames(rows), wanted))
        self.tally.add(counts)

    @property
    def without_matter(self) -> list[str]:
        return [key for key in self.comparison.measure_ids if self.comparison.measure(key).matter is None]

    def measure(self, side: str, key: str) -> MeasureSide:
        present, met, maybe = (self.tally.number(f"{side} {key} {what}") for what in _FINDINGS)
        return MeasureSide(present, met, maybe - met, self.tally.sum(f"{side} {key}"))

    def settled(self, key: str) -> int:
        """What the rows in which nothing is open come to: of a side, of a side and measure, or of the change."""
        return self.tally.sum(f"settled {key}").low

    def _ask(self) -> None:
        settled = ~pl.col("open")
        for key, (low, high) in self._amounts.items():
            self.tally.total(key, pl.col(low), pl.col(high))
            self.tally.total(f"settled {key}", pl.col(low).filter(settled), pl.col(low).filter(settled))
        self.tally.total(f"settled {CHANGE}", pl.col("least").filter(settled), pl.col("most").filter(settled))
        for key in self.comparison.measure_ids:
            self._count(self.tally, key)

    def _count(self, tally: Tally, key: str) -> None:
        for side in SIDES:
            for what, column in self._counted(side, key).items():
                tally.count(f"{side} {key} {what}", pl.col(column))

    @staticmethod
    def _counted(side: str, key: str) -> dict[str, str]:
        return {what: name(side, what, key) for what in _FINDINGS}

    def _wanted(self) -> dict[str, dict[str, Term]]:
        found = results(self.comparison)
        for side, terms in part_terms(self.comparison).items():
            found[side] |= terms | self.cliffs[side].wanted()
        found[AFTER] |= self.blocking.wanted()
        return found

    def _take(self, block: pl.DataFrame) -> None:
        self.tally.take(block)
        self.blocking.take(block)
        for cliffs in self.cliffs.values():
            cliffs.take(block)
        for effects in self.effects.values():
            effects.take(block)
