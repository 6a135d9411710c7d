"""How days, times and numbers are written: one way for each business, chosen in its settings. Pure.

Whoever makes a page, a file or a letter for members does it within `written_for`; outside it, and by default, things
are written as Europe's English has them. What machines read (CSV, JSON, addresses) does not come by here.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

SPACE = "\u00a0"  # does not break


@dataclass(frozen=True, slots=True)
class Writing:
    """One way to write: the order of day and month, the clock, and the marks within numbers."""

    month_first: bool = False
    half_days: bool = False  # 5:00 pm
    thousands: str = ","
    decimal: str = "."
    percent: str = "%"  # what follows the number


STANDARD = "day_first"
WRITINGS: Mapping[str, Writing] = {
    STANDARD: Writing(),
    "half_days": Writing(half_days=True),
    "month_first": Writing(month_first=True, half_days=True),
    "comma": Writing(thousands=".", decimal=",", percent=f"{SPACE}%"),
    "comma_close": Writing(thousands=".", decimal=","),
    "space": Writing(thousands=SPACE, decimal=",", percent=f"{SPACE}%"),
    "space_close": Writing(thousands=SPACE, decimal=","),
    "apostrophe": Writing(thousands="’"),
}
_used: ContextVar[Writing] = ContextVar("writing", default=WRITINGS[STANDARD])
_zone: ContextVar[ZoneInfo | None] = ContextVar("zone", default=None)


class Writes(Protocol):
    """Whoever has a way to write, and a wall with a clock: a `Business`."""

    @property
    def writing(self) -> str: ...
    @property
    def timezone(self) -> str: ...


@contextmanager
def written_as(key: str) -> Iterator[None]:
    """Write in this way meanwhile; an unknown one is the standard."""
    mark = _used.set(WRITINGS.get(key, WRITINGS[STANDARD]))
    try:
        yield
    finally:
        _used.reset(mark)


@contextmanager
def written_for(business: Writes) -> Iterator[None]:
    """Write as a business does meanwhile, and take its zone for the instants of templates."""
    mark = _zone.set(ZoneInfo(business.timezone))
    try:
        with written_as(business.writing):
            yield
    finally:
        _zone.reset(mark)


def local(at: datetime) -> datetime:
    """An instant as the business's clocks show it."""
    zone = _zone.get()
    return at.astimezone(zone) if at.tzinfo and zone else at


def day(of: date) -> str:
    """31 March; March 31."""
    return f"{of:%B} {of.day}" if _used.get().month_first else f"{of.day} {of:%B}"


def full_day(of: date) -> str:
    """31 March 2026; March 31, 2026."""
    return f"{day(of)}{',' if _used.get().month_first else ''} {of.year}"


def short_day(of: date) -> str:
    """31 Mar; Mar 31."""
    return f"{of:%b} {of.day}" if _used.get().month_first else f"{of.day} {of:%b}"


def weekday(of: date) -> str:
    """Tuesday 31 March; Tuesday, March 31."""
    return f"{of:%A}{',' if _used.get().month_first else ''} {day(of)}"


def clock(at: datetime | time) -> str:
    """17:00; 5:00 pm."""
    if not _used.get().half_days:
        return f"{at:%H:%M}"
    return f"{at.hour % 12 or 12}:{at:%M}{SPACE}{'am' if at.hour < 12 else 'pm'}"


def count(number: int) -> str:
    """1,204; 1.204."""
    return f"{number:,}".replace(",", _used.get().thousands)


def digits(text: str) -> str:
    """The digits of a number as a program writes them, 7.4, as people here do: 7,4."""
    return text.replace(".", _used.get().decimal)


def decimal_mark() -> str:
    """What stands before the parts of one."""
    return _used.get().decimal


def percent(number: object) -> str:
    """A number, its digits written already, in per cent: 45%; 45 % with a space that does not break."""
    return f"{number}{percent_mark()}"


def percent_mark() -> str:
    """What stands behind a number in per cent."""
    return _used.get().percent


def example(key: str) -> str:
    """What a way to write looks like: 31 March 2026, 17:00; 1,234.5; 45%."""
    with written_as(key):
        return f"{full_day(date(2026, 3, 31))}, {clock(time(17))}; {count(1234)}{digits('.5')}; {percent(45)}"
