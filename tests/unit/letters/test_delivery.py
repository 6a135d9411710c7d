"""Letters sent over a real line to a server that behaves."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Business
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.actions import claim, release, settle, tell
from letters.actions.sending import LEASE, Step
from letters.carriers import UnreachableError
from letters.delivery import send
from letters.models import Letter, LetterState
from letters.purposes import Held, Mail, Purpose, Written, purposes, register
from letters.queries import next_due, outcomes
from letters.tasks import send_letters
from tests.factories.letters import PURPOSE, Writer, address, queue_letters
from tests.smtp_sink import Sink


def states(business: Business) -> dict[uuid.UUID, str]:
    with acting_for(business):
        return dict(Letter.objects.values_list("subject", "state"))


def test_every_letter_arrives_once_and_its_purpose_hears(business: Business, writer: Writer, sink: Sink) -> None:
    subjects = queue_letters(business, 250)
    while send_letters(business.id, PURPOSE):  # a slow machine needs more than one slice
        pass
    assert sink.recipients() == [address(subject) for subject in subjects]
    assert {writer.outcome(subject) for subject in subjects} == {("sent", "")}
    assert set(states(business).values()) == {"sent"}


def test_one_line_carries_the_whole_batch(business: Business, writer: Writer, sink: Sink) -> None:
    queue_letters(business, 20)
    send_letters(business.id, PURPOSE)
    assert sink.connections == 1


def test_a_message_id_routes_to_the_business_and_names_no_one(business: Business, writer: Writer, sink: Sink) -> None:
    queue_letters(business, 1)
    send_letters(business.id, PURPOSE)
    with acting_for(business):
        letter = Letter.objects.get()
    assert letter.message_id == f"<{business.id.hex}.{letter.id.hex}@localhost>"
    assert list(sink.counts()) == [letter.message_id]


def test_a_held_letter_is_cancelled_with_its_reason(business: Business, writer: Writer, sink: Sink) -> None:
    held, gone, fine = queue_letters(business, 3)
    writer.instead = {held: Held("quiet period")}
    original = writer.write
    register(PURPOSE, lambda b, s: {k: v for k, v in original(b, s).items() if k != gone}, writer.settled)
    send_letters(business.id, PURPOSE)
    assert sink.recipients() == [address(fine)]
    assert writer.outcome(held) == ("cancelled", "quiet period")
    assert writer.outcome(gone) == ("cancelled", "there is nothing to say any more")


def test_a_letter_held_until_a_time_waits_and_no_try_is_counted(business: Business, writer: Writer, sink: Sink) -> None:
    waits, fine = queue_letters(business, 2)
    until = timezone.now() + timedelta(minutes=15)
    writer.instead = {waits: Held("sending is paused", until=until)}
    assert send_letters(business.id, PURPOSE) == until
    assert sink.recipients() == [address(fine)]
    with acting_for(business):
        letter = Letter.objects.get(subject=waits)
    assert (letter.state, letter.attempts, letter.claim) == ("queued", 0, None)


def test_a_letter_that_cannot_be_written_fails_alone(business: Business, writer: Writer, sink: Sink) -> None:
    bad, fine = queue_letters(business, 2)
    writer.instead = {bad: Mail("ann@example.com\r\nBcc: eve@example.com", "Hi", "Hi")}
    send_letters(business.id, PURPOSE)
    assert sink.recipients() == [address(fine)]
    assert writer.outcome(bad)[0] == "failed"


def test_letters_for_later_wait(business: Business, writer: Writer, sink: Sink) -> None:
    queue_letters(business, 1)
    later = timezone.now() + timedelta(hours=1)
    with acting_for(business):
        Letter.objects.update(not_before=later)
    assert send_letters(business.id, PURPOSE) == later
    assert sink.letters == []


def test_a_slice_that_is_over_says_to_come_back_at_once(business: Business, writer: Writer, sink: Sink) -> None:
    queue_letters(business, 3)
    due = send(business_id=business.id, purpose=purposes[PURPOSE], seconds=0)
    assert due is not None
    assert due <= timezone.now()


def test_an_unknown_purpose_is_named(business: Business) -> None:
    with pytest.raises(LookupError, match="'nonsense'"):
        send_letters(business.id, "nonsense")


def test_no_server_leaves_every_letter_in_the_queue(business: Business, writer: Writer, sink: Sink) -> None:
    queue_letters(business, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.EMAIL_PORT", 1)
        with pytest.raises(UnreachableError, match="EMAIL_URL"):
            send_letters(business.id, PURPOSE)
    assert set(states(business).values()) == {"queued"}
    send_letters(business.id, PURPOSE)
    assert len(sink.letters) == 3


def test_what_a_writer_stores_goes_when_the_claim_does(business: Business, writer: Writer) -> None:
    queue_letters(business, 1)

    def fails(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> Written:
        queue_letters(business, 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        claim(business=business, purpose=Purpose(PURPOSE, fails), host="localhost", now=timezone.now())
    assert list(states(business).values()) == ["queued"]


def test_two_workers_never_hold_the_same_letter(business: Business, writer: Writer) -> None:
    queue_letters(business, 3)
    now = timezone.now()
    first = claim(business=business, purpose=purposes[PURPOSE], host="localhost", now=now, limit=2)
    second = claim(business=business, purpose=purposes[PURPOSE], host="localhost", now=now, limit=2)
    assert (len(first.letters), len(second.letters)) == (2, 1)
    assert not {letter.id for letter in first.letters} & {letter.id for letter in second.letters}


def test_a_letter_taken_by_another_worker_is_not_marked(business: Business, writer: Writer) -> None:
    queue_letters(business, 1)
    now = timezone.now()
    slow = claim(business=business, purpose=purposes[PURPOSE], host="localhost", now=now)
    claim(business=business, purpose=purposes[PURPOSE], host="localhost", now=now + LEASE * 2)
    mark = Step(slow.letters[0].id, LetterState.SENDING, now)
    assert settle(business=business, token=slow.token, steps=[mark], now=now) == set()


def test_a_worker_that_died_before_the_mark_loses_nothing(business: Business, writer: Writer, sink: Sink) -> None:
    queue_letters(business, 2)
    claim(business=business, purpose=purposes[PURPOSE], host="localhost", now=timezone.now())
    assert send_letters(business.id, PURPOSE) is not None
    assert sink.letters == []
    with time_machine.travel(timezone.now() + LEASE * 2):
        send_letters(business.id, PURPOSE)
    assert len(sink.letters) == 2


def test_a_worker_that_died_after_the_mark_leaves_it_unknown(business: Business, writer: Writer, sink: Sink) -> None:
    (subject,) = queue_letters(business, 1)
    now = timezone.now()
    batch = claim(business=business, purpose=purposes[PURPOSE], host="localhost", now=now)
    mark = Step(batch.letters[0].id, LetterState.SENDING, now)
    settle(business=business, token=batch.token, steps=[mark], now=now)
    release(business=business, token=batch.token)
    with time_machine.travel(now + LEASE * 2):
        assert send_letters(business.id, PURPOSE) is None
    assert sink.letters == []
    assert writer.outcome(subject)[0] == "unknown"
    with acting_for(business):
        assert LedgerLine.objects.get().kind == "letter.unknown"


def test_what_was_sent_but_not_told_is_told_by_the_next(business: Business, writer: Writer, sink: Sink) -> None:
    (subject,) = queue_letters(business, 1)
    now = timezone.now()
    batch = claim(business=business, purpose=purposes[PURPOSE], host="localhost", now=now)
    for state in (LetterState.SENDING, LetterState.SENT):
        settle(business=business, token=batch.token, steps=[Step(batch.letters[0].id, state, now)], now=now)
    assert writer.told == []
    with time_machine.travel(now + LEASE * 2):
        send_letters(business.id, PURPOSE)
    assert writer.outcome(subject) == ("sent", "")
    assert tell(business=business, purpose=purposes[PURPOSE], token=batch.token) == 0


def test_queries_say_how_far_a_letter_got(business: Business, writer: Writer, sink: Sink) -> None:
    (subject,) = queue_letters(business, 1)
    assert outcomes(business=business, purpose=PURPOSE, subjects=[subject])[subject].state == "queued"
    send_letters(business.id, PURPOSE)
    assert outcomes(business=business, purpose=PURPOSE, subjects=[subject])[subject].state == "sent"
    assert next_due(business=business, purpose=PURPOSE) is None
