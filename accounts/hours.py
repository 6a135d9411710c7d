"""Working hours: when something is due. Pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS_NINE_TO_FIVE: dict[str, list[str]] = {day: ["09:00", "17:00"] for day in DAYS[:5]}
HORIZON_DAYS = 400


def due_after(start: datetime, working: timedelta, hours: dict[str, list[str]], zone: ZoneInfo) -> datetime:
    """The instant at which `working` time has passed since `start`, counting only working hours.

    `hours` maps a weekday (`mon` … `sun`) to its opening and closing, "HH:MM" in `zone`; a day left out is closed. A
    business that is never open counts every hour.
    """
    if not hours:
        return start + working
    left, moment = working, start.astimezone(UTC)  # in UTC: wall-clock sums are wrong when clocks change
    day = start.astimezone(zone).date()
    for _ in range(HORIZON_DAYS):
        span = hours.get(DAYS[day.weekday()])
        if span:
            opens, closes = (datetime.combine(day, time.fromisoformat(text), zone).astimezone(UTC) for text in span)
            begin = max(opens, moment)
            open_for = closes - begin
            if open_for >= left:
                return begin + left
            left -= max(open_for, timedelta())
        day += timedelta(days=1)
    return start + working
