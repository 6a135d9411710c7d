"""What is heard of survey letters after they were sent: the address gets no more, and the business may have to stop."""

import uuid
from collections.abc import Sequence

from django.utils import timezone

from accounts import queries as accounts
from customers import queries as customers
from customers.actions import suppress
from foundation.ledger.actions import record_many
from letters.purposes import BOUNCED, Returned
from surveys.actions.pausing import pause_if_bouncing, pause_if_reported
from surveys.asker import Asker
from surveys.models import Invitation, InvitationState
from surveys.reasons import BOUNCED as NO_SUCH_ADDRESS

ARRIVED = [InvitationState.SENT, InvitationState.UNKNOWN]


def hear_of_invitations(business_id: uuid.UUID, returns: Sequence[Returned]) -> None:
    """A letter that came back was not delivered after all, unless somebody answered it; its link goes on working."""
    business = accounts.by_id(business_id)
    gone = {one.subject for one in returns if one.kind == BOUNCED}
    unanswered = Invitation.objects.filter(id__in=gone, state__in=ARRIVED, answered_at=None)
    rows = list(unanswered.order_by("id").select_for_update())
    lines = [
        ("invitation.bounced", row.id, {"survey": str(row.survey_id), "day": row.delivered_on.isoformat()})
        for row in rows
        if row.delivered_on
    ]
    for row in rows:
        row.state, row.reason, row.delivered_on = InvitationState.FAILED, NO_SUCH_ADDRESS, None
    Invitation.objects.bulk_update(rows, ["state", "reason", "delivered_on"])
    if lines:
        record_many(business=business, lines=lines)  # the day they counted for counts anew
    _stop(business, returns)


def hear_of_reminders(business_id: uuid.UUID, returns: Sequence[Returned]) -> None:
    """The first letter arrived, whatever became of its reminder."""
    _stop(accounts.by_id(business_id), returns)


def _stop(business: Asker, returns: Sequence[Returned]) -> None:
    kinds = {one.subject: one.kind for one in returns}
    asked = dict(Invitation.objects.filter(id__in=kinds).values_list("id", "customer_id"))
    people = customers.people(business, set(asked.values()))
    for subject, customer_id in asked.items():
        email = people[customer_id].email if customer_id in people else None
        if email:
            suppress(business=business, email=email, reason=kinds[subject])
    now = timezone.now()
    if not pause_if_bouncing(business=business, now=now):
        pause_if_reported(business=business, now=now)
