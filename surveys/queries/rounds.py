"""Reading rounds: how far each one is. Everything here is called inside `acting_for(business)`."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from foundation.tenancy.context import HasId, business_id_of
from surveys.models import Invitation, InvitationState, Round
from surveys.reasons import BOUNCED

PATIENCE = timedelta(days=3)  # before somebody is reminded
FAILED, BY_ITS_ADDRESS = Q(state=InvitationState.FAILED), Q(reason=BOUNCED)
PLACES = {  # where somebody of a round is: what counts them is what finds them
    "waiting": Q(state=InvitationState.QUEUED),
    "delivered": Q(state=InvitationState.SENT),
    "bounced": FAILED & BY_ITS_ADDRESS,
    "refused": FAILED & ~BY_ITS_ADDRESS,
    "unknown": Q(state=InvitationState.UNKNOWN),
    "skipped": Q(state=InvitationState.SKIPPED),
    "cancelled": Q(state=InvitationState.CANCELLED),
    "answered": Q(answered_at__isnull=False),
    "silent": Q(state=InvitationState.SENT, answered_at=None),
}


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """How many people of a round are where, by the names of PLACES.

    `answered` is part of `delivered` (or of `unknown`, or came back later), `silent` is the rest of `delivered`.
    """

    waiting: int = 0
    delivered: int = 0
    bounced: int = 0
    refused: int = 0
    unknown: int = 0
    skipped: int = 0
    cancelled: int = 0
    answered: int = 0
    silent: int = 0

    @property
    def everybody(self) -> int:
        """All who were looked at when the round was prepared."""
        return self.letters + self.skipped

    @property
    def letters(self) -> int:
        """Everybody who was, is or was to be written to."""
        return self.waiting + self.settled

    @property
    def settled(self) -> int:
        """Letters whose fate is known."""
        return self.delivered + self.bounced + self.refused + self.unknown + self.cancelled


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
    counted = rows.annotate(**{place: Count("id", filter=those) for place, those in PLACES.items()})
    values = counted.values_list("round_id", *PLACES)
    found = {key: RoundCounts(**dict(zip(PLACES, numbers, strict=True))) for key, *numbers in values}
    return {round_id: found.get(round_id, RoundCounts()) for round_id in ids}


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
