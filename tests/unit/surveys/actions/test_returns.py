"""Survey letters that come back or are reported as spam: that address stops at once, the business at too many."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.actions import pause_sending
from accounts.models import Business
from customers.queries import suppressed
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.actions import note_feedback
from letters.marks import Marked
from letters.models import Feedback, Letter
from surveys.actions.pausing import pause_if_reported
from surveys.actions.rounds import INVITATION
from surveys.actions.surveys import create_survey
from surveys.models import Invitation, Round, RoundState
from surveys.queries.rounds import counts_of
from tests.factories.customers import make_customer
from tests.factories.rounds import invitations, run_round, states
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db


def lines(business: Business) -> list[str]:
    with acting_for(business):
        return list(LedgerLine.objects.order_by("id").values_list("kind", flat=True))


def letter_of(business: Business, invitation: Invitation) -> Marked:
    with acting_for(business):
        return Marked(business.id, Letter.objects.get(subject=invitation.id).id)


def reported(business: Business, sent: int, complaints: int, at: datetime | None = None) -> None:
    """A round whose letters went out, and how many of them were reported as spam."""
    at = at or timezone.now()
    survey = create_survey(business=business, kind="nps")
    customer = make_customer(business)
    b = {"business_id": business.id}
    with acting_for(business):
        rounds = Round.objects.bulk_create(
            Round(**b, survey=survey, starts_at=at, state=RoundState.SENT) for _ in range(sent)
        )  # the same customer in as many rounds
        rows = Invitation.objects.bulk_create(
            Invitation(**b, survey=survey, round=one, customer=customer, state="sent", settled_at=at) for one in rounds
        )
        letters = Letter.objects.bulk_create(
            Letter(**b, purpose=INVITATION, subject=row.id, state="sent", settled_at=at) for row in rows[:complaints]
        )
        Feedback.objects.bulk_create(
            Feedback(**b, letter=letter, kind="complained", source="mail", at=timezone.now()) for letter in letters
        )


def test_an_address_that_does_not_work_is_stopped_at_once(business: Business, sink: Sink) -> None:
    customer, other = make_customer(business), make_customer(business)
    planned = run_round(business)
    row = next(one for one in invitations(business) if one.customer_id == customer.id)
    assert note_feedback(letter=letter_of(business, row), kind="bounced", source="postmark")
    with acting_for(business):
        assert suppressed(business, [str(customer.email), str(other.email)]) == {str(customer.email): "bounced"}
        counts = counts_of(business, [planned.id])[planned.id]
    assert (counts.delivered, counts.bounced) == (1, 1)
    assert lines(business)[-3:] == ["letter.bounced", "invitation.bounced", "letters.suppressed"]


def test_who_reports_a_letter_as_spam_gets_no_more_and_counts_as_reached(business: Business, sink: Sink) -> None:
    customer = make_customer(business)
    run_round(business)
    (row,) = invitations(business)
    note_feedback(letter=letter_of(business, row), kind="complained", source="mail")
    with acting_for(business):
        assert suppressed(business, [str(customer.email)]) == {str(customer.email): "complained"}
    assert states(business) == {"sent": 1}
    assert lines(business)[-2:] == ["letter.complained", "letters.suppressed"]


def test_a_letter_that_was_answered_was_delivered_whatever_comes_back(business: Business, sink: Sink) -> None:
    make_customer(business)
    run_round(business)
    with acting_for(business):
        Invitation.objects.update(answered_at=timezone.now())
    (row,) = invitations(business)
    note_feedback(letter=letter_of(business, row), kind="bounced", source="mail")
    assert states(business) == {"sent": 1}


@pytest.mark.parametrize(
    ("sent", "complaints", "paused"),
    [
        (1_250, 1, True),  # 0.08 %
        (1_251, 1, False),
        (2_500, 2, True),
        (2_501, 2, False),
        (1_249, 1, False),  # one complaint says nothing where it is more than the share whatever happens
        (1_249, 2, True),
        (100, 2, True),
        (99, 2, False),  # too few letters
        (1_300, 0, False),
    ],
)
def test_sending_pauses_at_eight_complaints_in_ten_thousand(
    business: Business, sent: int, complaints: int, paused: bool
) -> None:
    reported(business, sent, complaints)
    with acting_for(business):
        assert pause_if_reported(business=business, now=timezone.now()) is paused
    business.refresh_from_db()
    words = f"{complaints} of your last {sent} letters were reported as spam"
    assert business.sending_paused == (words if paused else "")


def test_complaints_about_letters_of_before_do_not_count(business: Business) -> None:
    reported(business, 150, 5, timezone.now() - timedelta(days=8))
    reported(business, 150, 0)
    with acting_for(business):
        assert not pause_if_reported(business=business, now=timezone.now())


def test_after_the_owner_resumed_earlier_complaints_do_not_count_again(business: Business) -> None:
    reported(business, 150, 2)
    pause_sending(business=business, reason="too many complaints")
    pause_sending(business=business, reason="")
    with acting_for(business):
        assert not pause_if_reported(business=business, now=timezone.now())


def test_the_complaint_that_is_one_too_many_pauses_in_the_same_transaction(business: Business, sink: Sink) -> None:
    make_customer(business)
    run_round(business)
    (row,) = invitations(business)
    reported(business, 150, 1)
    note_feedback(letter=letter_of(business, row), kind="complained", source="mail")
    business.refresh_from_db()
    assert business.sending_paused == "2 of your last 151 letters were reported as spam"
    assert lines(business)[-1] == "sending.paused"


def test_a_bounced_reminder_leaves_the_first_letter_delivered(business: Business, sink: Sink) -> None:
    customer = make_customer(business)
    run_round(business)
    (row,) = invitations(business)
    with acting_for(business):
        reminder = Letter.objects.create(
            business_id=business.id, purpose="survey.reminder", subject=row.id, state="sent", settled_at=timezone.now()
        )
    note_feedback(letter=Marked(business.id, reminder.id), kind="bounced", source="mail")
    assert states(business) == {"sent": 1}
    with acting_for(business):
        assert suppressed(business, [str(customer.email)]) == {str(customer.email): "bounced"}
