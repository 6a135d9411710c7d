"""What others may ask of the agenda."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Count, Max, Min, Q
from django.db.models.functions import Cast

from foundation.agenda.models import Due, Pulse


def last_pulse(*, name: str) -> datetime | None:
    """When the part `name` was last seen alive; None if never."""
    return Pulse.objects.filter(name=name).values_list("at", flat=True).first()


@dataclass(frozen=True)
class Backlog:
    """Work of one kind: rows due by now, the oldest of their due times, and rows that failed at least once."""

    kind: str
    due: int
    oldest: datetime | None
    failing: int


def backlog(*, now: datetime) -> list[Backlog]:
    """What is due or failing, by kind. A row in somebody's hands is still due: it is struck out when it is done."""
    due, failing = Q(due_at__lte=now), Q(attempts__gt=0)
    rows = (
        Due.objects.filter(due | failing)
        .values("kind")
        .annotate(due=Count("id", filter=due), oldest=Min("due_at", filter=due), failing=Count("id", filter=failing))
        .order_by("kind")
    )
    return [Backlog(row["kind"], row["due"], row["oldest"], row["failing"]) for row in rows]


def late(*, now: datetime, than: timedelta) -> int:
    """How many pieces of work have been due for longer than `than`; at most 1,000 are counted."""
    return Due.objects.filter(due_at__lt=now - than)[:1000].count()


def stuck(*, kind: str, tries: int) -> int:
    """How many pieces of work of a kind have failed at least `tries` times in a row; at most 1,000 are counted."""
    return Due.objects.filter(kind=kind, attempts__gte=tries)[:1000].count()


@dataclass(frozen=True)
class Troubled:
    """Work that one run will do together: `rows` of it, the longest due of them, the most tries and a last error."""

    id: uuid.UUID
    business_id: uuid.UUID
    kind: str
    rows: int
    due_at: datetime
    attempts: int
    error: str


def troubled(*, now: datetime, late: timedelta, limit: int) -> list[Troubled]:
    """What has been due for longer than `late`, or failed at least once, the longest due first."""
    rows = (
        Due.objects.filter(Q(due_at__lt=now - late) | Q(attempts__gt=0))
        .values("business_id", "kind", "key")
        .annotate(
            first=Min(Cast("id", CharField())),
            rows=Count("id"),
            due=Min("due_at"),
            tries=Max("attempts"),
            said=Max("error"),
        )
        .order_by("due", "first")[:limit]
    )
    return [
        Troubled(
            id=uuid.UUID(row["first"]),
            business_id=row["business_id"],
            kind=row["kind"],
            rows=row["rows"],
            due_at=row["due"],
            attempts=row["tries"],
            error=row["said"],
        )
        for row in rows
    ]


def piece(*, row_id: uuid.UUID) -> Due | None:
    """One row; None where it is done."""
    return Due.objects.filter(id=row_id).first()
