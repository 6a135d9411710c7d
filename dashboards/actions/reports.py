"""Choosing who hears how the numbers stand and when, and putting the letters of a day into the queue."""

import uuid
from datetime import datetime, time, timedelta

from accounts.actions import set_hearing
from accounts.hearing import Hearing
from accounts.models import Business, Membership
from accounts.queries import able
from accounts.roles import Permission
from dashboards.models import ReportLetter
from foundation.agenda.actions import add
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from letters.actions import queue
from metrics.businesses import calendar_of
from metrics.maths.periods import Period, local_day
from metrics.maths.schedules import Schedule, next_after, occurrences

REPORT = "dashboards.report"  # the work on the agenda, its key weekly or monthly; and the purpose of the letters
AT = time(8)  # local
PERIODS = {Hearing.WEEKLY: Period.WEEK, Hearing.MONTHLY: Period.MONTH}
LONGEST = timedelta(days=32)  # at least one day of either schedule lies within


def schedule_of(business: Business, hears: Hearing) -> Schedule:
    """Every week on its first day, or every month on the first, at 08:00 by the business's clocks."""
    return Schedule(every=PERIODS[hears], at=AT, zone=calendar_of(business).zone, weekday=business.week_start)


def choose_hearing(*, business: Business, member_id: uuid.UUID, hears: Hearing, by: uuid.UUID, now: datetime) -> None:
    """Choose when a member hears, and see to it that they do. Raises Membership.DoesNotExist."""
    with acting_for(business):
        set_hearing(business=business, member_id=member_id, hears=hears, by=by)
        if hears in PERIODS:
            due_at = next_after(schedule_of(business, hears), now)
            add(business=business, kind=REPORT, key=hears.value, due_at=due_at)


def stop_letters(*, business: Business, member_id: uuid.UUID) -> bool:
    """Send this member no more of these letters; twice does no harm. False: nobody of the team."""
    try:
        set_hearing(business=business, member_id=member_id, hears=Hearing.NEVER, by=member_id)
    except Membership.DoesNotExist:
        return False
    return True


def queue_reports(*, business: Business, hears: Hearing, now: datetime) -> datetime | None:
    """Queue the letters of the last day of a schedule, each once; when its next day is, None where nobody hears."""
    schedule = schedule_of(business, hears)
    with acting_for(business):
        wanting = [person for person in able(business, Permission.SEE_NUMBERS) if person.hears is hears]
        if not wanting:
            return None
        people = [person.id for person in wanting if person.away_until is None]
        day = local_day(occurrences(schedule, now - LONGEST, now)[-1], schedule.zone)
        told = set(ReportLetter.objects.filter(day=day).values_list("user", flat=True))
        rows = [
            ReportLetter(business_id=business.id, user=person, hears=hears.value, day=day)
            for person in people
            if person not in told
        ]
        ReportLetter.objects.bulk_create(rows)
        if rows:
            queue(business=business, purpose=REPORT, subjects=[row.id for row in rows])
            data = {"hears": hears.value, "day": day.isoformat(), "letters": len(rows)}
            record(business=business, kind="reports.queued", subject=business.id, data=data)
    return next_after(schedule, now)
