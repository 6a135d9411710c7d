"""One reminder, once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Business
from customers.actions import suppress
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.models import Letter
from surveys.actions import reminders
from surveys.actions.reminders import remind_round, remind_slice
from surveys.links import token_hash
from surveys.models import Invitation, Round
from tests.factories.customers import make_customer
from tests.factories.rounds import invitations, run_round
from tests.smtp_sink import Sink


def round_of(business: Business, sink: Sink, people: int = 1, days_ago: float = 3) -> Round:
    """A round whose letters arrived some days ago."""
    for _ in range(people):
        make_customer(business)
    planned = run_round(business)
    with acting_for(business):
        Invitation.objects.update(delivered_at=timezone.now() - timedelta(days=days_ago))
    sink.letters.clear()
    return planned


def test_the_silent_are_reminded_once(business: Business, sink: Sink) -> None:
    planned = round_of(business, sink, people=2)
    answered = invitations(business)[0]
    with acting_for(business):
        Invitation.objects.filter(id=answered.id).update(answered_at=timezone.now())
    remind_round(business=business, round_id=planned.id)
    drain()
    (letter,) = sink.letters
    assert str(letter.message["Subject"]).startswith("Reminder: ")
    with pytest.raises(ValidationError, match="only one"):
        remind_round(business=business, round_id=planned.id)
    drain()
    assert len(sink.letters) == 1


def test_a_reminder_has_a_link_of_its_own_and_the_first_one_stays(business: Business, sink: Sink) -> None:
    planned = round_of(business, sink)
    (before,) = invitations(business)
    remind_round(business=business, round_id=planned.id)
    drain()
    text = sink.letters[0].message.get_body(("plain",))
    assert text
    token = text.get_content().split(f"/s/{business.code}/")[1].split()[0]
    (after,) = invitations(business)
    assert bytes(after.reminder_hash or b"") == token_hash(token)
    assert bytes(after.token_hash or b"") == bytes(before.token_hash or b"")
    assert after.reminded_at
    assert after.expires_at == after.reminded_at + timedelta(days=30)
    with acting_for(business):
        assert LedgerLine.objects.filter(kind="invitation.reminded", subject=after.id).exists()


def test_nobody_is_reminded_before_three_days(business: Business, sink: Sink) -> None:
    planned = round_of(business, sink, days_ago=2.99)
    with pytest.raises(ValidationError, match="three days"):
        remind_round(business=business, round_id=planned.id)


@pytest.mark.parametrize("since", ["answered", "stopped"])
def test_who_answered_or_stopped_letters_since_is_not_reminded(business: Business, sink: Sink, since: str) -> None:
    planned = round_of(business, sink)
    remind_round(business=business, round_id=planned.id)
    if since == "stopped":
        customer = make_customer(business)
        with acting_for(business):
            Invitation.objects.update(customer=customer)
        suppress(business=business, email=str(customer.email), reason="stopped")
    else:
        with acting_for(business):
            Invitation.objects.update(answered_at=timezone.now())
    drain()
    assert sink.letters == []


def test_reminding_goes_on_where_a_killed_worker_stopped(
    business: Business, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = round_of(business, sink, people=5)
    monkeypatch.setattr(reminders, "SLICE", 2)
    with acting_for(business):
        before = transaction.savepoint()
        remind_slice(business=business, key=planned.id.hex, now=timezone.now())
        transaction.savepoint_rollback(before)  # as when the process is killed before it commits
    remind_round(business=business, round_id=planned.id)
    with time_machine.travel(timezone.now(), tick=False):
        remind_slice(business=business, key=planned.id.hex, now=timezone.now())
    drain()
    assert len(sink.letters) == 5
    with acting_for(business):
        assert Letter.objects.filter(purpose="survey.reminder").count() == 5
