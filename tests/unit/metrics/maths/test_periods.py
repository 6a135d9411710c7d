from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.maths.periods import Period, current, first_day, instant, local_day, next_first_day, previous, split
from tests.unit.metrics.maths.zones import BERLIN, CHATHAM, KOLKATA, LORD_HOWE, ST_JOHNS, ZONES

SUNDAY = 6
CALENDAR = [period for period in Period if period is not Period.ALL]
DATES = st.dates(date(2012, 1, 1), date(2035, 12, 31))
MOMENTS = st.datetimes(datetime(2012, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, date(2025, 3, 30), 23),
        (BERLIN, date(2025, 10, 26), 25),
        (LORD_HOWE, date(2025, 10, 5), 23.5),
        (LORD_HOWE, date(2025, 4, 6), 24.5),
        (CHATHAM, date(2025, 9, 28), 23),
        (KOLKATA, date(2025, 3, 30), 24),
        (ST_JOHNS, date(2025, 3, 9), 23),
    ],
    ids=str,
)
def test_a_day_is_as_long_as_its_clocks_make_it(zone: ZoneInfo, day: date, hours: float) -> None:
    (only,) = split(day, day, Period.DAY, zone)
    assert only.ends_at - only.starts_at == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "starts_at"),
    [
        (BERLIN, datetime(2025, 6, 30, 22, tzinfo=UTC)),
        (LORD_HOWE, datetime(2025, 6, 30, 13, 30, tzinfo=UTC)),
        (CHATHAM, datetime(2025, 6, 30, 11, 15, tzinfo=UTC)),
        (KOLKATA, datetime(2025, 6, 30, 18, 30, tzinfo=UTC)),
        (ST_JOHNS, datetime(2025, 7, 1, 2, 30, tzinfo=UTC)),
    ],
    ids=str,
)
def test_a_month_begins_at_local_midnight(zone: ZoneInfo, starts_at: datetime) -> None:
    july = current(datetime(2025, 7, 15, tzinfo=UTC), Period.MONTH, zone)
    assert (july.first, july.end, july.starts_at) == (date(2025, 7, 1), date(2025, 8, 1), starts_at)


@pytest.mark.parametrize("zone", ZONES, ids=str)
@given(moment=MOMENTS)
def test_an_instant_lies_in_the_day_it_was_given_and_in_no_other(zone: ZoneInfo, moment: datetime) -> None:
    day = local_day(moment, zone)
    around = split(day - timedelta(days=1), day + timedelta(days=1), Period.DAY, zone)
    assert [span.holds(moment) for span in around] == [False, True, False]


@pytest.mark.parametrize("zone", ZONES, ids=str)
@given(first=DATES, days=st.integers(0, 800), period=st.sampled_from(list(Period)), week_start=st.integers(0, 6))
def test_the_parts_join_without_gap_or_overlap(
    zone: ZoneInfo, first: date, days: int, period: Period, week_start: int
) -> None:
    last = first + timedelta(days=days)
    spans = split(first, last, period, zone, week_start)
    assert (spans[0].first, spans[-1].last) == (first, last)
    for left, right in pairwise(spans):
        assert (left.end, left.ends_at) == (right.first, right.starts_at)
        assert left.starts_at < left.ends_at


def test_weeks_begin_on_the_day_the_business_says() -> None:
    wednesday = datetime(2025, 7, 16, 12, tzinfo=UTC)
    assert current(wednesday, Period.WEEK, BERLIN).first == date(2025, 7, 14)
    assert current(wednesday, Period.WEEK, BERLIN, week_start=SUNDAY).first == date(2025, 7, 13)


@given(DATES, st.integers(0, 6))
def test_two_weeks_are_two_of_the_weeks(day: date, week_start: int) -> None:
    first = first_day(day, Period.TWO_WEEKLY, week_start)
    assert first.weekday() == week_start
    assert 0 <= (day - first).days < 14
    assert first_day(first + timedelta(days=13), Period.TWO_WEEKLY, week_start) == first


def test_quarters_are_the_calendars() -> None:
    quarters = split(date(2025, 1, 1), date(2025, 12, 31), Period.QUARTER, BERLIN)
    assert [quarter.first.month for quarter in quarters] == [1, 4, 7, 10]
    assert all(quarter.whole for quarter in quarters)


def test_a_period_cut_by_the_range_is_not_whole() -> None:
    months = split(date(2025, 1, 10), date(2025, 3, 31), Period.MONTH, BERLIN)
    assert [(month.first.day, month.last.day, month.whole) for month in months] == [
        (10, 31, False),
        (1, 28, True),
        (1, 31, True),
    ]


def test_all_is_one_span() -> None:
    (only,) = split(date(2025, 1, 10), date(2025, 3, 31), Period.ALL, BERLIN)
    assert (only.first, only.last, only.whole) == (date(2025, 1, 10), date(2025, 3, 31), True)


@pytest.mark.parametrize("period", CALENDAR)
@given(now=MOMENTS, zone=st.sampled_from(ZONES))
def test_the_previous_period_is_over_and_ends_where_the_current_begins(
    period: Period, now: datetime, zone: ZoneInfo
) -> None:
    before, running = previous(now, period, zone), current(now, period, zone)
    assert before.ends_at == running.starts_at
    assert before.is_over(now)
    assert running.holds(now)
    assert not running.is_over(now)


@pytest.mark.parametrize("period", CALENDAR)
@given(day=DATES)
def test_the_next_period_begins_a_period(period: Period, day: date) -> None:
    following = next_first_day(first_day(day, period), period)
    assert following > day
    assert first_day(following, period) == following
    assert first_day(following - timedelta(days=1), period) == first_day(day, period)


def test_a_skipped_local_time_moves_forward() -> None:
    assert instant(date(2025, 3, 30), time(2, 30), BERLIN) == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)


def test_a_local_time_that_comes_twice_is_the_first() -> None:
    assert instant(date(2025, 10, 26), time(2, 30), BERLIN) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_all_has_no_current_period() -> None:
    with pytest.raises(ValueError, match="split"):
        current(datetime(2025, 1, 1, tzinfo=UTC), Period.ALL, BERLIN)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="swap them"):
        split(date(2025, 2, 1), date(2025, 1, 1), Period.DAY, BERLIN)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        local_day(datetime(2025, 1, 1), BERLIN)  # noqa: DTZ001  # the mistake itself
