from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.maths.periods import Period
from metrics.maths.schedules import Schedule, next_after, occurrences
from tests.unit.metrics.maths.zones import BERLIN, CHATHAM, LORD_HOWE, ST_JOHNS, ZONES

START, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
EIGHT = time(8)


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_every_monday_at_eight_comes_once_a_week_at_its_local_hour(zone: ZoneInfo) -> None:
    found = [due.astimezone(zone) for due in occurrences(Schedule(Period.WEEK, EIGHT, zone), START, END)]
    assert len(found) == 52
    assert {(due.weekday(), due.time()) for due in found} == {(0, EIGHT)}
    assert {right.date() - left.date() for left, right in pairwise(found)} == {timedelta(days=7)}


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("at", [time(0), time(1, 30), time(2, 0), time(2, 15), time(2, 45), time(3)], ids=str)
def test_a_daily_time_inside_the_change_of_clocks_is_neither_skipped_nor_doubled(zone: ZoneInfo, at: time) -> None:
    found = occurrences(Schedule(Period.DAY, at, zone), START, END)
    days = [due.astimezone(zone).date() for due in found]
    assert days == [days[0] + timedelta(days=number) for number in range(365)]


@pytest.mark.parametrize(
    ("zone", "at", "day", "local"),
    [
        (BERLIN, time(2, 30), date(2025, 3, 30), "03:30"),
        (LORD_HOWE, time(2, 15), date(2025, 10, 5), "02:45"),
        (CHATHAM, time(2, 45), date(2025, 9, 28), "03:45"),
        (ST_JOHNS, time(2, 0), date(2025, 3, 9), "03:00"),
    ],
    ids=str,
)
def test_a_time_the_clocks_leave_out_moves_forward(zone: ZoneInfo, at: time, day: date, local: str) -> None:
    the_day_before = datetime(day.year, day.month, day.day, tzinfo=zone)
    assert f"{next_after(Schedule(Period.DAY, at, zone), the_day_before).astimezone(zone):%H:%M}" == local


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.sampled_from(ZONES))  # noqa: DTZ001  # hypothesis adds the zone
def test_the_next_time_is_later_and_within_a_week(moment: datetime, zone: ZoneInfo) -> None:
    due = next_after(Schedule(Period.WEEK, EIGHT, zone, weekday=4), moment)
    assert timedelta(0) < due - moment <= timedelta(days=7, hours=1)
    assert due.astimezone(zone).weekday() == 4


def test_the_moment_itself_is_not_its_own_next() -> None:
    monday = datetime(2025, 7, 14, 6, tzinfo=UTC)
    assert next_after(Schedule(Period.WEEK, EIGHT, BERLIN), monday) == monday + timedelta(days=7)


def test_a_month_without_a_31st_is_served_on_its_last_day() -> None:
    found = occurrences(Schedule(Period.MONTH, EIGHT, BERLIN, day_of_month=31), START, END)
    assert [due.day for due in found] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_every_two_weeks_is_every_fourteen_days() -> None:
    found = [
        due.astimezone(BERLIN).date() for due in occurrences(Schedule(Period.TWO_WEEKLY, EIGHT, BERLIN), START, END)
    ]
    assert len(found) == 26
    assert {right - left for left, right in pairwise(found)} == {timedelta(days=14)}


def test_a_quarter_is_served_in_its_first_month() -> None:
    found = occurrences(Schedule(Period.QUARTER, EIGHT, BERLIN, day_of_month=5), START, END)
    assert [(due.month, due.day) for due in found] == [(1, 5), (4, 5), (7, 5), (10, 5)]


def test_a_date_that_a_zone_left_out_does_not_double_the_next() -> None:
    # Samoa crossed the date line: 30 December 2011 never was there.
    apia = ZoneInfo("Pacific/Apia")
    found = occurrences(
        Schedule(Period.DAY, EIGHT, apia), datetime(2011, 12, 28, tzinfo=apia), datetime(2012, 1, 2, tzinfo=apia)
    )
    assert [due.astimezone(apia).day for due in found] == [28, 29, 31, 1]


def test_the_end_is_within_and_the_beginning_is_not() -> None:
    schedule = Schedule(Period.WEEK, EIGHT, BERLIN)
    monday = datetime(2025, 7, 14, 6, tzinfo=UTC)
    assert occurrences(schedule, monday, monday + timedelta(days=7)) == (monday + timedelta(days=7),)


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [({"every": Period.ALL}, "not all"), ({"weekday": 7}, "6 is Sunday"), ({"day_of_month": 0}, "choose 1 to 31")],
    ids=str,
)
def test_a_schedule_that_cannot_be_is_refused_with_its_remedy(wrong: dict[str, object], remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        Schedule(**({"every": Period.WEEK, "at": EIGHT, "zone": BERLIN} | wrong))  # type: ignore[arg-type]  # wrong on purpose
