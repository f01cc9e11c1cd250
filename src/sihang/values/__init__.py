"""Values that every part of sihang shares: exact, immutable, checked where they come in.

Standard library only. An amount is whole fen, a rate whole basis points, a period whole days;
no binary floating point anywhere.
"""

from sihang.values.clause import ClauseRef
from sihang.values.errors import (
    CalendarError,
    CalendarGap,
    ClauseError,
    MoneyError,
    PeriodError,
    RateError,
    UsccError,
    ValueProblem,
)
from sihang.values.money import MAX_FEN, Money
from sihang.values.period import Period, fiscal_year
from sihang.values.rate import Rate
from sihang.values.uscc import Uscc, make_uscc
from sihang.values.workdays import WorkCalendar, shipped_calendar

__all__ = [
    "MAX_FEN",
    "CalendarError",
    "CalendarGap",
    "ClauseError",
    "ClauseRef",
    "Money",
    "MoneyError",
    "Period",
    "PeriodError",
    "Rate",
    "RateError",
    "Uscc",
    "UsccError",
    "ValueProblem",
    "WorkCalendar",
    "fiscal_year",
    "make_uscc",
    "shipped_calendar",
]
