"""What other rooms may ask about letters."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from foundation.ids import first_uuid7
from foundation.tenancy.context import HasId, acting_for
from letters.models import Feedback, FeedbackKind, Letter, LetterState
from letters.purposes import REFUSED, Outcome


def counts(*, business: HasId | uuid.UUID, bundle: uuid.UUID) -> dict[str, int]:
    """How many letters of a bundle are in each state; every state is named."""
    with acting_for(business):
        rows = Letter.objects.filter(bundle=bundle).values_list("state").annotate(n=Count("id"))
        return {state.value: 0 for state in LetterState} | dict(rows)


def outcomes(*, business: HasId | uuid.UUID, purpose: str, subjects: Collection[uuid.UUID]) -> dict[uuid.UUID, Outcome]:
    """How far the letters about `subjects` got; `at` is when they were queued for those still on their way."""
    with acting_for(business):
        rows = Letter.objects.filter(purpose=purpose, subject__in=subjects)
        return {
            row.subject: Outcome(row.subject, row.state, row.settled_at or row.queued_at, row.reason) for row in rows
        }


def troubles(*, business: HasId | uuid.UUID, bundle: uuid.UUID, limit: int = 100) -> list[Outcome]:
    """The letters of a bundle that failed or whose fate is unknown, latest first."""
    with acting_for(business):
        rows = Letter.objects.filter(bundle=bundle, state__in=[LetterState.FAILED, LetterState.UNKNOWN])
        return [_outcome(row) for row in rows.order_by("-settled_at")[:limit]]


def next_due(*, business: HasId | uuid.UUID, purpose: str) -> datetime | None:
    """When there is work again: the first letter that may go out, or the first lease that runs out."""
    with acting_for(business):
        letters = Letter.objects.filter(purpose=purpose)
        waiting = letters.filter(state=LetterState.QUEUED).aggregate(at=Min("not_before"))["at"]
        leased = letters.filter(claim__isnull=False).aggregate(at=Min("leased_until"))["at"]
    return min((at for at in (waiting, leased) if at), default=None)


def _outcome(row: Letter) -> Outcome:
    return Outcome(row.subject, row.state, row.settled_at or row.queued_at, row.reason)


@dataclass(frozen=True)
class Ended:
    """Letters by how they ended; `bounced` are among the failed."""

    sent: int
    failed: int
    unknown: int
    bounced: int

    @property
    def tried(self) -> int:
        """All of them."""
        return self.sent + self.failed + self.unknown

    @property
    def bounced_percent(self) -> float | None:
        """Of 100 letters, how many came back; None where none went out."""
        return 100 * self.bounced / self.tried if self.tried else None


def ended_since(*, business: HasId | uuid.UUID, since: datetime) -> Ended:
    """How the letters ended that were queued since a moment."""
    with acting_for(business):
        # An id begins with the moment it was made, so that its index finds the new ones.
        rows = Letter.objects.filter(id__gte=first_uuid7(since)).exclude(settled_at=None)
        return Ended(
            **rows.aggregate(
                sent=Count("id", filter=Q(state=LetterState.SENT)),
                failed=Count("id", filter=Q(state=LetterState.FAILED)),
                unknown=Count("id", filter=Q(state=LetterState.UNKNOWN)),
                bounced=Count("id", filter=Q(state=LetterState.FAILED, reason__startswith=REFUSED)),
            )
        )


def complaints_since(*, business: HasId | uuid.UUID, since: datetime) -> int:
    """How many letters that were settled since a moment were reported as spam."""
    with acting_for(business):
        reported = Feedback.objects.filter(kind=FeedbackKind.COMPLAINED, at__gte=since, letter__settled_at__gte=since)
        return reported.count()
