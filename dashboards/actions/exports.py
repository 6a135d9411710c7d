"""Files of answers: noting who took some away, asking for one that takes a while, and what becomes of it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from dashboards.models import Export, ExportPiece, ExportState
from dashboards.queries.exports import kept_until
from foundation.agenda.actions import add
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for, business_id_of, run_for

MAKE = "dashboards.export"
FORGET = "dashboards.forget_export"
READY = "dashboards.file_ready"  # what the letters are for
FAILED = "dashboards.file_failed"
MOST_AT_ONCE = 3  # of one business: each keeps a worker busy
MOST_KEPT = 10  # of one person
STALLED = timedelta(hours=1)  # a file that has not moved for so long keeps no worker busy, and nobody else waiting
AT_A_TIME = 200  # pieces deleted in one transaction
IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))"


class TooManyError(ValueError):
    """No more files now; its text says what to do."""


def note_export(*, business: HasId, by: uuid.UUID, form: str, answers: int) -> None:
    """One line for one file; how many answers it holds, and none of their words."""
    with acting_for(business):
        data = {"form": form, "answers": answers}
        record(business=business, kind="answers.exported", subject=business.id, actor=by, data=data)


def request_export(
    *, business: HasId, by: uuid.UUID, form: str, asked: Mapping[str, str], dimensions: Sequence[str], now: datetime
) -> Export:
    """Let the workers make a file; the one that is being made already, where the same person asks twice.

    Raises TooManyError.
    """
    with acting_for(business):
        making = in_turn(business)
        same = (row for row in making if (row.asked_by, row.form, row.asked) == (by, form, dict(asked)))
        if (found := next(same, None)) is not None:
            return found
        refuse_too_many(business, by, making, now)
        row = Export.objects.create(
            business_id=business.id, asked_by=by, form=form, asked=asked, dimensions=list(dimensions), asked_at=now
        )
        record(business=business, kind="export.requested", subject=row.id, actor=by, data={"form": form})
        add(business=business, kind=MAKE, key=str(row.id), due_at=now)
        add(business=business, kind=FORGET, key=str(row.id), due_at=kept_until(row))
    return row


def in_turn(business: HasId) -> Sequence[Export]:
    """The files of a business that are being made; whoever else asks for one waits until the transaction ends."""
    run_for(business, IN_TURN, {"key": f"exports {business.id}"})
    return list(Export.objects.filter(business_id=business.id, state=ExportState.MAKING))


def refuse_too_many(business: HasId, by: uuid.UUID, making: Sequence[Export], now: datetime) -> None:
    """Raise TooManyError where one more is too many, beside those in the `making` or for this person."""
    moving = [row for row in making if now - (row.moved_at or row.asked_at) < STALLED]
    if len(moving) >= MOST_AT_ONCE:
        raise TooManyError(
            f"{MOST_AT_ONCE} files of your business are being made already. Wait until one is ready, then ask again."
        )
    kept = Export.objects.filter(
        business_id=business.id, asked_by=by, state__in=(ExportState.MAKING, ExportState.READY)
    )
    if kept.count() >= MOST_KEPT:
        raise TooManyError(f"You have {MOST_KEPT} files already. Delete one that you no longer need, then ask again.")


def drop_export(*, business: HasId, export_id: uuid.UUID, by: uuid.UUID, now: datetime) -> bool:
    """Delete a file that this person asked for, ready or not; whether there was one."""
    with acting_for(business):
        rows = Export.objects.filter(business_id=business.id, id=export_id, asked_by=by)
        dropped = rows.exclude(state=ExportState.DROPPED).update(state=ExportState.DROPPED, asked={})
        if dropped:
            record(business=business, kind="export.deleted", subject=export_id, actor=by)
            add(business=business, kind=FORGET, key=str(export_id), due_at=now)
    return bool(dropped)


def withdraw_exports(*, business: HasId | uuid.UUID, now: datetime) -> None:
    """Let nobody have the files of a business that hold, or may come to hold, somebody who was erased.

    Nobody looks into them for that person: a new file is quickly made, and what is gone is surely gone.
    """
    with acting_for(business):
        lying = (ExportState.MAKING, ExportState.READY, ExportState.FAILED)
        rows = Export.objects.filter(business_id=business_id_of(business), state__in=lying)
        for row in rows.select_for_update().order_by("id"):
            row.state, row.asked = ExportState.WITHDRAWN, {}
            row.save(update_fields=["state", "asked"])
            record(business=business, kind="export.withdrawn", subject=row.id)
            add(business=business, kind=FORGET, key=str(row.id), due_at=now)


def forget_export(*, business: HasId | uuid.UUID, export_id: uuid.UUID, now: datetime) -> datetime | None:
    """Delete some pieces of a file whose time is over; when to look again, None where nothing of it is left."""
    with acting_for(business):
        rows = Export.objects.filter(business_id=business_id_of(business), id=export_id)
        if (row := rows.select_for_update().first()) is None:
            return None
        over = row.state == ExportState.DROPPED or kept_until(row) <= now
        if not over and row.state != ExportState.WITHDRAWN:
            return kept_until(row)
        pieces = ExportPiece.objects.filter(business_id=row.business_id, of=row)
        if some := list(pieces.values_list("id", flat=True)[:AT_A_TIME]):
            pieces.filter(id__in=some).delete()
            return now
        if not over:
            return kept_until(row)
        row.delete()
        record(business=business, kind="export.forgotten", subject=export_id)
    return None
