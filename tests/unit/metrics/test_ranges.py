"""Which days a number is about, and whether they are all there."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from metrics.maths.periods import Period, span
from metrics.maths.states import State
from metrics.ranges import Calendar, History, around, data_stop_inside, days_before, resolve, state_in, trailing

BERLIN = Calendar(ZoneInfo("Europe/Berlin"))
NOW = datetime(2026, 4, 10, 12, tzinfo=UTC)
MARCH = span(date(2026, 3, 1), date(2026, 4, 1), BERLIN.zone)


def told(first: date, last: date, wait: int | None) -> History:
    return History(first, last, wait, NOW)


ALL_YEAR = told(date(2026, 1, 15), date(2026, 4, 9), 3)


def test_all_reaches_from_the_first_day_with_data_to_the_last() -> None:
    found = resolve(None, None, Period.ALL, ALL_YEAR, BERLIN, NOW)
    assert [(one.first, one.end) for one in found.spans] == [(date(2026, 1, 15), date(2026, 4, 10))]
    assert found.open_ended


def test_months_without_ends_are_whole_calendar_months() -> None:
    found = resolve(None, None, Period.MONTH, ALL_YEAR, BERLIN, NOW)
    assert (found.spans[0].first, found.spans[-1].end) == (date(2026, 1, 1), date(2026, 5, 1))
    assert all(one.whole for one in found.spans)
    assert not found.open_ended


def test_weeks_begin_where_the_business_begins_them() -> None:
    sunday_first = Calendar(BERLIN.zone, week_start=6)
    found = resolve(date(2026, 3, 1), date(2026, 3, 15), Period.WEEK, ALL_YEAR, sunday_first, NOW)
    assert [one.first for one in found.spans] == [date(2026, 3, 1), date(2026, 3, 8)]


def test_without_data_the_range_is_today() -> None:
    found = resolve(None, None, Period.ALL, History(None, None, None, None), BERLIN, NOW)
    assert [(one.first, one.end) for one in found.spans] == [(date(2026, 4, 10), date(2026, 4, 11))]


@pytest.mark.parametrize("end", [date(2020, 1, 1), date(2026, 1, 1)])
def test_an_end_before_the_data_still_gives_a_range(end: date) -> None:
    (found,) = resolve(None, end, Period.ALL, ALL_YEAR, BERLIN, NOW).spans
    assert found.end == end
    assert found.first < end


def test_an_end_before_its_start_is_refused() -> None:
    with pytest.raises(ValueError, match="Nothing lies between"):
        resolve(date(2026, 3, 2), date(2026, 3, 2), Period.DAY, ALL_YEAR, BERLIN, NOW)


def test_a_trailing_window_ends_with_today_in_the_business_zone() -> None:
    late = datetime(2026, 4, 9, 22, 30, tzinfo=UTC)  # the 10th in Berlin
    window = trailing(28, BERLIN, late)
    assert (window.first, window.last) == (date(2026, 3, 14), date(2026, 4, 10))


def test_a_trailing_window_takes_in_nothing_before_its_limit() -> None:
    assert trailing(28, BERLIN, NOW, date(2026, 4, 1)).first == date(2026, 4, 1)
    assert trailing(28, BERLIN, NOW, date(2026, 5, 1)).first == date(2026, 4, 10)


@pytest.mark.parametrize(
    ("last", "wait", "stops"),
    [
        (date(2026, 3, 10), 3, True),  # 21 silent days, where 3 were the most
        (date(2026, 3, 10), 21, False),  # as long a wait has been before
        (date(2026, 3, 24), 3, False),  # a week says nothing
        (date(2026, 3, 10), None, False),  # one day has no rhythm
        (date(2026, 4, 2), 3, False),  # data go on after the period
        (date(2026, 2, 27), 3, False),  # and here they stopped before it
    ],
)
def test_data_stop_where_silence_is_longer_than_ever(last: date, wait: int | None, stops: bool) -> None:
    assert data_stop_inside(MARCH, told(date(2026, 1, 1), last, wait)) is stops


def test_a_period_that_is_not_over_is_partial() -> None:
    almost = MARCH.ends_at - timedelta(seconds=1)
    assert state_in(100, MARCH, ALL_YEAR, almost, 30) is State.PARTIAL
    assert state_in(100, MARCH, ALL_YEAR, MARCH.ends_at, 30) is State.OK


def test_a_period_cut_by_the_range_is_partial() -> None:
    cut = span(MARCH.first, date(2026, 3, 20), BERLIN.zone, whole=False)
    assert state_in(100, cut, ALL_YEAR, NOW, 30) is State.PARTIAL


def test_a_period_in_which_data_stop_is_partial() -> None:
    stopped = told(date(2026, 1, 1), date(2026, 3, 10), 2)
    assert state_in(100, MARCH, stopped, NOW, 30) is State.PARTIAL


def test_few_answers_are_said_before_an_unfinished_period() -> None:
    assert state_in(29, MARCH, ALL_YEAR, MARCH.starts_at, 30) is State.TOO_FEW
    assert state_in(0, MARCH, ALL_YEAR, NOW, 30) is State.NONE


def test_everything_so_far_is_never_unfinished() -> None:
    assert state_in(30, MARCH, ALL_YEAR, MARCH.starts_at, 30, open_ended=True) is State.OK


@pytest.mark.parametrize(
    ("first", "end", "before"),
    [
        (date(2026, 3, 1), date(2026, 4, 1), date(2026, 2, 1)),  # a month
        (date(2026, 4, 1), date(2026, 7, 1), date(2026, 1, 1)),  # a quarter
        (date(2026, 2, 1), date(2026, 4, 1), date(2025, 12, 4)),  # two months are 59 days
        (date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 2)),  # a week
    ],
)
def test_a_whole_month_or_quarter_is_compared_with_the_one_before(first: date, end: date, before: date) -> None:
    assert days_before(first, end) == (before, first)


def test_before_a_day_lies_as_much_as_after_it_and_never_today() -> None:
    start, end = date(2026, 3, 1), date(2026, 4, 1)
    assert around(start, end, date(2026, 3, 11)) == ((date(2026, 2, 19), start), (start, date(2026, 3, 11)))
    assert around(start, end, date(2026, 6, 1)) == ((date(2026, 1, 29), start), (start, end))
    assert around(start, end, start) is None
