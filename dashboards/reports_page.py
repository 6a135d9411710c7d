"""What the page of reports is given."""

import uuid
from typing import Any

from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.hearing import Hearing
from accounts.models import Business
from accounts.queries import Member, able
from accounts.roles import Permission, allows
from dashboards.actions.reports import AT, PERIODS, schedule_of
from dashboards.presenters import periods
from metrics.businesses import calendar_of
from metrics.maths.schedules import next_after


def context(request: MemberRequest) -> dict[str, Any]:
    """Context of `dashboards/reports.html`."""
    people = able(request.business, Permission.SEE_NUMBERS)
    return {
        "people": [line(request.business, person) for person in people if may_choose(request, person.id)],
        "choices": list(Hearing),
        "all": allows(request.role, Permission.MANAGE_MEMBERS),
        "at": AT,
        "weekly_day": periods.WEEKDAYS[request.business.week_start],
    }


def may_choose(request: MemberRequest, member_id: uuid.UUID) -> bool:
    """Everybody for themselves; who manages the team for all of it."""
    return member_id == request.user.id or allows(request.role, Permission.MANAGE_MEMBERS)


def line(business: Business, person: Member) -> dict[str, Any]:
    """A person, and when their next letter comes."""
    return {"person": person, "next": coming(business, person.hears)}


def coming(business: Business, hears: Hearing) -> str:
    """The next letter comes on Monday at 08:00."""
    if hears not in PERIODS:
        return ""
    now = timezone.now()
    due = periods.due(next_after(schedule_of(business, hears), now), now, calendar_of(business).zone)
    return f"The next letter comes {due}."
