"""The files that somebody asked for. Called inside `acting_for(business)`, but for `content`."""

import uuid
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from dashboards.models import Export, ExportPiece, ExportState
from foundation.tenancy.context import HasId, acting_for, business_id_of

KEPT = timedelta(days=7)


class GoneError(RuntimeError):
    """A file was deleted while it was fetched."""


def kept_until(file: Export) -> datetime:
    """When it is deleted."""
    return (file.made_at or file.asked_at) + KEPT


def files_of(business: HasId, person: uuid.UUID, now: datetime) -> Sequence[Export]:
    """What one person asked for, the latest first."""
    rows = Export.objects.filter(business_id=business.id, asked_by=person).exclude(state=ExportState.DROPPED)
    return [file for file in rows.order_by("-asked_at", "-id") if kept_until(file) > now]


def ready_file(business: HasId, person: uuid.UUID, export_id: uuid.UUID, now: datetime) -> Export | None:
    """A file that this person can have now."""
    found = Export.objects.filter(business_id=business.id, asked_by=person, id=export_id, state=ExportState.READY)
    return next((file for file in found if kept_until(file) > now), None)


def given_up(business: HasId) -> int:
    """How many files could not be made, and still wait for somebody to try again."""
    return Export.objects.filter(business_id=business.id, state=ExportState.FAILED).count()


def content(business: HasId | uuid.UUID, file: Export) -> Iterator[bytes]:
    """The bytes of a ready file, each piece read in a transaction of its own: a slow line keeps no connection.

    Raises GoneError where it was deleted meanwhile: what was sent is shorter than was said, and known to be broken.
    """
    for number in range(file.pieces):
        with acting_for(business):
            pieces = ExportPiece.objects.filter(
                business_id=business_id_of(business), of=file.id, of__state=ExportState.READY, number=number
            )
            data = pieces.values_list("data", flat=True).first()
        if data is None:
            raise GoneError
        yield zlib.decompress(data) if file.form == "csv" else bytes(data)
