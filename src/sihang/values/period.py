"""Periods of days."""

from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from sihang.values.errors import PeriodError

__all__ = ["Period", "PeriodError", "fiscal_year"]


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included; None leaves that side open."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise PeriodError(
                "period-ends-before-start",
                f"期间的止日 {self.end} 早于起日 {self.start}。",
                f"The period ends on {self.end}, before it starts on {self.start}.",
            )

    @classmethod
    def of_years(cls, start: date, years: int) -> "Period":
        """Return the period of whole years that begins on `start` (自…之日起有效期三年).

        Its last day is the day before the anniversary: 2024-02-27 and 3 years end on
        2027-02-26. A start on 29 February ends on 28 February of a common year, the last day of
        the month (民法典第202条), and on 28 February of a leap year, the day before the 29th.

        Raises:
            PeriodError: fewer than one year, or past the last year that a date can hold.
        """
        if years < 1 or start.year + years > MAXYEAR:
            raise PeriodError(
                "period-years",
                f"期间须为一年以上且不超出 {MAXYEAR} 年：{start} 起 {years} 年。",
                f"A period lasts one year or more and ends by {MAXYEAR}: {years} years from {start}.",
            )
        year = start.year + years
        if (start.month, start.day) == (2, 29):
            return cls(start, date(year, 2, 28))
        return cls(start, start.replace(year=year) - timedelta(days=1))

    def contains(self, day: date) -> bool:
        """Say whether `day` lies in the period, its first and last days included."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two periods share at least one day."""
        return _starts_by(self.start, other.end) and _starts_by(other.start, self.end)

    def __str__(self) -> str:
        """Return the ISO 8601 interval: 2024-02-27/2027-02-26, with `..` for an open side."""
        return f"{self.start or '..'}/{self.end or '..'}"


def fiscal_year(year: int) -> Period:
    """Return the accounting year: 1 January to 31 December (会计法第11条)."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def _starts_by(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start <= end
