"""Letters of invitations: written at the moment of sending, settled when their fate is known."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.actions import pause_sending
from accounts.models import Business
from customers.actions import suppress
from customers.models import Customer
from customers.queries import suppressed
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.models import Letter
from letters.purposes import Held, Mail, Outcome
from surveys.actions.invitations import settle_invitations, write_invitations
from surveys.actions.pausing import pause_if_bouncing
from surveys.actions.rounds import cancel_round
from surveys.actions.surveys import create_survey
from surveys.catalogue import phrases
from surveys.links import token_hash
from surveys.models import Invitation, Round
from surveys.reasons import BOUNCED, BROKEN_OFF, quiet
from surveys.wordings import wording
from tests.factories.accounts import make_business
from tests.factories.customers import make_customer
from tests.factories.rounds import asked_before, invitations, make_round, reload, run_round, states, undo_time_over
from tests.smtp_sink import Sink
from tests.threads import all_at_once


def prepared(business: Business, **values: Any) -> list[Invitation]:
    """The invitations of a fresh round, not yet sent."""
    planned = make_round(business, **values)
    drain()
    return invitations(business, planned)


def write(business: Business, *rows: Invitation) -> dict[uuid.UUID, Mail | Held]:
    with acting_for(business):
        return write_invitations(business.id, [row.id for row in rows])


def test_only_the_hash_of_a_link_is_kept(business: Business) -> None:
    make_customer(business)
    (row,) = prepared(business)
    mail = write(business, row)[row.id]
    assert isinstance(mail, Mail)
    token = mail.text.split(f"/s/{business.code}/")[1].split()[0]
    (kept,) = invitations(business)
    assert bytes(kept.token_hash or b"") == token_hash(token)


def test_a_letter_written_anew_gets_a_new_link(business: Business) -> None:
    make_customer(business)
    (row,) = prepared(business)
    first, second = (write(business, row)[row.id] for _ in range(2))
    assert isinstance(first, Mail)
    assert isinstance(second, Mail)
    assert first.text != second.text


def test_who_stopped_letters_since_gets_none(business: Business) -> None:
    customer = make_customer(business)
    (row,) = prepared(business)
    suppress(business=business, email=str(customer.email), reason="stopped")
    assert write(business, row)[row.id] == Held("stopped your letters")
    assert [(kept.state, kept.reason) for kept in invitations(business)] == [("skipped", "stopped your letters")]


def test_who_was_erased_since_gets_none(business: Business) -> None:
    customer = make_customer(business)
    (row,) = prepared(business)
    with acting_for(business):
        Customer.objects.filter(id=customer.id).update(email=None, erased_at=timezone.now())
    assert isinstance(write(business, row)[row.id], Held)


def test_who_was_asked_by_another_round_since_is_left_in_peace(business: Business) -> None:
    customer = make_customer(business)
    (row,) = prepared(business)
    asked_before(business, customer_id=customer.id)
    assert write(business, row)[row.id] == Held(quiet(90))


def test_of_two_letters_waiting_for_one_person_one_is_sent(business: Business, sink: Sink) -> None:
    make_customer(business)
    first, second = make_round(business), make_round(business)
    undo_time_over(business)
    run_round(business)
    assert len(sink.recipients()) == 1
    assert sorted(row.state for row in invitations(business)) == ["sent", "skipped", "skipped"]
    assert {reload(business, planned).state for planned in (first, second)} == {"sent"}


def test_a_letter_in_a_workers_hands_holds_back_a_second_one(business: Business) -> None:
    make_customer(business)
    (first,), (second,) = prepared(business), prepared(business)
    assert isinstance(write(business, first)[first.id], Mail)
    assert write(business, second)[second.id] == Held(quiet(90))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_to_each_person_once() -> None:
    business = make_business()
    for _ in range(20):
        make_customer(business)
    batches = [prepared(business), prepared(business)[::-1]]
    written: list[dict[uuid.UUID, Mail | Held]] = []
    all_at_once(lambda number: written.append(write(business, *batches[number])), threads=2)
    letters = [mail.to for batch in written for mail in batch.values() if isinstance(mail, Mail)]
    assert len(written) == 2
    assert len(letters) == len(set(letters)) == 20


def test_a_pause_holds_letters_back_and_loses_none(business: Business, sink: Sink) -> None:
    make_customer(business)
    pause_sending(business=business, reason="5 of your last 100 letters came back")
    planned = run_round(business)
    assert (sink.recipients(), states(business), planned.state) == ([], {"queued": 1}, "sending")
    pause_sending(business=business, reason="")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        drain()
    assert (len(sink.recipients()), reload(business, planned).state) == (1, "sent")


def test_a_letter_tried_again_after_its_round_was_called_off_is_not_sent(business: Business, sink: Sink) -> None:
    customer = make_customer(business)
    sink.later.add(str(customer.email))
    planned = run_round(business)
    with acting_for(business):
        Letter.objects.update(state="sending")  # in a worker's hands: out of reach of the one who calls it off
    cancel_round(business=business, round_id=planned.id)
    with acting_for(business):
        Letter.objects.update(state="queued")
    sink.later.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        drain()
    assert (sink.recipients(), states(business)) == ([], {"cancelled": 1})


def test_a_sent_letter_is_noted_on_the_businesss_own_day(business: Business) -> None:
    make_customer(business)
    (row,) = prepared(business, survey=create_survey(business=business, kind="nps"))
    at = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # half past midnight in Berlin
    with acting_for(business):
        settle_invitations(business.id, [Outcome(row.id, "sent", at)])
        line = LedgerLine.objects.get(kind="invitation.sent")
    (kept,) = invitations(business)
    assert (kept.state, kept.delivered_at, kept.delivered_on) == ("sent", at, date(2026, 4, 1))
    assert kept.expires_at == at + timedelta(days=30)
    assert (line.subject, line.data) == (row.id, {"survey": str(row.survey_id), "day": "2026-04-01"})


def test_a_letter_of_unknown_fate_is_shown_and_not_counted(business: Business) -> None:
    make_customer(business)
    (row,) = prepared(business)
    with acting_for(business):
        settle_invitations(business.id, [Outcome(row.id, "unknown", timezone.now())])
        assert not LedgerLine.objects.filter(kind="invitation.sent").exists()
    (kept,) = invitations(business)
    assert (kept.state, kept.reason, kept.delivered_on) == ("unknown", BROKEN_OFF, None)
    assert kept.expires_at


def test_told_twice_is_noted_once(business: Business) -> None:
    make_customer(business)
    (row,) = prepared(business)
    with acting_for(business):
        for _ in range(2):
            settle_invitations(business.id, [Outcome(row.id, "sent", timezone.now())])
        assert LedgerLine.objects.filter(kind="invitation.sent").count() == 1


def test_an_address_that_does_not_work_gets_no_more_letters(business: Business, sink: Sink) -> None:
    wrong, right = make_customer(business), make_customer(business)
    sink.refused.add(str(wrong.email))
    planned = run_round(business)
    assert sink.recipients() == [right.email]
    assert [(row.state, row.reason) for row in invitations(business, planned)] == [("failed", BOUNCED), ("sent", "")]
    with acting_for(business):
        assert suppressed(business, [str(wrong.email)]) == {wrong.email: "bounced"}
    assert planned.state == "sent"


def settled(business: Business, sent: int, bounced: int, at: datetime | None = None) -> None:
    """So many letters that arrived, and that came back."""
    customer, survey = make_customer(business), create_survey(business=business, kind="nps")
    at = at or timezone.now()
    with acting_for(business):
        for n in range(sent + bounced):
            planned = Round.objects.create(business_id=business.id, survey=survey, starts_at=at)
            fate = {"state": "failed", "reason": BOUNCED} if n < bounced else {"state": "sent"}
            row = {"survey": survey, "customer": customer, "round": planned, "settled_at": at, **fate}
            Invitation.objects.create(business_id=business.id, **row)


@pytest.mark.parametrize(
    ("sent", "bounced", "paused"), [(96, 4, True), (97, 3, False), (90, 9, False), (120, 4, False)]
)
def test_sending_pauses_at_four_in_a_hundred(business: Business, sent: int, bounced: int, paused: bool) -> None:
    settled(business, sent, bounced)
    with acting_for(business):
        assert pause_if_bouncing(business=business, now=timezone.now()) is paused
    business.refresh_from_db()
    assert business.sending_paused == (f"{bounced} of your last {sent + bounced} letters came back" if paused else "")


def test_letters_of_last_week_do_not_pause_this_one(business: Business) -> None:
    settled(business, 50, 50, timezone.now() - timedelta(days=8))
    with acting_for(business):
        assert not pause_if_bouncing(business=business, now=timezone.now())


def test_after_the_owner_resumed_earlier_letters_do_not_count_again(business: Business) -> None:
    settled(business, 50, 50)
    pause_sending(business=business, reason="too many came back")
    pause_sending(business=business, reason="")
    with acting_for(business):
        assert not pause_if_bouncing(business=business, now=timezone.now())


def test_everybody_is_written_to_in_their_own_language_or_in_the_businesss(db: None) -> None:
    business = make_business(language="it")
    spoken = {"de-at": "de", "ar": "ar", "tr": "it", "": "it"}
    for number, language in enumerate(spoken):
        make_customer(business, name=f"Customer {number}", language=language)
    rows = prepared(business)
    letters = write(business, *rows)
    for row, language in zip(rows, spoken.values(), strict=True):
        mail = letters[row.id]
        assert isinstance(mail, Mail)
        assert mail.subject == wording("nps", business.name, {}, language, plain=True).letter_subject
        assert phrases(language).answer_here in mail.text
