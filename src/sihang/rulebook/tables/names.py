"""How the columns of a table are named in canonical form (docs/tables.md)."""

from __future__ import annotations

from dataclasses import dataclass

from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.slots import Slot

_UNITS = {Kind.MONEY: "_fen", Kind.RATE: "_bp"}


def column_of(named: Fact | Slot, year: int | None = None) -> str:
    """`iur_investment_fen`, `challenge_rate_bp`, `revenue_2023_fen`, `kind`."""
    key = named.key if year is None else f"{named.key}_{year}"
    return key + _UNITS.get(named.kind, "")


def project_column(matter_type: str) -> str:
    return f"{matter_type}__project"


def year_column(matter_type: str) -> str:
    return f"{matter_type}__year"


def identity_columns(matter_type: str) -> tuple[str, str, str]:
    """The id of a matter, its project and its year."""
    return matter_type, project_column(matter_type), year_column(matter_type)


def awarded_columns(measure: str) -> tuple[str, str, str]:
    """Whether the measure was awarded before (empty: pending), and from how much to how much."""
    return f"{measure}__awarded", f"{measure}__awarded_low_fen", f"{measure}__awarded_high_fen"


def received_columns(matter_type: str) -> tuple[str, str]:
    """What was received for the project of a matter, to the exclusion of other support."""
    return f"{matter_type}__received_low_fen", f"{matter_type}__received_high_fen"


@dataclass(frozen=True, slots=True)
class ResultNames:
    """The columns of one result."""

    low: str
    high: str


@dataclass(frozen=True, slots=True)
class MeasureNames(ResultNames):
    """Of one measure."""

    finding: str

    @staticmethod
    def of(measure: str) -> MeasureNames:
        return MeasureNames(f"{measure}_low_fen", f"{measure}_high_fen", f"{measure}_finding")


@dataclass(frozen=True, slots=True)
class CombinationNames(ResultNames):
    """Of the best combination; `left` holds the ids of the measures left out, apart by a space."""

    certain: str
    left: str


COMBINATION = CombinationNames("combination_low_fen", "combination_high_fen", "combination_certain", "combination_left")
