"""Work of this room on the agenda."""

import uuid
from datetime import datetime, timedelta

from django.utils.timezone import now

from customers import actions
from customers.actions.imports import FORGET, UNDER_WAY, WORK
from customers.actions.undoing import UNDO
from customers.models import Import, ImportState
from foundation.agenda.handlers import handles

AT_A_TIME = timedelta(seconds=15)


@handles(WORK)
def import_on(business_id: uuid.UUID, key: str) -> datetime | None:
    """Go on with an import for a while; now, where there is more to do."""
    end = now() + AT_A_TIME
    try:
        while now() < end:
            if actions.advance_import(business=business_id, import_id=uuid.UUID(key)).state not in UNDER_WAY:
                return None
    except Import.DoesNotExist:  # another worker was quicker, or it was deleted
        return None
    return now()


@handles(UNDO)
def undo_on(business_id: uuid.UUID, key: str) -> datetime | None:
    """Go on with taking an import back for a while; now, where there is more to do."""
    end = now() + AT_A_TIME
    try:
        while now() < end:
            if actions.advance_undo(business=business_id, import_id=uuid.UUID(key)).state != ImportState.UNDOING:
                return None
    except Import.DoesNotExist:
        return None
    return now()


@handles(FORGET)
def forget(business_id: uuid.UUID, key: str) -> datetime | None:
    """Delete what an import keeps of people once nobody needs it."""
    return actions.forget_import(business=business_id, import_id=uuid.UUID(key))
