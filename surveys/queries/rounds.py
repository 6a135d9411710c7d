"""Reading rounds: how far each one is. Everything here is called inside `acting_for(business)`."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from customers import queries as customers
from foundation.tenancy.context import HasId, business_id_of
from surveys.models import Invitation, InvitationState, Round
from surveys.reasons import BOUNCED

PATIENCE = timedelta(days=3)  # before somebody is reminded
MISSED = (InvitationState.SKIPPED, InvitationState.FAILED, InvitationState.UNKNOWN, InvitationState.CANCELLED)


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """How many people of a round are where; `answered` is part of `delivered` (or of `unknown`)."""

    waiting: int = 0
    delivered: int = 0
    bounced: int = 0
    refused: int = 0
    unknown: int = 0
    skipped: int = 0
    cancelled: int = 0
    answered: int = 0

    @property
    def letters(self) -> int:
        """Everybody who was, is or was to be written to."""
        return self.waiting + self.settled

    @property
    def settled(self) -> int:
        """Letters whose fate is known."""
        return self.delivered + self.bounced + self.refused + self.unknown + self.cancelled


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody of a round who got no letter, or perhaps none."""

    customer_id: uuid.UUID
    name: str
    state: str
    reason: str
    note: str


def round_of(business: HasId | uuid.UUID, round_id: uuid.UUID) -> Round | None:
    """One round with its survey."""
    return _rounds(business).filter(id=round_id).first()


def rounds(business: HasId | uuid.UUID) -> QuerySet[Round]:
    """All rounds with their surveys, those that start last first."""
    return _rounds(business).order_by("-starts_at", "-id")


def counts_of(business: HasId | uuid.UUID, round_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, RoundCounts]:
    """The counts of some rounds, in one query; every round is named."""
    ids = list(round_ids)
    rows = Invitation.objects.filter(business_id=business_id_of(business), round_id__in=ids).values("round_id")
    failed, bounced = Q(state=InvitationState.FAILED), Q(reason=BOUNCED)
    counted = rows.annotate(
        waiting=Count("id", filter=Q(state=InvitationState.QUEUED)),
        delivered=Count("id", filter=Q(state=InvitationState.SENT)),
        bounced=Count("id", filter=failed & bounced),
        refused=Count("id", filter=failed & ~bounced),
        unknown=Count("id", filter=Q(state=InvitationState.UNKNOWN)),
        skipped=Count("id", filter=Q(state=InvitationState.SKIPPED)),
        cancelled=Count("id", filter=Q(state=InvitationState.CANCELLED)),
        answered=Count("id", filter=Q(answered_at__isnull=False)),
    )
    places = [field.name for field in fields(RoundCounts)]
    found = {key: RoundCounts(*numbers) for key, *numbers in counted.values_list("round_id", *places)}
    return {round_id: found.get(round_id, RoundCounts()) for round_id in ids}


def missed_reasons(business: HasId | uuid.UUID, round_id: uuid.UUID) -> list[tuple[str, int]]:
    """Why people of a round got no letter, and how many for each reason, the most frequent first."""
    rows = _missed(business, round_id).values("reason").annotate(n=Count("id")).order_by("-n", "reason")
    return [(row["reason"], row["n"]) for row in rows]


def missed(
    business: HasId | uuid.UUID, round_id: uuid.UUID, *, reason: str = "", offset: int = 0, limit: int = 50
) -> list[Missed]:
    """Who of a round got no letter, for one reason or for any."""
    rows = _missed(business, round_id)
    if reason:
        rows = rows.filter(reason=reason)
    page = list(rows.order_by("id")[offset : offset + limit])
    people = customers.people(business, [row.customer_id for row in page])
    return [Missed(row.customer_id, people[row.customer_id].label, row.state, row.reason, row.note) for row in page]


def silent(now: datetime) -> Q:
    """Invitations that may be reminded: delivered at least three days ago, and no answer."""
    return Q(state=InvitationState.SENT, delivered_at__lte=now - PATIENCE, answered_at=None, reminded_at=None)


def remindable(business: HasId | uuid.UUID, round_id: uuid.UUID, now: datetime) -> int:
    """How many of a round may be reminded."""
    return Invitation.objects.filter(silent(now), business_id=business_id_of(business), round_id=round_id).count()


def awaiting_reminder(business: HasId | uuid.UUID, now: datetime) -> tuple[uuid.UUID, int] | None:
    """The newest round, if its reminder has not gone out, and how many it would reach; None where it reaches nobody."""
    open_still = Invitation.objects.filter(silent(now), round_id=OuterRef("id"), expires_at__gt=now)
    counted = open_still.order_by().values("round_id").annotate(n=Count("id")).values("n")
    newest = rounds(business).annotate(silent=Subquery(counted)).values_list("id", "silent", "reminded_at").first()
    return (newest[0], newest[1]) if newest and newest[1] and newest[2] is None else None


def first_delivered_at(business: HasId | uuid.UUID, round_id: uuid.UUID) -> datetime | None:
    """When the first letter of a round arrived."""
    rows = Invitation.objects.filter(
        business_id=business_id_of(business), round_id=round_id, delivered_at__isnull=False
    )
    return rows.order_by("delivered_at").values_list("delivered_at", flat=True).first()


def _rounds(business: HasId | uuid.UUID) -> QuerySet[Round]:
    return Round.objects.filter(business_id=business_id_of(business)).select_related("survey")


def _missed(business: HasId | uuid.UUID, round_id: uuid.UUID) -> QuerySet[Invitation]:
    return Invitation.objects.filter(business_id=business_id_of(business), round_id=round_id, state__in=MISSED).exclude(
        reason=""
    )
