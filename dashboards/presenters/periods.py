"""Days and times in words, in the business's own time zone. Pure."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from foundation import writing
from metrics.maths.periods import Period

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
NEAR = timedelta(days=330)  # within it a day needs no year


def day(of: date, today: date) -> str:
    """31 March; with its year where it could be mistaken for another: 31 March 2028."""
    return writing.day(of) if abs(of - today) < NEAR else writing.full_day(of)


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """today 08:12, yesterday 17:30, Tuesday 08:12 (the last six days), 3 May 08:12, 3 May 2024."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    ago = (today - local.date()).days
    if abs(ago) >= NEAR.days:
        return day(local.date(), today)
    return f"{_day_near(local.date(), ago, today)} {writing.clock(local)}"


def due(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """today at 17:00, tomorrow at 09:00, on Thursday at 17:00; yesterday 17:00 where it has passed."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    ahead = (local.date() - today).days
    if at < now:
        return moment(at, now, zone)
    names = {0: "today", 1: "tomorrow"}
    if ahead < 7:
        return f"{names.get(ahead, f'on {WEEKDAYS[local.weekday()]}')} at {writing.clock(local)}"
    return f"on {day(local.date(), today)} at {writing.clock(local)}"


def _day_near(of: date, ago: int, today: date) -> str:
    if ago == 0:
        return "today"
    if ago == 1:
        return "yesterday"
    return WEEKDAYS[of.weekday()] if 1 < ago < 7 else day(of, today)


def name(first: date, period: Period, today: date) -> str:
    """A period by its first day: November, week of 3 March, spring quarter as "April to June"; years where needed."""
    year = "" if abs(first - today) < NEAR else f" {first.year}"
    match period:
        case Period.MONTH:
            return f"{MONTHS[first.month - 1]}{year}"
        case Period.QUARTER:
            return f"{MONTHS[first.month - 1]} to {MONTHS[first.month + 1]}{year}"
        case Period.WEEK:
            return f"week of {day(first, today)}"
        case Period.TWO_WEEKLY:
            return f"two weeks from {day(first, today)}"
        case _:
            return day(first, today)


def label(first: date, period: Period) -> str:
    """The same as short as a chart needs it: Nov, 3 Mar, Q2."""
    match period:
        case Period.MONTH:
            return MONTHS[first.month - 1][:3]
        case Period.QUARTER:
            return f"Q{(first.month + 2) // 3} {first.year}"
        case _:
            return writing.short_day(first)


def days(since: date, until: date, today: date) -> str:
    """A half-open range of days as its first and last: 1 June to 31 August; one day is that day."""
    last = until - timedelta(days=1)
    return day(since, today) if last <= since else f"{day(since, today)} to {day(last, today)}"


def sentence(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def length(first: date, end: date, today: date) -> str:
    """A range up to now by its length: the last 8 weeks; by its first day where it is no whole weeks: the days since
    1 June."""
    weeks, rest = divmod((end - first).days, 7)
    if rest or not weeks:
        return "one day" if (end - first).days == 1 else f"the days since {day(first, today)}"
    return f"the last {weeks} weeks" if weeks > 1 else "the last week"


def as_long(first: date, end: date) -> str:
    """The range of the same length before: the 8 weeks before, the 17 days before."""
    count = (end - first).days
    weeks, rest = divmod(count, 7)
    if count == 1:
        return "the day before"
    return f"the {count} days before" if rest or weeks == 1 else f"the {weeks} weeks before"


def in_words(count: int) -> str:
    """Small counts are words: three, 13."""
    return NUMBERS[count] if count < len(NUMBERS) else writing.count(count)


def counted(count: int, noun: str) -> str:
    """one month, twelve months, 13 weeks."""
    return f"{in_words(count)} {noun}{'' if count == 1 else 's'}"
