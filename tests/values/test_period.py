"""Periods: whole days, both ends included."""

from datetime import MAXYEAR, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihang.values.period import Period, PeriodError, fiscal_year

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
years = st.integers(min_value=1, max_value=30)


@st.composite
def periods(draw):
    start, end = sorted([draw(days), draw(days)])
    return Period(draw(st.sampled_from([start, None])), draw(st.sampled_from([end, None])))


def test_three_years_from_publication_end_the_day_before_the_anniversary():
    validity = Period.of_years(date(2024, 2, 27), 3)

    assert validity == Period(date(2024, 2, 27), date(2027, 2, 26))
    assert validity.contains(date(2024, 2, 27))
    assert validity.contains(date(2027, 2, 26))
    assert not validity.contains(date(2024, 2, 26))
    assert not validity.contains(date(2027, 2, 27))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2023, 3, 1), 1, date(2024, 2, 29)),
        (date(2024, 3, 1), 1, date(2025, 2, 28)),
        (date(2024, 1, 1), 1, date(2024, 12, 31)),
    ],
)
def test_years_around_the_end_of_february(start, count, end):
    assert Period.of_years(start, count).end == end


@given(days, years, years)
def test_a_longer_period_ends_later(start, one, other):
    one_end, other_end = Period.of_years(start, one).end, Period.of_years(start, other).end

    assert (one < other) == (one_end < other_end)


@given(days, days, years)
def test_a_later_start_never_ends_earlier(one, other, count):
    assert Period.of_years(min(one, other), count).end <= Period.of_years(max(one, other), count).end


@pytest.mark.parametrize(("start", "count"), [(date(2024, 2, 27), 0), (date(MAXYEAR, 1, 1), 1)])
def test_a_period_of_no_years_or_beyond_the_calendar_is_refused(start, count):
    with pytest.raises(PeriodError) as refused:
        Period.of_years(start, count)

    assert refused.value.code == "period-years"


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(PeriodError) as refused:
        Period(date(2024, 9, 30), date(2024, 9, 29))

    assert refused.value.code == "period-ends-before-start"


def test_one_day_is_a_period():
    assert Period(date(2024, 9, 30), date(2024, 9, 30)).contains(date(2024, 9, 30))


def test_an_open_side_has_no_limit():
    assert Period(None, date(2024, 9, 30)).contains(date.min)
    assert Period(date(2024, 9, 30), None).contains(date.max)
    assert not Period(date(2024, 9, 30), None).contains(date(2024, 9, 29))


def test_periods_that_share_one_day_overlap():
    spring = Period(date(2024, 1, 1), date(2024, 6, 30))

    assert spring.overlaps(Period(date(2024, 6, 30), None))
    assert not spring.overlaps(Period(date(2024, 7, 1), None))


@given(periods(), periods())
def test_overlap_is_mutual_and_means_a_shared_day(one, other):
    starts = [period.start for period in (one, other) if period.start]
    first_common_day = max(starts, default=date.min)

    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(other) == (one.contains(first_common_day) and other.contains(first_common_day))


def test_the_fiscal_year_is_the_calendar_year():
    assert fiscal_year(2023) == Period(date(2023, 1, 1), date(2023, 12, 31))


def test_a_period_is_written_as_an_iso_interval():
    assert str(Period(date(2024, 2, 27), date(2027, 2, 26))) == "2024-02-27/2027-02-26"
    assert str(Period(None, date(2027, 2, 26))) == "../2027-02-26"
    assert str(Period(None, None)) == "../.."
