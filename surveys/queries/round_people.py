"""The people of a round, by what became of them: the very ones that its counts count. Called inside `acting_for`."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from customers import queries as customers
from foundation.tenancy.context import HasId, business_id_of
from surveys.models import Invitation, InvitationState
from surveys.queries.rounds import PLACES

MISSED = (InvitationState.SKIPPED, InvitationState.FAILED, InvitationState.UNKNOWN, InvitationState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of a round: what became of the letter and why, when it arrived and when they answered."""

    customer_id: uuid.UUID
    name: str
    state: str
    reason: str
    note: str
    delivered_at: datetime | None
    answered_at: datetime | None


def people_of(
    business: HasId | uuid.UUID,
    round_id: uuid.UUID,
    *,
    place: str = "",
    reason: str = "",
    offset: int = 0,
    limit: int = 50,
) -> list[Asked]:
    """Who of a round is in one place (a key of PLACES) and was left out for one reason; "" is any."""
    page = list(_rows(business, round_id, place, reason).order_by("id")[offset : offset + limit])
    people = customers.people(business, [row.customer_id for row in page])
    return [
        Asked(
            row.customer_id,
            people[row.customer_id].label,
            row.state,
            row.reason,
            row.note,
            row.delivered_at,
            row.answered_at,
        )
        for row in page
    ]


def reasons_of(business: HasId | uuid.UUID, round_id: uuid.UUID) -> list[tuple[str, int]]:
    """Why people of a round got no letter, and how many for each reason, the most frequent first."""
    rows = _rows(business, round_id, "", "").filter(state__in=MISSED).exclude(reason="").values("reason")
    return [(row["reason"], row["n"]) for row in rows.annotate(n=Count("id")).order_by("-n", "reason")]


def _rows(business: HasId | uuid.UUID, round_id: uuid.UUID, place: str, reason: str) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(business_id=business_id_of(business), round_id=round_id)
    if place:
        rows = rows.filter(PLACES[place])
    return rows.filter(state__in=MISSED, reason=reason) if reason else rows
