"""Which days a number is about, and whether they are all there. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from metrics.maths.periods import Period, Span, first_day, local_day, next_first_day, span, split
from metrics.maths.states import State, state_of

DAY = timedelta(days=1)
# The present is told from the shortest of these that holds enough answers: 4, 8 or 12 weeks up to today.
CURRENT_DAYS = (28, 56, 84)
ALWAYS_QUIET_DAYS = 7  # no business is said to have stopped within a week


@dataclass(frozen=True, slots=True)
class History:
    """The first and last day with data, the longest wait between two of them in days, and when they were counted.

    All None where there is nothing; the wait is None where there is one day only.
    """

    first: date | None
    last: date | None
    longest_wait: int | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A business's time zone and the weekday its weeks begin on (0 for Monday)."""

    zone: ZoneInfo
    week_start: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """The spans asked for; `open_ended` where they are simply all there is so far, which is never unfinished."""

    spans: tuple[Span, ...]
    open_ended: bool


def resolve(
    since: date | None, until: date | None, period: Period, history: History, calendar: Calendar, now: datetime
) -> Range:
    """Cut since <= day < until into periods; a side left out reaches to where the data begin or end.

    Periods of the calendar are then kept whole. Raises ValueError where nothing lies between the two.
    """
    today = local_day(now, calendar.zone)
    first, last = history.first or today, history.last or today
    begin, end = since, until
    if begin is None:
        begin = first if period is Period.ALL else first_day(first, period, calendar.week_start)
        begin = begin if end is None else min(begin, end - DAY)
    if end is None:
        last_period = last if period is Period.ALL else first_day(last, period, calendar.week_start)
        end = last + DAY if period is Period.ALL else next_first_day(last_period, period)
        end = max(end, begin + DAY)
    if end <= begin:
        raise ValueError(f"Nothing lies between {begin} and {end}: the end is the first day that no longer counts.")
    spans = split(begin, end - DAY, period, calendar.zone, calendar.week_start)
    return Range(spans, open_ended=until is None and period is Period.ALL)


def trailing(days: int, calendar: Calendar, now: datetime, not_before: date | None = None) -> Span:
    """The last `days` local days, today among them, but none before `not_before`."""
    end = local_day(now, calendar.zone) + DAY
    begin = end - timedelta(days=days)
    return span(begin if not_before is None else min(max(begin, not_before), end - DAY), end, calendar.zone)


def days_before(first: date, end: date) -> tuple[date, date]:
    """What days first <= day < end are compared with: the month or quarter before a whole one, else as many days."""
    for period in (Period.MONTH, Period.QUARTER):
        if first == first_day(first, period) and end == next_first_day(first, period):
            return first_day(first - DAY, period), first
    return first - (end - first), first


def around(start: date, end: date, today: date) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """As many days before `start` as lie between it and `end`, and those; None while there is no whole day yet.

    Today is not over, so it does not count.
    """
    last = min(end, today)
    return None if last <= start else ((start - (last - start), start), (start, last))


def data_stop_inside(span: Span, history: History) -> bool:
    """Whether data end within the span: a silence up to its end longer than a week and than any silence before."""
    if history.last is None or history.longest_wait is None or not span.first <= history.last < span.end:
        return False
    return (span.last - history.last).days > max(ALWAYS_QUIET_DAYS, history.longest_wait)


def state_in(n: int, span: Span, history: History, now: datetime, minimum: int, *, open_ended: bool = False) -> State:
    """The state of a number of `n` answers in the span."""
    if open_ended:
        return state_of(n, whole=True, minimum=minimum)
    whole = span.whole and span.is_over(now)
    return state_of(n, whole=whole, minimum=minimum, data_stop_inside=data_stop_inside(span, history))
