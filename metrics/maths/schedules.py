"""Schedules that people set, "every Monday 08:00", in local time, worked out as instants.

A change of the clocks neither skips nor doubles one: each local date gives one instant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from metrics.maths.periods import MONDAY, Period, day_in_month, first_day, instant, local_day, next_first_day


@dataclass(frozen=True, slots=True)
class Schedule:
    """Once every period at a local time: weeks on `weekday` (0 for Monday), months and quarters on `day_of_month`.

    A month that is too short is served on its last day; a quarter in its first month.
    """

    every: Period
    at: time
    zone: ZoneInfo
    weekday: int = MONDAY
    day_of_month: int = 1

    def __post_init__(self) -> None:
        if self.every is Period.ALL:
            raise ValueError("A schedule repeats: choose day, week, two_weekly, month or quarter, not all.")
        if self.weekday not in range(7):
            raise ValueError(f"Weekday {self.weekday} does not exist: 0 is Monday, 6 is Sunday.")
        if self.day_of_month not in range(1, 32):
            raise ValueError(f"Day {self.day_of_month} is in no month: choose 1 to 31.")


def next_after(schedule: Schedule, moment: datetime) -> datetime:
    """The first instant of the schedule strictly later than the moment, in UTC."""
    return next(_from(schedule, moment))


def occurrences(schedule: Schedule, after: datetime, until: datetime) -> tuple[datetime, ...]:
    """Every instant of the schedule with after < instant <= until, in UTC and in order."""
    found = []
    for due in _from(schedule, after):
        if due > until:
            break
        found.append(due)
    return tuple(found)


def _from(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """The schedule's instants later than `after`, without end."""
    # A day early, since a time moved forward out of a gap can fall on the next local day.
    begin = first_day(local_day(after, schedule.zone) - timedelta(days=1), schedule.every)
    latest = after
    while True:
        due = instant(_day(schedule, begin), schedule.at, schedule.zone)
        # Strictly later than the last: a date that a zone left out altogether must not double the next.
        if due > latest:
            latest = due
            yield due
        begin = next_first_day(begin, schedule.every)


def _day(schedule: Schedule, begin: date) -> date:
    """The local date on which the period that begins on `begin` is served."""
    if schedule.every is Period.DAY:
        return begin
    if schedule.every in (Period.WEEK, Period.TWO_WEEKLY):
        return begin + timedelta(days=schedule.weekday)
    return day_in_month(begin, schedule.day_of_month)
