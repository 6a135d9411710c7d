"""Days and hours as the business lives them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from surveys.localtime import NoSuchTimeError, free_on, instant_of, quiet_since

BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")


@pytest.mark.parametrize(("day", "utc_hour"), [(date(2026, 3, 28), 8), (date(2026, 3, 29), 7), (date(2026, 10, 25), 8)])
def test_nine_in_the_morning_is_nine_on_both_sides_of_a_change(day: date, utc_hour: int) -> None:
    assert instant_of(day, time(9), BERLIN) == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)


def test_a_time_that_clocks_jump_over_is_refused_and_the_next_one_named() -> None:
    with pytest.raises(NoSuchTimeError, match=r"no 02:30 on 29 March.*Choose 03:30"):
        instant_of(date(2026, 3, 29), time(2, 30), BERLIN)


def test_a_change_of_half_an_hour_is_known() -> None:
    with pytest.raises(NoSuchTimeError, match=r"Choose 02:45"):
        instant_of(date(2026, 10, 4), time(2, 15), LORD_HOWE)


def test_a_time_that_comes_twice_is_the_first() -> None:
    assert instant_of(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_quiet_period_counts_whole_local_days() -> None:
    now = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
    since = quiet_since(now, 90, BERLIN)
    assert since == datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
    just_before, just_in = datetime(2026, 3, 3, 22, 59, tzinfo=UTC), since
    assert free_on(just_before, 90, BERLIN) == date(2026, 6, 1)
    assert free_on(just_in, 90, BERLIN) == date(2026, 6, 2)


def test_no_quiet_period_leaves_nobody_in_peace() -> None:
    now = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
    assert quiet_since(now, 0, BERLIN) > now
