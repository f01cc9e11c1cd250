"""Baseline and reform over one table of organisations: cost, entitled, gainers and losers, cliffs, what is open, budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from sihang.lab.organisation_table import Organisations
from sihang.lab.simulating.assumptions import Assumption, assumptions_of
from sihang.lab.simulating.budget import Distribution, distribution
from sihang.lab.simulating.comparison import AFTER, BEFORE, SIDES, Comparison, RuleSet
from sihang.lab.simulating.direction import SAME
from sihang.lab.simulating.effects import (
    Group,
    group_of,
    groups_of,
)
from sihang.lab.simulating.exact import Exact
from sihang.lab.simulating.filling import GROUP, Filler, Mask
from sihang.lab.simulating.openings import completed, openings_of, presence
from sihang.lab.simulating.simulation import MeasureResult, NotGiven, Simulation
from sihang.lab.simulating.widths import concerned, drivers
from sihang.lab.simulating.worlds import CHANGE, ROWS_DRAWN, Design, Drawn, Worlds, draw
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.tables.meanings import own_columns

GROUP_COLUMNS = ("industry", "size_class")
LIKE_COLUMNS = ("kind", "industry", "size_class")


@dataclass(frozen=True)
class Options:
    """What may be asked otherwise.

    Args:
        by: columns to group by; those of GROUP_COLUMNS that the table has, where None.
        like: columns in which organisations agree that serve as each other's examples; so with LIKE_COLUMNS.
        stated: assumptions, `KEY=VALUE` each. `determinations_known`: draw those from the ones made.
        budget_percent: the share of draws in which the budget is to be enough.
        rows_drawn: rows that are worked out at most for the draws, copies included.
    """

    by: tuple[str, ...] | None = None
    like: tuple[str, ...] | None = None
    stated: tuple[str, ...] = ()
    determinations_known: bool = False
    draws: int = 200
    seed: int = 1
    budget_percent: float = 90.0
    rows_drawn: int = ROWS_DRAWN


def simulate(
    baseline: Rulebook, reform: Rulebook, organisations: Organisations, on: date, options: Options | None = None
) -> Simulation:
    """Simulate a reform over a table of organisations.

    Raises:
        PackageUnusable: either rulebook has problems on the day.
        CaseUnusable: an assumption that cannot be used.
    """
    return _Run({BEFORE: baseline, AFTER: reform}, organisations, on, options or Options()).simulation()


class _Run:
    def __init__(
        self, rulebooks: Mapping[str, Rulebook], organisations: Organisations, on: date, options: Options
    ) -> None:
        self.rulebooks = rulebooks
        self.organisations = organisations
        self.table = table = organisations.frame
        self.on = on
        self.options = options
        self.sets = {side: RuleSet.of(rulebook, on) for side, rulebook in rulebooks.items()}
        self.by = tuple(c for c in (options.by or GROUP_COLUMNS) if c in table.columns)
        self.like = tuple(c for c in (options.like or LIKE_COLUMNS) if c in table.columns)
        self.assumptions = {side: self._assumed(side) for side in SIDES}
        self.rows = self._rows()
        self.comparison = Comparison(self.sets, self._own(self.rows.columns), on)
        self.exact = Exact(self.comparison)

    def _assumed(self, side: str) -> list[Assumption]:
        """Of what either side reads; of each thing the range that this side allows."""
        other = next(each for each in SIDES if each != side)
        openings = openings_of([self.sets[side], self.sets[other]], self.table.columns)
        stated, known = self.options.stated, self.options.determinations_known
        return assumptions_of(openings, stated, determinations_known=known)

    def _rows(self) -> pl.DataFrame:
        """The rows with any matter, and which are like each other: in all other rows nothing can be given."""
        needed = dict.fromkeys([*self._own(self.table.columns), *self.by, *self.like])
        rows = self.table.lazy().select(*needed).filter(self._has_matter).collect()
        rows = completed(rows, [each.opening for each in self.assumptions[AFTER]])
        if not self.like:
            return rows.with_columns(pl.lit(0).alias(GROUP))
        groups = rows.select(self.like).unique(maintain_order=True).with_row_index(GROUP)
        return rows.join(groups, on=self.like, how="left", nulls_equal=True, maintain_order="left")

    def _own(self, columns: Sequence[str]) -> list[str]:
        """The columns that either side reads."""
        return list(dict.fromkeys(each for side in SIDES for each in own_columns(self.sets[side].rules, columns)))

    @cached_property
    def _has_matter(self) -> pl.Expr:
        facts = {key: fact for each in self.sets.values() for key, fact in each.rules.facts.items()}
        matters = sorted({m.matter for each in self.sets.values() for m in each.rules.measures if m.matter})
        return pl.any_horizontal(presence(matter, facts, self.table.columns) for matter in matters)

    def simulation(self) -> Simulation:
        found = self.exact.work_out(self.rows, self.by)
        self._take_in_the_rest()
        open_rows = found.open_rows
        worlds = {side: self._worlds(side) for side in SIDES}
        filler, assumed = worlds[AFTER].filler, self.assumptions[AFTER]
        are_open = filler.are_open(open_rows, [each.opening for each in assumed])
        masks = {side: concerned(open_rows, assumed, are_open, [side]) for side in SIDES}
        matter = [each for each, *mine in zip(assumed, *masks.values(), strict=True) if any(m.any() for m in mine)]
        has_slots = any(each.opening.is_slot and each.how is not None for each in matter)
        design = Design.of(open_rows.height, self.options.draws, slots=has_slots, most=self.options.rows_drawn)
        drawn = draw(self.comparison, open_rows, worlds, design)
        driving = drivers(self.comparison, open_rows, filler, assumed, masks[AFTER])
        undrawn = {BEFORE: self._undrawn(worlds[BEFORE], masks[BEFORE])}
        undrawn[AFTER] = [each.assumption for each in driving if not each.can_be_drawn]
        return Simulation(
            on=self.on,
            seed=self.options.seed,
            table=self.organisations.name,
            is_synthetic=self.organisations.is_synthetic,
            packages={side: rulebook.packages for side, rulebook in self.rulebooks.items()},
            whole=group_of(found.compact, None, self.table.height),
            groups=self._groups(found.compact),
            measures=[self._measure(key, drawn) for key in self.comparison.measure_ids],
            cliffs={side: cliffs.found() for side, cliffs in self.exact.cliffs.items()},
            ready=self.exact.blocking.ready(),
            blockers=self.exact.blocking.blockers(),
            drivers=driving,
            budget_percent=self.options.budget_percent,
            budgets={key: self._distribution(drawn, key) for key in (*SIDES, CHANGE)},
            not_given={
                key: self._not_given(drawn, key, undrawn) for key in (*SIDES, CHANGE) if key in drawn.still_open
            },
            design=design,
            like=self.like,
            assumptions=matter,
            limited=self.comparison.beyond(self.rows),
        )

    def _take_in_the_rest(self) -> None:
        if without := set(self.exact.without_matter):
            openings = [each.opening for each in self.assumptions[AFTER] if each.opening.measures & without]
            read = [column for each in openings for column in each.columns if column in self.table.columns]
            rest = self.table.lazy().filter(~self._has_matter).select(read).collect()
            self.exact.take_in_the_rest(completed(rest, openings))

    # ---- drawn

    def _worlds(self, side: str) -> Worlds:
        return Worlds(Filler(self.rows, self.sets[side].rules, self.on, self.options.seed), self.assumptions[side])

    def _distribution(self, drawn: Drawn, key: str) -> Distribution | None:
        return distribution(drawn, key, self.exact.settled(key))

    @staticmethod
    def _undrawn(worlds: Worlds, masks: Sequence[Mask]) -> list[Assumption]:
        """What is open in some row and cannot be drawn."""
        there = [each for each, mask in zip(worlds.assumptions, masks, strict=True) if mask.any()]
        return [each for each in there if not worlds.filler.can_fill(each)]

    def _not_given(self, drawn: Drawn, key: str, undrawn: Mapping[str, list[Assumption]]) -> NotGiven:
        sides = [key] if key in SIDES else list(SIDES)
        measures = {m for m in self.comparison.measure_ids for side in sides if f"{side} {m}" in drawn.still_open}
        of_these = {a.opening.key: a for side in sides for a in undrawn[side] if a.opening.measures & measures}
        return NotGiven(drawn.still_open[key], tuple(of_these.values()), tuple(sorted(measures)))

    # ---- put together

    def _groups(self, compact: pl.DataFrame) -> dict[str, list[Group]]:
        found = {}
        for column in self.by:
            counts: dict[Any, int] = dict(self.table[column].value_counts().iter_rows())
            found[column] = groups_of(compact, column, counts)
        return found

    def _measure(self, key: str, drawn: Drawn) -> MeasureResult:
        touched = key in self.comparison.directions
        return MeasureResult(
            self.comparison.measure(key),
            {side: self.exact.measure(side, key) for side in SIDES},
            self.comparison.directions.get(key, SAME),
            self.exact.effects[key].found() if touched else None,
            {side: self._distribution(drawn, f"{side} {key}") for side in SIDES},
        )
