"""Reading what was done on a case, as much as a page shows."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from followup.models import ANSWERS, ARRIVED, CaseEntry, EntryKind
from followup.places import Place
from foundation.tenancy.context import HasId, reading_for


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing done on a case. No `author`: the customer or the system.

    `fault` says why a reply did not arrive.
    """

    id: uuid.UUID
    kind: str
    author: uuid.UUID | None
    target: uuid.UUID | None
    text: str
    fault: str
    at: datetime

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.at, self.id)


def timeline(
    business: HasId | uuid.UUID, case_id: uuid.UUID, before: Place | None = None, limit: int = 50
) -> list[EntryView]:
    """The last `limit` things done on a case, oldest first; those before a place, where one is given."""
    with reading_for(business):
        rows = CaseEntry.objects.filter(case_id=case_id)
        if before:
            rows = rows.filter(Q(at=before.at, id__lt=before.id) | Q(at__lt=before.at), at__lte=before.at)
        return _latest(rows, limit)


def since_answered(
    business: HasId | uuid.UUID, case_id: uuid.UUID, answered_at: datetime | None, limit: int
) -> list[EntryView]:
    """What makes a case wait again, the last `limit` of it, oldest first: replies that did not arrive, and what the
    customer wrote since it was last answered."""
    with reading_for(business):
        failed, heard = ~Q(fault=""), Q(kind=EntryKind.HEARD) & ~Q(text="")
        rows = CaseEntry.objects.filter(failed | heard, case_id=case_id)
        return _latest(rows.filter(at__gt=answered_at) if answered_at else rows, limit)


def last_answer(business: HasId | uuid.UUID, case_id: uuid.UUID) -> EntryView | None:
    """The last that was said to the customer."""
    with reading_for(business):
        rows = CaseEntry.objects.filter(case_id=case_id, kind__in=ANSWERS, fault__in=ARRIVED)
        return next(iter(_latest(rows, 1)), None)


def _latest(rows: QuerySet[CaseEntry], limit: int) -> list[EntryView]:
    found = [_view(row) for row in rows.order_by("-at", "-id")[:limit]]
    return found[::-1]


def _view(row: CaseEntry) -> EntryView:
    return EntryView(row.id, row.kind, row.author, row.target, row.text, row.fault, row.at)
