"""Periods: half-open ranges of local days in a business's time zone, with the instants they begin and end.

A day begins at its local midnight. Where the clocks make that midnight twice the first counts; where they leave it out
the day begins as much later as the clocks jumped.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MONDAY = 0
# Two-week periods count from this Monday, so that every business and every run cuts them at the same weeks.
FORTNIGHT_ANCHOR = date(1970, 1, 5)


class Period(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    TWO_WEEKLY = "two_weekly"
    MONTH = "month"
    QUARTER = "quarter"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Span:
    """The local days from `first` up to, not with, `end`; the instants are in UTC and half-open in the same way.

    `whole` is False where a calendar period was cut short by the range that was asked for.
    """

    first: date
    end: date
    starts_at: datetime
    ends_at: datetime
    whole: bool = True

    @property
    def last(self) -> date:
        """The last local day inside."""
        return self.end - timedelta(days=1)

    def holds(self, moment: datetime) -> bool:
        """Whether an instant (with its zone) lies inside."""
        return self.starts_at <= moment < self.ends_at

    def is_over(self, now: datetime) -> bool:
        """Whether the last instant of the span has passed."""
        return now >= self.ends_at


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, of a local time; one that is skipped moves forward, one that comes twice is the first."""
    # fold=0 is exactly that: the first of two, and the offset before the gap for a time inside it (PEP 495).
    return datetime.combine(day, at.replace(fold=0, tzinfo=None), tzinfo=zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The local day an instant falls on; an instant without a zone is refused."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: pass an aware datetime.")
    return moment.astimezone(zone).date()


def span(first: date, end: date, zone: ZoneInfo, *, whole: bool = True) -> Span:
    """The span of the local days first <= day < end."""
    return Span(first, end, instant(first, time.min, zone), instant(end, time.min, zone), whole)


def first_day(day: date, period: Period, week_start: int = MONDAY) -> date:
    """The first local day of the calendar period that holds the day; weeks begin on `week_start`, 0 for Monday."""
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return day - timedelta(days=(day.weekday() - week_start) % 7)
        case Period.TWO_WEEKLY:
            return day - timedelta(days=(day - FORTNIGHT_ANCHOR - timedelta(days=week_start)).days % 14)
        case Period.MONTH:
            return day.replace(day=1)
        case Period.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Period.ALL:
            raise ValueError("The period 'all' has no borders of its own: give its first and last day to split().")


def next_first_day(first: date, period: Period) -> date:
    """The first day of the period after the one that begins on `first`."""
    if period in (Period.MONTH, Period.QUARTER):
        months = 1 if period is Period.MONTH else 3
        return (first + timedelta(days=31 * months)).replace(day=1)
    return first + timedelta(days={Period.DAY: 1, Period.WEEK: 7, Period.TWO_WEEKLY: 14}[period])


def split(first: date, last: date, period: Period, zone: ZoneInfo, week_start: int = MONDAY) -> tuple[Span, ...]:
    """The days first to last, both within, cut at the calendar's borders; no day is missed or counted twice."""
    if last < first:
        raise ValueError(f"The last day {last} lies before the first day {first}: swap them.")
    end = last + timedelta(days=1)
    if period is Period.ALL:
        return (span(first, end, zone),)
    spans = []
    begin = first_day(first, period, week_start)
    while begin < end:
        following = next_first_day(begin, period)
        whole = begin >= first and following <= end
        spans.append(span(max(begin, first), min(following, end), zone, whole=whole))
        begin = following
    return tuple(spans)


def current(now: datetime, period: Period, zone: ZoneInfo, week_start: int = MONDAY) -> Span:
    """The calendar period that holds now, which is not over yet."""
    begin = first_day(local_day(now, zone), period, week_start)
    return span(begin, next_first_day(begin, period), zone)


def previous(now: datetime, period: Period, zone: ZoneInfo, week_start: int = MONDAY) -> Span:
    """The last calendar period that is over now."""
    end = first_day(local_day(now, zone), period, week_start)
    return span(first_day(end - timedelta(days=1), period, week_start), end, zone)


def day_in_month(first: date, day: int) -> date:
    """That day of the month of `first`, or the month's last where it is shorter."""
    return first.replace(day=min(day, monthrange(first.year, first.month)[1]))
