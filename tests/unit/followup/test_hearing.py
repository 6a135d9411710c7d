"""A customer who answers a reply by mail."""

import io

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Business
from followup import queries
from followup.actions.closing import close, reopen
from followup.actions.forgetting import forget
from followup.actions.hearing import hear
from followup.actions.replies import reply, write
from followup.addresses import case_address
from followup.incoming import Incoming
from followup.models import Alert, Case, CaseEntry
from foundation.tenancy.context import acting_for
from letters.purposes import Mail
from tests.factories.accounts import make_member
from tests.factories.followup import make_ann, make_answer, make_case


@pytest.fixture(autouse=True)
def mailbox(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "answers@mail.example"


@pytest.fixture
def case(business: Business) -> Case:
    """Ann's."""
    return make_case(business, make_answer(business, make_ann(business)))


def mail(business: Business, case: Case, text: str = "Thank you", number: int = 1, automatic: bool = False) -> Incoming:
    recipients = ["shop@example.com", case_address(business.code, case.id)]
    return Incoming(f"<{number}@example.com>", "ann@example.com", recipients, text, automatic)


def view(business: Business, case: Case) -> queries.CaseView:
    found = queries.case(business, case.id)
    assert found
    return found


def test_their_words_stand_on_the_case_once_however_often_they_come(business: Business, case: Case) -> None:
    assert [hear(mail(business, case)) for _ in range(2)] == [1, 1]
    entries = queries.timeline(business, case.id)
    assert [(entry.kind, entry.author, entry.text) for entry in entries] == [("heard", None, "Thank you")]


def test_an_answered_case_waits_again_until_it_is_answered(business: Business, case: Case) -> None:
    me = make_member(business)
    reply(business=business, case_id=case.id, text="Sorry", by=me.id)
    assert view(business, case).answered
    hear(mail(business, case))
    assert not view(business, case).answered
    assert view(business, case).due_at > timezone.now()
    reply(business=business, case_id=case.id, text="Sorry again", by=me.id)
    assert view(business, case).answered


def test_a_closed_case_is_opened_again(business: Business, case: Case) -> None:
    close(business=business, case_id=case.id, cause="Waiting", outcome="solved", by=make_member(business).id)
    hear(mail(business, case))
    found = view(business, case)
    assert (found.is_open, found.cause) == (True, "")


@pytest.mark.parametrize("answers", [[], ["Sorry again"]])
def test_a_case_closed_upon_their_words_and_opened_by_hand_waits_unless_they_had_an_answer(
    business: Business, case: Case, answers: list[str]
) -> None:
    me = make_member(business)
    reply(business=business, case_id=case.id, text="Sorry", by=me.id)
    hear(mail(business, case))
    for text in answers:
        reply(business=business, case_id=case.id, text=text, by=me.id)
    close(business=business, case_id=case.id, cause="Waiting", outcome="solved", by=me.id)
    reopen(business=business, case_id=case.id, by=me.id)
    assert view(business, case).answered is bool(answers)
    assert queries.waiting_count(business) == (0 if answers else 1)


def test_who_has_the_case_in_hand_is_told(business: Business, case: Case) -> None:
    make_member(business)
    holder = make_member(business)
    with acting_for(business):
        Case.objects.filter(id=case.id).update(assignee=holder.id)
    hear(mail(business, case))
    with acting_for(business):
        assert Alert.objects.filter(user=holder.id, cases=[case.id]).exists()


def test_a_machines_answer_is_not_noted(business: Business, case: Case) -> None:
    assert hear(mail(business, case, automatic=True)) == 0
    assert queries.timeline(business, case.id) == []


def test_the_address_of_another_business_reaches_nothing(
    business: Business, other_business: Business, case: Case
) -> None:
    assert hear(mail(other_business, case)) == 0
    assert queries.timeline(business, case.id) == []


def test_the_command_brings_a_message_to_its_case(
    business: Business, case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for address in (case_address(business.code, case.id), "answers+somebody@mail.example"):
        raw = f"From: ann@example.com\nTo: {address}\nMessage-ID: <1@example.com>\n\nThank you".encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("receive_mail")
    assert capsys.readouterr().out.splitlines() == [
        "Noted on its case.",
        "Neither about a letter of ours nor an answer to one: nothing to do.",
    ]
    assert [entry.text for entry in queries.timeline(business, case.id)] == ["Thank you"]


def test_a_reply_asks_for_its_answer_at_the_case(business: Business, case: Case) -> None:
    with acting_for(business):
        entry = CaseEntry.objects.create(business_id=business.id, case=case, kind="reply", text="Sorry")
        (letter,) = write(business.id, [entry.id]).values()
    assert isinstance(letter, Mail)
    assert letter.reply_to == case_address(business.code, case.id)


def test_nothing_is_kept_of_somebody_who_was_erased(business: Business, case: Case) -> None:
    hear(mail(business, case))
    with acting_for(business):
        forget(business=business, subjects=[case.customer_id] if case.customer_id else [])
        Case.objects.filter(id=case.id).update(customer=None)
    assert [entry.text for entry in queries.timeline(business, case.id)] == [""]
    assert hear(mail(business, case, number=2)) == 0
