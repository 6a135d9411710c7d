"""The letters' work on the agenda."""

import uuid
from datetime import datetime

from foundation.agenda.handlers import handles
from letters.actions import SEND
from letters.delivery import send
from letters.purposes import purposes

SLICE_SECONDS = 15.0


@handles(SEND)
def send_letters(business_id: uuid.UUID, key: str) -> datetime | None:
    """Send a slice of one purpose's letters; `key` is the purpose."""
    if key not in purposes:
        raise LookupError(f"No room has registered the purpose '{key}'.")
    return send(business_id=business_id, purpose=purposes[key], seconds=SLICE_SECONDS)
