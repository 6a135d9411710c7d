"""Whether somebody was asked."""

from datetime import UTC, datetime, timedelta

from accounts.models import Business
from customers.models import Customer
from foundation.tenancy.context import acting_for
from surveys.models import Invitation, InvitationState
from surveys.queries.asking import last_asked
from tests.factories.customers import make_customer
from tests.factories.rounds import asked_before

AT = datetime(2026, 3, 3, 8, tzinfo=UTC)


def missed(business: Business, ann: Customer, reason: str) -> None:
    row = asked_before(business, customer_id=ann.id, state=InvitationState.SKIPPED, reason=reason)
    with acting_for(business):
        Invitation.objects.filter(id=row.id).update(delivered_at=None)


def test_nobody_asked_is_none(business: Business, other_business: Business) -> None:
    ann = make_customer(business)
    asked_before(other_business)
    with acting_for(business):
        assert last_asked(business, ann.id) is None


def test_a_letter_that_arrived_goes_before_a_later_one_that_did_not(business: Business) -> None:
    ann = make_customer(business)
    for days in (9, 3):
        asked_before(business, AT - timedelta(days=days), customer_id=ann.id)
    missed(business, ann, "asked in the last 90 days")
    with acting_for(business):
        found = last_asked(business, ann.id)
    assert found
    assert (found.state, found.delivered_at) == ("sent", AT - timedelta(days=3))


def test_where_no_letter_arrived_it_says_why(business: Business) -> None:
    ann = make_customer(business)
    missed(business, ann, "has no e-mail address")
    with acting_for(business):
        found = last_asked(business, ann.id)
    assert found
    assert (found.state, found.reason) == ("skipped", "has no e-mail address")
