"""The ledger's own work on the agenda."""

import uuid
from datetime import datetime

from django.utils import timezone

from foundation.agenda.actions import add
from foundation.agenda.handlers import handles
from foundation.agenda.tasks import run, tick
from foundation.ledger.actions import SEAL, seal
from foundation.ledger.feed import consumers, feed
from foundation.tenancy.context import acting_for

__all__ = ["feed_consumer", "run", "seal_ledger", "tick"]
FEED = "ledger.feed"
BATCH = 1000


@handles(SEAL)
def seal_ledger(business_id: uuid.UUID, key: str) -> datetime | None:
    """Seal a batch of lines, then let every consumer know."""
    with acting_for(business_id):  # one commit
        sealed = seal(business=business_id, limit=BATCH)
        now = timezone.now()
        if sealed:
            for name in consumers:
                add(business=business_id, kind=FEED, key=name, due_at=now)
    return now if sealed == BATCH else None


@handles(FEED)
def feed_consumer(business_id: uuid.UUID, key: str) -> datetime | None:
    """Let one consumer hear a batch."""
    return timezone.now() if feed(business_id, key) else None
