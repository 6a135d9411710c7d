"""When something is due, in words. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foundation import writing

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment as people say it: "today 17:00", "Thursday 17:00" within six days, else "14 December 17:00"."""
    there, here = at.astimezone(zone), now.astimezone(zone)
    days = (there.date() - here.date()).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        day = near[days]
    elif abs(days) <= 6:
        day = f"{there:%A}"
    else:
        day = (writing.day if there.year == here.year else writing.full_day)(there)
    return f"{day} {writing.clock(there)}"


def lapse(length: timedelta) -> str:
    """A length of time in its largest whole unit: "20 minutes", "1 hour", "3 days"."""
    for unit, name in ((DAY, "day"), (HOUR, "hour")):
        if length >= unit:
            return _counted(length // unit, name)
    return _counted(max(length // timedelta(minutes=1), 1), "minute")


def due(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """ "due today 17:00" before, "2 hours late" after."""
    return f"{lapse(now - at)} late" if at < now else f"due {moment(at, now, zone)}"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
