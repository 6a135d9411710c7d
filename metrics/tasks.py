"""What of the metrics runs in the workers: hearing of answers, counting stale days, closing periods."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.queries import by_id
from followup.actions.improvements import REVIEW
from foundation.agenda.actions import add
from foundation.agenda.handlers import handles
from foundation.ledger.feed import consumes, feed
from foundation.ledger.models import LedgerLine
from foundation.ledger.sealing import seal
from letters.purposes import register
from metrics import review_letters
from metrics.actions.closings import close_periods
from metrics.actions.goals import CLOSE, settle_baselines
from metrics.actions.recount import SLICE, Day, mark_all_stale, mark_stale, recount
from metrics.businesses import LocalBusiness

CONSUMER = "metrics"
REFRESH = "metrics.refresh"
APART = timedelta(seconds=5)  # a business with answers all the time is counted so often; a quiet one at once
RUN = timedelta(seconds=15)  # a run ends soon after this and goes on in the next
COUNTED_KINDS = (
    "answer.given",
    "answer.changed",
    "answer.set_aside",
    "answer.restored",
    "answer.erased",
    "invitation.sent",
    "invitation.bounced",
    "invitation.erased",
)
DIMENSIONS = frozenset({"business.dimensions_added", "business.dimensions_stopped"})

register(REVIEW, write=review_letters.write)


@consumes(CONSUMER, (*COUNTED_KINDS, *DIMENSIONS))
def hear(business_id: uuid.UUID, lines: list[LedgerLine]) -> None:
    """Mark the days that these lines changed: of the answer, and of the delivery of what it answers."""
    if any(line.kind in DIMENSIONS for line in lines):
        mark_all_stale(business=business_id)
    counted_at = mark_stale(business=business_id, days=[day for line in lines for day in _days(line)])
    now = timezone.now()
    add(business=business_id, kind=REFRESH, due_at=max(now, counted_at + APART) if counted_at else now)


@handles(REFRESH, brief=True)
def refresh(business_id: uuid.UUID, key: str) -> datetime | None:
    """Count stale days for some seconds; then see whether a goal's first answers have come."""
    business = by_id(business_id)
    if not _done(_recount(business)):
        return timezone.now()
    settle_baselines(business=business, now=timezone.now())
    return None


@handles(CLOSE)
def close(business_id: uuid.UUID, key: str) -> datetime | None:
    """Close the ended periods of the goal `key`, once everything that happened until now is heard and counted."""
    business = by_id(business_id)
    if not _done(lambda: seal(business=business_id), lambda: feed(business_id, CONSUMER), _recount(business)):
        return timezone.now()
    now = timezone.now()
    settle_baselines(business=business, now=now)
    return close_periods(business=business, goal_id=uuid.UUID(key), now=now)


def _recount(business: LocalBusiness) -> Callable[[], bool]:
    """A step that leaves something to do only if it took as many days as it may."""
    return lambda: recount(business=business, dimensions=business.dimensions, now=timezone.now()) == SLICE


def _done(*steps: Callable[[], object]) -> bool:
    """Repeat each step until nothing is left of it; False where the time of a run is over before."""
    started = timezone.now()
    for step in steps:
        while step():
            if timezone.now() - started > RUN:
                return False
    return True


def _days(line: LedgerLine) -> list[Day]:
    if line.kind not in COUNTED_KINDS:
        return []
    named = (line.data["day"], line.data.get("delivered_on"))
    return [(uuid.UUID(line.data["survey"]), date.fromisoformat(day)) for day in named if day]
