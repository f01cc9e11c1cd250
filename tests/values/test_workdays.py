"""Workdays: announced years only, counted from the day after."""

import json
import runpy
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihang.values.period import PeriodError
from sihang.values.workdays import CalendarError, CalendarGap, WorkCalendar, shipped_calendar

CALENDAR = shipped_calendar()
covered_days = st.dates(min_value=CALENDAR.first, max_value=CALENDAR.last)
# Far enough from the end of the table to count forty workdays on.
early_days = st.dates(min_value=CALENDAR.first, max_value=date(2026, 6, 30))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 2, 9), True),  # 除夕 of 2024 was not a holiday
        (date(2024, 2, 12), False),  # 春节, a Monday
        (date(2024, 2, 18), True),  # a Sunday worked
        (date(2024, 2, 17), False),  # a Saturday of the holiday
        (date(2024, 9, 29), True),  # a Sunday worked for 国庆节
        (date(2025, 1, 28), False),  # 除夕 of 2025 was one
        (date(2026, 1, 4), True),  # a Sunday worked for 元旦
        (date(2026, 2, 23), False),  # the ninth day of 春节
        (date(2020, 1, 31), False),  # 春节 of 2020, prolonged
        (date(2024, 6, 15), False),  # a plain Saturday
        (date(2024, 6, 14), True),  # a plain Friday
    ],
)
def test_the_shipped_table_follows_the_notices(day, works):
    assert CALENDAR.is_workday(day) == works


def test_five_workdays_of_public_notice_over_the_national_day():
    # Posted on Friday 2024-09-27. Counted: Sunday 29 (worked), Monday 30, then 8, 9 and 10 October.
    assert CALENDAR.add(date(2024, 9, 27), 5) == date(2024, 10, 10)


def test_no_workdays_later_is_the_same_day():
    assert CALENDAR.add(date(2024, 10, 1), 0) == date(2024, 10, 1)


def test_both_ends_are_counted():
    # Friday 27, Sunday 29 (worked) and Monday 30 September, Tuesday 8 October.
    assert CALENDAR.count(date(2024, 9, 27), date(2024, 10, 8)) == 4
    assert CALENDAR.count(date(2024, 9, 27), date(2024, 9, 27)) == 1
    assert CALENDAR.count(date(2024, 9, 28), date(2024, 9, 28)) == 0


@given(early_days, st.integers(min_value=1, max_value=40))
def test_adding_and_counting_agree(day, n):
    deadline = CALENDAR.add(day, n)

    assert CALENDAR.is_workday(deadline)
    assert CALENDAR.count(day + timedelta(days=1), deadline) == n


@given(early_days, early_days, st.integers(min_value=0, max_value=40))
def test_a_later_start_never_has_an_earlier_deadline(one, other, n):
    assert CALENDAR.add(min(one, other), n) <= CALENDAR.add(max(one, other), n)


@given(st.lists(covered_days, min_size=3, max_size=3).map(sorted))
def test_counts_of_adjoining_stretches_add_up(three):
    start, middle, end = three
    both = CALENDAR.count(start, middle) + CALENDAR.count(middle, end)

    assert both - CALENDAR.is_workday(middle) == CALENDAR.count(start, end)


def test_a_year_that_was_not_announced_is_never_guessed():
    with pytest.raises(CalendarGap) as refused:
        CALENDAR.is_workday(CALENDAR.last + timedelta(days=1))

    assert refused.value.code == "calendar-gap"
    assert f"{CALENDAR.first} 至 {CALENDAR.last}" in refused.value.zh


def test_a_deadline_beyond_the_table_is_not_guessed_either():
    with pytest.raises(CalendarGap):
        CALENDAR.add(CALENDAR.last - timedelta(days=1), 5)
    with pytest.raises(CalendarGap):
        CALENDAR.add(CALENDAR.first - timedelta(days=1), 1)
    with pytest.raises(CalendarGap):
        CALENDAR.count(CALENDAR.last, date(9999, 12, 31))


def test_counting_backwards_is_refused():
    with pytest.raises(CalendarError) as refused:
        CALENDAR.add(date(2024, 9, 27), -1)
    with pytest.raises(PeriodError):
        CALENDAR.count(date(2024, 9, 27), date(2024, 9, 26))

    assert refused.value.code == "calendar-count"


def test_an_office_can_bring_its_own_table():
    calendar = WorkCalendar.from_table([{"year": 2027, "off": ["2027-01-01"], "on": ["2027-01-03"]}])

    assert (calendar.first, calendar.last) == (date(2027, 1, 1), date(2027, 12, 31))
    assert calendar.add(date(2027, 1, 1), 2) == date(2027, 1, 4)  # Sunday 3 (worked), Monday 4


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"year": 2024, "off": [], "on": []}, {"year": 2026, "off": [], "on": []}],
        [{"year": 2024, "off": [], "on": []}, {"year": 2024, "off": [], "on": []}],
        [{"year": 2024, "off": ["2025-01-01"], "on": []}],
        [{"year": 2024, "off": ["2024-02-12"], "on": ["2024-02-12"]}],
    ],
    ids=["empty", "year missing", "year twice", "day of another year", "off and on"],
)
def test_a_table_that_contradicts_itself_is_refused(rows):
    with pytest.raises(CalendarError) as refused:
        WorkCalendar.from_table(rows)

    assert refused.value.code == "calendar-table"


def test_the_shipped_table_lists_only_exceptions_to_the_week():
    assert all(day.weekday() < 5 for day in CALENDAR.off)
    assert all(day.weekday() >= 5 for day in CALENDAR.on)


def test_the_shipped_table_is_what_the_tool_makes():
    pytest.importorskip("chinese_calendar")
    tool = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "make_workdays.py"))
    shipped = json.loads(resources.files("sihang.values").joinpath("workdays.json").read_text("utf-8"))

    made = {row["year"]: row for row in json.loads(tool["table_text"]())["years"]}

    assert [made[row["year"]] for row in shipped["years"]] == shipped["years"]


def test_the_shipped_table_agrees_with_chinesecalendar_day_by_day():
    chinese_calendar = pytest.importorskip("chinese_calendar")
    days = [CALENDAR.first + timedelta(days=n) for n in range((CALENDAR.last - CALENDAR.first).days + 1)]

    differing = [day for day in days if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)]

    assert differing == []
