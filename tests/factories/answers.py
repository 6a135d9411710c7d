"""Invitations whose letters have arrived, and the answers to them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Business
from foundation.tenancy.context import acting_for
from surveys import links
from surveys.models import Answer, Invitation, InvitationState, Survey
from tests.factories.customers import make_customer

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Asked:
    """An invitation and the token that its letter carried."""

    business: Business
    invitation: Invitation
    token: str

    @property
    def path(self) -> str:
        """The survey's page."""
        return links.answer_path(self.business.code, self.token)

    def answer(self) -> Answer | None:
        """The answer as it stands."""
        with acting_for(self.business):
            return Answer.objects.filter(invitation_id=self.invitation.id).first()

    def reload(self) -> Invitation:
        """The invitation as it stands."""
        with acting_for(self.business):
            return Invitation.objects.get(id=self.invitation.id)


def make_survey(business: Business, kind: str = "nps", **values: Any) -> Survey:
    """A survey in the standard words."""
    with acting_for(business):
        return Survey.objects.create(
            **{"business_id": business.id, "name": f"About us ({kind})", "kind": kind, **values}
        )


def make_asked(business: Business, survey: Survey | None = None, **values: Any) -> Asked:
    """Somebody whose letter arrived an hour ago."""
    survey = survey or make_survey(business)
    customer = make_customer(business)
    token = links.new_token()
    delivered_at: datetime = values.pop("delivered_at", timezone.now() - timedelta(hours=1))
    with acting_for(business):
        invitation = Invitation.objects.create(
            **{
                "business_id": business.id,
                "survey": survey,
                "customer": customer,
                "state": InvitationState.SENT,
                "token_hash": links.token_hash(token),
                "delivered_at": delivered_at,
                "delivered_on": delivered_at.astimezone(ZoneInfo(business.timezone)).date(),
                "expires_at": delivered_at + timedelta(days=30),
                "segments": {"city": "Berlin"},
                **values,
            }
        )
    return Asked(business, invitation, token)
