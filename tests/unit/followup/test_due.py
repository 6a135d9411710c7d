"""Due times in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from followup.due import due, lapse, moment

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)  # Tuesday, 09:00 in Berlin


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (7, "today 16:00"),
        (-10, "yesterday 23:00"),
        (24, "tomorrow 09:00"),
        (72, "Friday 09:00"),
        (24 * 7, "10 March 09:00"),
        (24 * 330, "27 January 2027 09:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(hours: int, words: str) -> None:
    assert moment(NOW + timedelta(hours=hours), NOW, BERLIN) == words


def test_the_day_is_the_one_of_the_business() -> None:
    assert moment(datetime(2026, 3, 3, 23, 30, tzinfo=UTC), NOW, BERLIN) == "tomorrow 00:30"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "1 minute"), (20, "20 minutes"), (60, "1 hour"), (150, "2 hours"), (4320, "3 days")]
)
def test_a_lapse_is_said_in_its_largest_whole_unit(minutes: int, words: str) -> None:
    assert lapse(timedelta(minutes=minutes)) == words


def test_what_is_past_due_is_late() -> None:
    assert due(NOW - timedelta(hours=2), NOW, BERLIN) == "2 hours late"
    assert due(NOW + timedelta(hours=1), NOW, BERLIN) == "due today 10:00"
