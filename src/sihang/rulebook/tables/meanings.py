"""What each column of a table in canonical form may hold (docs/tables.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, Fact, Kind, Range
from sihang.rulebook.layers import Rules
from sihang.rulebook.slots import Slot
from sihang.rulebook.tables.names import awarded_columns, column_of, identity_columns, received_columns

GREATEST = {Kind.MONEY: 10**14, Kind.RATE: 10**7, Kind.INTEGER: 10**15}
"""The most that a cell may state, by kind; dates have their domain."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the cells of a column state: a kind of value; of ordered kinds the range; of an enum the options."""

    kind: Kind
    range: Range | None = None
    options: tuple[str, ...] = ()


_TEXT = Meaning(Kind.TEXT)
_YEAR = Meaning(Kind.INTEGER, (FIRST_YEAR, LAST_YEAR))
_AMOUNT = Meaning(Kind.MONEY, (0, GREATEST[Kind.MONEY]))


def meanings(rules: Rules) -> dict[str, Meaning]:
    """Every column that states something about an organisation or a matter, by its canonical name."""
    found: dict[str, Meaning] = {}
    every: list[Fact | Slot] = [*rules.facts.values(), *rules.slots.values()]
    for named in every:
        series = isinstance(named, Fact) and named.series
        for year in range(FIRST_YEAR, LAST_YEAR + 1) if series else (None,):
            found[column_of(named, year)] = _of(named)
    for measure in rules.measures:
        awarded, *amounts = awarded_columns(measure.id)
        found |= {awarded: Meaning(Kind.YES_NO)} | dict.fromkeys(amounts, _AMOUNT)
        if measure.matter is not None:
            identity, project, year_of = identity_columns(measure.matter)
            found |= {identity: _TEXT, project: _TEXT, year_of: _YEAR}
            found |= dict.fromkeys(received_columns(measure.matter), _AMOUNT)
    return found


def own_columns(rules: Rules, columns: Iterable[str]) -> list[str]:
    """Those of `columns` that state something about an organisation or a matter."""
    own = meanings(rules)
    return [column for column in columns if column in own]


def _of(named: Fact | Slot) -> Meaning:
    match named.kind:
        case Kind.YES_NO | Kind.LABEL | Kind.TEXT:
            return Meaning(named.kind)
        case Kind.ENUM:
            return Meaning(named.kind, options=tuple(option.key for option in named.options))
    low, high = named.domain
    return Meaning(named.kind, (low, min(high, GREATEST.get(named.kind, high))))
