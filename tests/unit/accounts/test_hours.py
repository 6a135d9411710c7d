"""When something is due, counting working hours only."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.hours import WEEKDAYS_NINE_TO_FIVE, due_after

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02 10:00", 4, "2026-03-02 14:00"),  # within one day
        ("2026-03-02 15:00", 4, "2026-03-03 11:00"),  # over night
        ("2026-03-06 16:00", 4, "2026-03-09 12:00"),  # over the week-end
        ("2026-03-07 12:00", 8, "2026-03-09 17:00"),  # begun on a Saturday
        ("2026-03-02 07:00", 1, "2026-03-02 10:00"),  # begun before opening
        ("2026-03-27 16:00", 2, "2026-03-30 10:00"),  # over the change to summer time
    ],
)
def test_only_working_hours_count(start: str, hours: int, due: str) -> None:
    assert due_after(berlin(start), timedelta(hours=hours), WEEKDAYS_NINE_TO_FIVE, BERLIN) == berlin(due)


def test_a_start_in_another_zone_is_the_same_instant() -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
    assert due_after(start, timedelta(hours=4), WEEKDAYS_NINE_TO_FIVE, BERLIN) == berlin("2026-03-02 14:00")


def test_a_business_that_is_never_open_counts_every_hour() -> None:
    start = berlin("2026-03-07 23:00")
    assert due_after(start, timedelta(hours=2), {}, BERLIN) == start + timedelta(hours=2)


def test_hours_over_a_clock_change_on_a_working_day_are_real_hours() -> None:
    every_night = {day: ["00:00", "08:00"] for day in ("sat", "sun")}
    start = berlin("2026-03-29 00:00")  # the hour from two to three does not exist
    assert due_after(start, timedelta(hours=4), every_night, BERLIN) == berlin("2026-03-29 05:00")
