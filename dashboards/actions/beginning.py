"""A file that cannot be made is given up after some tries, and made again where somebody asks for that."""

import uuid
from datetime import datetime

import structlog

from dashboards.actions.exports import FAILED, MAKE, in_turn, refuse_too_many
from dashboards.models import Export, ExportState
from foundation.agenda.actions import add
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for
from letters.actions import queue

log = structlog.get_logger(__name__)
TRIES = 8  # the agenda waits 2, 4, 8 … seconds between them: some four minutes


def begin_export(*, business: HasId, export_id: uuid.UUID) -> bool:
    """Note that a worker is about to go on with a file; False where it is given up, or nothing is to be made.

    It is counted before the work, so that a worker that dies of it counts as well as one that says why it cannot.
    A piece that is made (`making.keep`) begins the count anew.
    """
    with acting_for(business):
        rows = Export.objects.filter(business_id=business.id, id=export_id, state=ExportState.MAKING)
        if (row := rows.select_for_update().first()) is None:
            return False
        if row.faults < TRIES:
            row.faults += 1
        else:
            row.state = ExportState.FAILED
            record(business=business, kind="export.failed", subject=row.id, data={"form": row.form})
            queue(business=business, purpose=FAILED, subjects=[row.id])
            log.error("file given up", form=row.form, tries=TRIES)
        row.save(update_fields=["faults", "state"])
    return row.state == ExportState.MAKING


def retry_export(*, business: HasId, export_id: uuid.UUID, by: uuid.UUID, now: datetime) -> bool:
    """Go on with a file of this person that was given up; whether there is one. Once more does no harm.

    Raises TooManyError.
    """
    with acting_for(business):
        making = in_turn(business)
        rows = Export.objects.filter(business_id=business.id, id=export_id, asked_by=by)
        row = rows.filter(state__in=(ExportState.FAILED, ExportState.MAKING)).first()
        if row is not None and row.state == ExportState.FAILED:
            refuse_too_many(business, by, making, now)
            row.state, row.faults, row.moved_at = ExportState.MAKING, 0, now
            row.save(update_fields=["state", "faults", "moved_at"])
            record(business=business, kind="export.retried", subject=row.id, actor=by)
            add(business=business, kind=MAKE, key=str(row.id), due_at=now)
    return row is not None
