"""Days and hours as the business lives them. Pure: `now` and the time zone are passed in."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foundation import writing


class NoSuchTimeError(ValueError):
    """The clocks jump over this time."""


def instant_of(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the clocks in `zone` show `clock` on `day`.

    A time that comes twice, when clocks go back, is the first of the two. One that clocks jump over raises
    NoSuchTimeError, whose text names the next one there is.
    """
    instant = datetime.combine(day, clock, zone).astimezone(UTC)
    shown = instant.astimezone(zone)
    if shown.time() != clock:
        missing = f"There is no {writing.clock(clock)} on {writing.day(day)}"
        raise NoSuchTimeError(f"{missing}: the clocks go forward then. Choose {writing.clock(shown)}.")
    return instant


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day on the wall in `zone` at an instant."""
    return at.astimezone(zone).date()


def quiet_since(now: datetime, quiet_days: int, zone: ZoneInfo) -> datetime:
    """Whoever was asked at or after this instant is left in peace at `now`.

    Counted in whole local days, so that a round sent every 90 days at nine does not miss those whose last letter came
    at one minute past nine.
    """
    first = local_day(now, zone) - timedelta(days=quiet_days - 1)
    return datetime.combine(first, time(), zone).astimezone(UTC)


def free_on(asked_at: datetime, quiet_days: int, zone: ZoneInfo) -> date:
    """The first local day on which somebody asked at `asked_at` may be asked again."""
    return local_day(asked_at, zone) + timedelta(days=quiet_days)


def written(day: date) -> str:
    """A day in words: 3 March 2026."""
    return writing.full_day(day)
