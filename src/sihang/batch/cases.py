"""One organisation with all its matters as a case: for those that have several matters of one type, which no row can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.case import Case, Matter, MatterType, Received, State, Stated
from sihang.rulebook.case_reader import Vocabulary
from sihang.rulebook.case_values import ValueReader
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, Fact, Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Measure
from sihang.rulebook.tables.names import awarded_columns, column_of, project_column, received_columns, year_column

Row = Mapping[str, Any]
"""A row in canonical form."""


@dataclass(frozen=True)
class CaseWriter:
    """Writes cases from rows.

    Args:
        columns: of the organisations' table, in canonical form.
    """

    rules: Rules
    vocabulary: Vocabulary
    columns: frozenset[str]
    on: date

    def case(self, organisation: Row, matters: Iterable[tuple[str, Row]]) -> Case:
        """The case of an organisation: its own row, and the row of each matter with its type."""
        rows = [*self._inline(organisation), *matters]
        facts = self._facts(self.vocabulary.organisation.values(), organisation)
        received = [*self._awarded(organisation), *self._received(rows)]
        return Case(
            None,
            None,
            facts,
            self._series(organisation),
            tuple(self._matter(*row) for row in rows),
            tuple(received),
            on=self.on,
        )

    def _inline(self, row: Row) -> Iterator[tuple[str, Row]]:
        """The matters that the organisation's own row holds, at most one of each type."""
        for key, each in self.vocabulary.matters.items():
            stating = [key] if key in self.columns else [column_of(fact) for fact in each.facts.values()]
            if any(row.get(name) is not None for name in stating):
                yield key, row

    def _matter(self, key: str, row: Row) -> Matter:
        of_type: MatterType = self.vocabulary.matters[key]
        name = matter_name(key, row.get(key))
        project = row.get(project_column(key)) or f"matter:{name}"
        return Matter(name, key, project, row.get(year_column(key)), self._facts(of_type.facts.values(), row))

    def _facts(self, facts: Iterable[Fact], row: Row) -> dict[str, Stated]:
        named = ((fact, row.get(column_of(fact))) for fact in facts if not fact.series)
        return {fact.key: self._stated(fact, cell) for fact, cell in named if cell is not None}

    def _series(self, row: Row) -> dict[str, dict[int, Stated]]:
        found: dict[str, dict[int, Stated]] = {}
        for fact in self.vocabulary.organisation.values():
            for year in range(FIRST_YEAR, LAST_YEAR + 1) if fact.series else ():
                cell = row.get(column_of(fact, year))
                if cell is not None:
                    found.setdefault(fact.key, {})[year] = self._stated(fact, cell)
        return found

    def _stated(self, fact: Fact, cell: Any) -> Stated:
        """A cell as a known fact; what an office's label means is judged by the day."""
        if fact.kind is Kind.DATE:
            cell = cell.toordinal()
        if fact.kind in (Kind.ENUM, Kind.LABEL, Kind.TEXT):
            return ValueReader([], self.vocabulary.mappings, self.on).stated(fact, cell, "")
        return Stated(State.KNOWN, (cell, cell))

    def _awarded(self, row: Row) -> Iterator[Received]:
        for measure in self.rules.measures:
            awarded, low, high = (row.get(name) for name in awarded_columns(measure.id))
            if awarded:
                most = NO_BOUND if high is None else high
                yield _of_measure(measure, low or 0, "paid")
                yield _of_measure(measure, most - (low or 0), "pending")
            elif awarded is None and high is not None:
                yield _of_measure(measure, high, "pending")

    def _received(self, rows: Iterable[tuple[str, Row]]) -> Iterator[Received]:
        """What was received for each project: the most that any matter of it says, as in a table."""
        ends: dict[str, tuple[int, int]] = {}
        for key, row in rows:
            low, high = (row.get(name) or 0 for name in received_columns(key))
            project = self._matter(key, row).project
            least, most = ends.get(project, (0, 0))
            ends[project] = max(least, low), max(most, high)
        for project, (low, high) in ends.items():
            if high:
                yield _of_project(project, low, "paid")
                yield _of_project(project, high - low, "pending")


def matter_name(key: str, name: str | None) -> str:
    """Of a matter in its case, where types share ids."""
    return f"{key}:{name or ''}"


def _of_measure(measure: Measure, amount: int, status: str) -> Received:
    return Received("district", "", amount, status, "matching", measure.package, measure.id)


def _of_project(project: str, amount: int, status: str) -> Received:
    return Received("other", "", amount, status, "exclusive", project=project)
