"""Days and times in words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboards.presenters import periods
from metrics.maths.periods import Period

TODAY = date(2026, 11, 18)  # a Wednesday
NOW = datetime(2026, 11, 18, 11, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 3, 31), "31 March"),
        (date(2026, 11, 1), "1 November"),
        (date(2027, 11, 30), "30 November 2027"),
        (date(2025, 11, 30), "30 November 2025"),
    ],
)
def test_a_day_has_its_year_only_where_it_could_be_mistaken(day: date, words: str) -> None:
    assert periods.day(day, TODAY) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 18, 7, 12, tzinfo=UTC), "today 08:12"),
        (datetime(2026, 11, 17, 23, 30, tzinfo=UTC), "today 00:30"),
        (datetime(2026, 11, 17, 16, 0, tzinfo=UTC), "yesterday 17:00"),
        (datetime(2026, 11, 12, 8, 0, tzinfo=UTC), "Thursday 09:00"),
        (datetime(2026, 11, 11, 8, 0, tzinfo=UTC), "11 November 09:00"),
        (datetime(2024, 5, 3, 8, 0, tzinfo=UTC), "3 May 2024"),
    ],
)
def test_a_moment_is_told_in_the_business_s_own_zone(at: datetime, words: str) -> None:
    assert periods.moment(at, NOW, BERLIN) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 18, 16, 0, tzinfo=UTC), "today at 17:00"),
        (datetime(2026, 11, 19, 8, 0, tzinfo=UTC), "tomorrow at 09:00"),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "on Friday at 17:00"),
        (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), "on 30 November at 17:00"),
        (datetime(2026, 11, 18, 8, 0, tzinfo=UTC), "today 09:00"),
    ],
)
def test_what_is_due_says_by_when(at: datetime, words: str) -> None:
    assert periods.due(at, NOW, BERLIN) == words


@pytest.mark.parametrize(
    ("first", "period", "words"),
    [
        (date(2026, 11, 1), Period.MONTH, "November"),
        (date(2025, 11, 1), Period.MONTH, "November 2025"),
        (date(2026, 4, 1), Period.QUARTER, "April to June"),
        (date(2026, 11, 16), Period.WEEK, "week of 16 November"),
    ],
)
def test_periods_have_names(first: date, period: Period, words: str) -> None:
    assert periods.name(first, period, TODAY) == words


@pytest.mark.parametrize(
    ("first", "period", "words"),
    [
        (date(2026, 11, 1), Period.MONTH, "Nov"),
        (date(2026, 4, 1), Period.QUARTER, "Q2 2026"),
        (date(2026, 11, 16), Period.WEEK, "16 Nov"),
    ],
)
def test_a_chart_has_short_names(first: date, period: Period, words: str) -> None:
    assert periods.label(first, period) == words


def test_a_half_open_range_is_told_by_its_first_and_last_day() -> None:
    assert periods.days(date(2026, 6, 1), date(2026, 9, 1), TODAY) == "1 June to 31 August"


def test_a_range_of_one_day_is_that_day() -> None:
    assert periods.days(date(2026, 6, 1), date(2026, 6, 2), TODAY) == "1 June"
