"""Workdays by the announced table of each year (国务院办公厅关于部分节假日安排的通知).

Weekends are off unless the notice makes them workdays; holidays are off. A year that has not
been announced is never guessed.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import TypedDict

from sihang.values.errors import CalendarError, CalendarGap
from sihang.values.period import Period

__all__ = ["CalendarError", "CalendarGap", "WorkCalendar", "YearRow", "shipped_calendar"]

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class YearRow(TypedDict):
    """One announced year: the weekdays off and the weekend days worked (调休), as ISO dates."""

    year: int
    off: list[str]
    on: list[str]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days from `first` to `last` are workdays."""

    off: frozenset[date]
    on: frozenset[date]
    first: date
    last: date

    def __post_init__(self) -> None:
        covered = Period(self.first, self.last)
        both = self.off & self.on
        outside = {day for day in self.off | self.on if not covered.contains(day)}
        if both or outside:
            listed = ", ".join(str(day) for day in sorted(both | outside))
            raise CalendarError(
                "calendar-table",
                f"工作日表有误：以下日期既休又班，或不在 {covered} 内：{listed}。",
                f"These days are both off and on, or lie outside {covered}: {listed}.",
            )

    @classmethod
    def from_table(cls, rows: Iterable[YearRow]) -> "WorkCalendar":
        """Build the calendar from one row per announced year.

        Raises:
            CalendarError: no rows, years missing or given twice, or a day under the wrong year.
        """
        table = sorted(rows, key=lambda row: row["year"])
        years = [row["year"] for row in table]
        if not years or years != list(range(years[0], years[0] + len(years))):
            raise _bad_table(f"年份须逐年相连：{years}", f"the years must follow one another: {years}")
        for row in table:
            days = row["off"] + row["on"]
            if stray := [day for day in days if date.fromisoformat(day).year != row["year"]]:
                raise _bad_table(f"不属于{row['year']}年：{stray}", f"not in {row['year']}: {stray}")
        return cls(
            off=frozenset(date.fromisoformat(day) for row in table for day in row["off"]),
            on=frozenset(date.fromisoformat(day) for row in table for day in row["on"]),
            first=date(years[0], 1, 1),
            last=date(years[-1], 12, 31),
        )

    def is_workday(self, day: date) -> bool:
        """Say whether offices work on `day`; raise CalendarGap outside the announced years."""
        if not self.first <= day <= self.last:
            raise CalendarGap(
                "calendar-gap",
                f"{day} 的放假安排未收录（现有 {self.first} 至 {self.last}），请先更新工作日表。",
                f"No arrangement is known for {day}, only for {self.first} to {self.last}; update the table first.",
            )
        return day in self.on or (day.weekday() < SATURDAY and day not in self.off)

    def add(self, day: date, n: int) -> date:
        """Return the `n`-th workday after `day`; counting starts the day after (民法典第201条).

        Zero workdays after `day` is `day` itself, whether or not it is a workday.

        Raises:
            CalendarGap: `day` or a day that has to be counted is outside the announced years.
            CalendarError: `n` is negative.
        """
        if n < 0:
            raise CalendarError(
                "calendar-count",
                f"工作日数不能为负：{n}。",
                f"A number of workdays cannot be negative: {n}.",
            )
        self.is_workday(day)
        while n:
            day += ONE_DAY
            n -= self.is_workday(day)
        return day

    def count(self, start: date, end: date) -> int:
        """Return how many workdays lie from `start` to `end`, both days included.

        Raises:
            CalendarGap: a day is outside the announced years.
            PeriodError: `end` is before `start`.
        """
        Period(start, end)  # refuses an end before the start
        self.is_workday(end)  # refuses a far end before any counting
        days = (end - start).days + 1
        return sum(self.is_workday(start + timedelta(days=step)) for step in range(days))


@cache
def shipped_calendar() -> WorkCalendar:
    """Return the calendar of the years shipped with the package (see `tools/make_workdays.py`)."""
    text = resources.files("sihang.values").joinpath("workdays.json").read_text("utf-8")
    return WorkCalendar.from_table(json.loads(text)["years"])


def _bad_table(zh: str, en: str) -> CalendarError:
    return CalendarError("calendar-table", f"工作日表有误：{zh}。", f"The table of workdays is wrong: {en}.")
