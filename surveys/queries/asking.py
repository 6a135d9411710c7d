"""Whether somebody was asked. Called inside `acting_for(business)`."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from foundation.tenancy.context import HasId, business_id_of
from surveys.models import Invitation


@dataclass(frozen=True, slots=True)
class LastAsked:
    """What became of asking somebody: a state of `InvitationState`, and why, where no letter arrived."""

    survey_name: str
    state: str
    reason: str
    delivered_at: datetime | None


def last_asked(business: HasId | uuid.UUID, customer_id: uuid.UUID) -> LastAsked | None:
    """The last letter that reached a customer; where none did, what became of the last one meant for them."""
    rows = Invitation.objects.filter(business_id=business_id_of(business), customer_id=customer_id)
    row = rows.select_related("survey").order_by(F("delivered_at").desc(nulls_last=True), "-id").first()
    return LastAsked(row.survey.name, row.state, row.reason, row.delivered_at) if row else None
