"""The ledger's own work on the agenda."""

import uuid
from datetime import datetime

import structlog
from django.utils import timezone

from foundation.agenda.actions import add
from foundation.agenda.handlers import handles
from foundation.agenda.tasks import run, tick
from foundation.ledger.actions import SEAL
from foundation.ledger.feed import consumers, feed
from foundation.ledger.sealing import Sealed, seal, seal_and_tell
from foundation.tenancy.context import acting_for

__all__ = ["feed_consumer", "run", "seal_ledger", "tick"]
FEED = "ledger.feed"
BATCH = 500
log = structlog.get_logger(__name__)


@handles(SEAL, brief=True)
def seal_ledger(business_id: uuid.UUID, key: str) -> datetime | None:
    """Seal a batch of lines and let everybody hear of them; whoever is behind, or stumbled, by work of their own."""
    try:
        sealed = _seal(business_id)
    except Exception:
        log.exception("nobody could be told at once")
        with acting_for(business_id):  # one commit
            sealed = Sealed(seal(business=business_id, limit=BATCH), list(consumers))
            _let_hear(business_id, sealed)
    return timezone.now() if sealed.lines == BATCH else None


@handles(FEED, brief=True)
def feed_consumer(business_id: uuid.UUID, key: str) -> datetime | None:
    """Let one consumer hear a batch."""
    return timezone.now() if feed(business_id, key) else None


def _seal(business_id: uuid.UUID) -> Sealed:
    with acting_for(business_id):  # one commit
        sealed = seal_and_tell(business=business_id, limit=BATCH)
        _let_hear(business_id, sealed)
    return sealed


def _let_hear(business_id: uuid.UUID, sealed: Sealed) -> None:
    now = timezone.now()
    for name in sealed.behind:
        add(business=business_id, kind=FEED, key=name, due_at=now)
