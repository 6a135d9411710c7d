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
    """Seal a batch of lines, and let those know who hear of lines of such kinds: of a full batch everybody.

    So that nobody's cursor falls far behind for want of lines that concern it.
    """
    with acting_for(business_id):  # one commit
        sealed = seal(business=business_id, limit=BATCH)
        now, full = timezone.now(), len(sealed) == BATCH
        for name, consumer in consumers.items():
            if full or not consumer.kinds.isdisjoint(sealed):
                add(business=business_id, kind=FEED, key=name, due_at=now)
    return now if full else None


@handles(FEED)
def feed_consumer(business_id: uuid.UUID, key: str) -> datetime | None:
    """Let one consumer hear a batch."""
    return timezone.now() if feed(business_id, key) else None
