"""What other rooms may ask about letters."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Min

from foundation.tenancy.context import HasId, acting_for
from letters.models import Letter, LetterState
from letters.purposes import Outcome


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
