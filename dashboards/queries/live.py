"""Whether an open page shows what there is. Called inside `acting_for(business)`."""

from datetime import date, datetime

from accounts.models import Business
from accounts.roles import Permission, Role, allows
from dashboards.presenters.steps import Waiting
from followup.queries import waiting
from metrics.businesses import calendar_of
from metrics.maths.periods import local_day
from metrics.queries import as_of


def token(business: Business, role: Role, now: datetime) -> str:
    """What a page of this role shows now, in two statements."""
    waits = Waiting(*waiting(business)) if allows(role, Permission.WORK_CASES) else Waiting(0, None)
    return token_of(as_of(business), waits, local_day(now, calendar_of(business).zone))


def token_of(counted: datetime | None, waits: Waiting, today: date) -> str:
    """When the answers were counted, who waits, and the day: it changes when a page has something new to show."""
    return f"{today.isoformat()}.{counted.timestamp() if counted else 0}.{waits.count}"
