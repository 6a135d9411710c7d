"""Rounds of a survey, and the machinery run until nothing is due."""

import uuid
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Business
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from surveys.actions.rounds import plan_round
from surveys.actions.surveys import create_survey
from surveys.models import Invitation, InvitationState, Round, Survey
from tests.factories.customers import make_customer


def make_round(business: Business, survey: Survey | None = None, **values: Any) -> Round:
    """A round of a new survey to everybody, at once."""
    survey = survey or create_survey(business=business, kind="nps")
    return plan_round(business=business, survey_id=survey.id, **{"audience": {}, **values})


def undo_time_over(business: Business) -> None:
    """As if a minute had passed since every round was planned."""
    with acting_for(business):
        for planned in Round.objects.all():
            planned.created_at -= timedelta(seconds=61)
            planned.save(update_fields=["created_at"])


def run_round(business: Business, survey: Survey | None = None, **values: Any) -> Round:
    """Plan a round and do all that is due, until its letters are out."""
    planned = make_round(business, survey, **values)
    undo_time_over(business)
    drain(rounds=50)
    return reload(business, planned)


def reload(business: Business, planned: Round) -> Round:
    """A round as it stands."""
    with acting_for(business):
        return Round.objects.get(id=planned.id)


def invitations(business: Business, planned: Round | None = None) -> list[Invitation]:
    """The invitations of a round, or all of them, in the customers' order."""
    with acting_for(business):
        rows = Invitation.objects.filter(round=planned) if planned else Invitation.objects.all()
        return list(rows.order_by("customer_id"))


def states(business: Business, planned: Round | None = None) -> Counter[str]:
    """How many invitations are in each state."""
    return Counter(row.state for row in invitations(business, planned))


def asked_before(business: Business, delivered_at: datetime | None = None, **values: Any) -> Invitation:
    """An invitation of an earlier survey that reached somebody."""
    survey = values.pop("survey", None) or create_survey(business=business, kind="csat")
    customer_id: uuid.UUID = values.pop("customer_id", None) or make_customer(business).id
    at = delivered_at or timezone.now()
    with acting_for(business):
        return Invitation.objects.create(
            **{
                "business_id": business.id,
                "survey": survey,
                "customer_id": customer_id,
                "state": InvitationState.SENT,
                "delivered_at": at,
                "delivered_on": at.date(),
                "settled_at": at,
                "expires_at": at + timedelta(days=30),
                **values,
            }
        )
