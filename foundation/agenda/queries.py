"""What others may ask of the agenda."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

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
