"""Answering a customer by e-mail, over a real line."""

import uuid
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Business
from customers.actions import suppress
from customers.models import Customer
from customers.queries import suppressed
from followup import queries
from followup.actions.replies import reply
from followup.actions.work import note_call
from followup.errors import ClosedError, NoAddressError
from followup.models import UNKNOWN, Case, CaseEntry, CaseState
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.actions import note_feedback
from letters.marks import Marked
from letters.models import Letter
from tests.factories.accounts import make_business, make_member
from tests.factories.followup import make_ann, make_answer, make_case
from tests.smtp_sink import Sink


@pytest.fixture
def case(business: Business) -> Case:
    """Ann's, waiting."""
    return make_case(business, make_answer(business, make_ann(business)))


def view(business: Business, case: Case) -> queries.CaseView:
    found = queries.case(business, case.id)
    assert found
    return found


def test_a_reply_carries_what_was_typed_above_what_was_said(sink: Sink, db: None) -> None:
    business = make_business(sender_name="Jonas, Kornblume", reply_to="jonas@kornblume.example")
    case = make_case(business, make_answer(business, make_ann(business)))
    reply(business=business, case_id=case.id, text="I am sorry.\n\nJonas", by=make_member(business).id)
    drain()
    (letter,) = sink.letters
    assert (letter.to, letter.message["Reply-To"]) == ("ann@example.com", "jonas@kornblume.example")
    assert "Jonas, Kornblume" in letter.message["From"]
    body = letter.message.get_body(("plain",))
    assert body
    assert body.get_content().index("I am sorry.") < body.get_content().index("> Waited 40 minutes.")


def test_a_reply_answers_the_customer_and_takes_the_case(business: Business, case: Case) -> None:
    me = make_member(business)
    reply(business=business, case_id=case.id, text="I am sorry.", by=me.id)
    (entry,) = queries.timeline(business, case.id)
    assert (view(business, case).first_reply_at, view(business, case).assignee) == (entry.at, me.id)
    assert (view(business, case).answered_at, view(business, case).answered_by) == (entry.at, me.id)
    with acting_for(business):
        assert LedgerLine.objects.get().kind == "case.replied"


def test_a_reply_sent_twice_from_one_page_is_one_letter(business: Business, case: Case, sink: Sink) -> None:
    me, entry_id = make_member(business), uuid.uuid4()
    for _ in range(2):
        reply(business=business, case_id=case.id, text="I am sorry.", by=me.id, entry_id=entry_id)
    drain()
    assert len(sink.letters) == 1
    assert len(queries.timeline(business, case.id)) == 1


def test_stopped_letters_do_not_stop_the_answer_to_a_complaint(business: Business, case: Case, sink: Sink) -> None:
    suppress(business=business, email="ann@example.com", reason="stopped")
    reply(business=business, case_id=case.id, text="I am sorry.", by=make_member(business).id)
    drain()
    assert sink.recipients() == ["ann@example.com"]


def test_without_an_address_there_is_no_reply(business: Business) -> None:
    unknown = make_case(business)
    bare = make_case(business, make_answer(business, make_ann(business, email=None)))
    for case in (unknown, bare):
        with pytest.raises(NoAddressError, match="Call them"):
            reply(business=business, case_id=case.id, text="I am sorry.", by=make_member(business).id)
    assert view(business, bare).first_reply_at is None


def test_a_reply_has_words(business: Business, case: Case) -> None:
    with pytest.raises(ValidationError, match="Write what you want to tell them"):
        reply(business=business, case_id=case.id, text=" \n", by=make_member(business).id)


def test_a_closed_case_takes_no_reply(business: Business) -> None:
    case = make_case(business, make_answer(business, make_ann(business)), state=CaseState.CLOSED)
    with pytest.raises(ClosedError, match="Reopen it first"):
        reply(business=business, case_id=case.id, text="I am sorry.", by=make_member(business).id)


def test_a_reply_that_did_not_arrive_is_shown_and_does_not_count(business: Business, case: Case, sink: Sink) -> None:
    sink.refused.add("ann@example.com")
    reply(business=business, case_id=case.id, text="I am sorry.", by=make_member(business).id)
    drain()
    (entry,) = queries.timeline(business, case.id)
    assert entry.fault.startswith("Not delivered: the address was refused")
    found = view(business, case)
    assert (found.first_reply_at, found.answered_at, found.answered_by) == (None, None, None)


def test_a_reply_of_unknown_fate_says_so_and_counts(business: Business, case: Case, sink: Sink) -> None:
    sink.dropped.add("ann@example.com")
    reply(business=business, case_id=case.id, text="I am sorry.", by=make_member(business).id)
    drain()
    (entry,) = queries.timeline(business, case.id)
    assert entry.fault == UNKNOWN
    assert view(business, case).first_reply_at == entry.at


def test_where_the_answer_to_what_they_wrote_back_fails_the_case_waits_again(
    business: Business, case: Case, sink: Sink
) -> None:
    me, heard = make_member(business), timezone.now()
    reply(business=business, case_id=case.id, text="I am sorry.", by=me.id)
    drain()
    with acting_for(business):
        Case.objects.filter(id=case.id).update(heard_at=heard)
        CaseEntry.objects.create(business_id=business.id, case=case, kind="heard", text="And now?", at=timezone.now())
    sink.refused.add("ann@example.com")
    reply(business=business, case_id=case.id, text="Sorry again.", by=me.id)
    assert view(business, case).answered
    drain()
    assert not view(business, case).answered
    assert view(business, case).first_reply_at is not None


def test_a_call_still_counts_where_a_reply_failed(business: Business, case: Case, sink: Sink) -> None:
    sink.refused.add("ann@example.com")
    me = make_member(business)
    reply(business=business, case_id=case.id, text="I am sorry.", by=me.id)
    note_call(business=business, case_id=case.id, text="All is well.", by=me.id)
    drain()
    call = queries.timeline(business, case.id)[-1]
    found = view(business, case)
    assert (found.first_reply_at, found.answered_at, found.answered_by) == (call.at, call.at, call.author)


def test_somebody_erased_meanwhile_gets_no_letter(business: Business, case: Case, sink: Sink) -> None:
    reply(business=business, case_id=case.id, text="I am sorry.", by=make_member(business).id)
    with acting_for(business):
        Customer.objects.update(email=None, name="")
    drain()
    assert sink.letters == []
    assert "no e-mail address" in queries.timeline(business, case.id)[0].fault


def test_what_staff_and_customers_type_cannot_break_the_letter(business: Business, sink: Sink) -> None:
    hostile = "</p><script>alert(1)</script>\r\nBcc: eve@example.com"
    case = make_case(business, make_answer(business, make_ann(business), comment=hostile))
    reply(business=business, case_id=case.id, text=hostile, by=make_member(business).id)
    drain()
    (letter,) = sink.letters
    html = letter.message.get_body(("html",))
    assert html
    assert "<script>" not in html.get_content()
    assert letter.message["Bcc"] is None


@pytest.mark.parametrize(("kind", "heard"), [("bounced", False), ("complained", True)])
def test_a_reply_that_came_back_did_not_arrive_and_stops_letters(
    business: Business, case: Case, sink: Sink, kind: str, heard: bool
) -> None:
    reply(business=business, case_id=case.id, text="I am sorry.", by=make_member(business).id)
    drain()
    with acting_for(business):
        letter = Letter.objects.get()
    assert note_feedback(letter=Marked(business.id, letter.id), kind=kind, source="mail")
    (entry,) = queries.timeline(business, case.id)
    assert (entry.fault == "", view(business, case).first_reply_at is not None) == (heard, heard)
    with acting_for(business):
        assert suppressed(business, ["ann@example.com"]) == {"ann@example.com": kind}


@pytest.mark.parametrize(
    ("language", "said", "subject"),
    [
        ("de", "Am 3. März haben Sie geschrieben:", "Antwort auf das, was Sie Kornblume gesagt haben"),
        ("pl", "Dnia 3 marca otrzymaliśmy słowa:", "W sprawie opinii o firmie Kornblume"),
        ("ar", "كتبت لنا بتاريخ 3 مارس:", "بخصوص ما قلته عن Kornblume"),
        ("tr", "On 3 March you wrote:", "Re: what you told Kornblume"),
    ],
)
def test_what_stands_around_a_reply_is_in_the_customers_language(
    sink: Sink, db: None, language: str, said: str, subject: str
) -> None:
    business = make_business(name="Kornblume")
    ann = make_ann(business, language=language)
    case = make_case(business, make_answer(business, ann, given_at=datetime(2026, 3, 3, 12, tzinfo=UTC)))
    reply(business=business, case_id=case.id, text="I am sorry.", by=make_member(business).id)
    drain()
    (letter,) = sink.letters
    body = letter.message.get_body(("plain",))
    assert body
    assert said in body.get_content()
    assert letter.message["Subject"] == subject
