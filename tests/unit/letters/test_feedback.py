"""What is heard of letters after they were sent: noted once, with its line, and nothing for strangers."""

import io
import sys
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Business
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.actions import NotYetError, note_feedback
from letters.marks import Marked, marked_in
from letters.models import Feedback, Letter
from letters.purposes import Returned, purposes, register
from letters.queries import complaints_since, ended_since
from letters.tasks import send_letters
from tests.factories.letters import PURPOSE, Writer, queue_letters
from tests.factories.returned import complaint, ordinary, returned
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db


def sent(business: Business, sink: Sink) -> tuple[Marked, bytes]:
    """A letter that went out: its mark, and what arrived."""
    queue_letters(business, 1)
    send_letters(business.id, PURPOSE)
    raw = sink.letters[-1].raw
    found = marked_in(str(sink.letters[-1].message["Message-ID"]))
    assert found
    return found, raw


def hear(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> str:
    """Hand a message to the command; what it says."""
    out = StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("receive_mail", stdout=out)
    return out.getvalue()


def lines(business: Business) -> list[str]:
    with acting_for(business):
        return list(LedgerLine.objects.order_by("id").values_list("kind", flat=True))


@pytest.mark.parametrize("kind", ["bounced", "complained"])
def test_it_is_noted_once_with_its_line_however_often_it_is_told(
    business: Business, writer: Writer, sink: Sink, kind: str
) -> None:
    letter, _ = sent(business, sink)
    heard: list[Returned] = []
    register(PURPOSE, writer.write, writer.settled, lambda business_id, returns: heard.extend(returns))
    told = [note_feedback(letter=letter, kind=kind, source=source) for source in ("postmark", "mail", "postmark")]
    assert told == [True, False, False]
    assert [one.kind for one in heard] == [kind]
    assert lines(business) == [f"letter.{kind}"]
    with acting_for(business):
        assert Feedback.objects.get().letter.state == ("failed" if kind == "bounced" else "sent")
    ended = ended_since(business=business, since=timezone.now().replace(year=2020))
    assert (ended.bounced, ended.sent) == ((1, 0) if kind == "bounced" else (0, 1))
    assert complaints_since(business=business, since=timezone.now().replace(year=2020)) == (kind == "complained")


def test_if_its_purpose_fails_nothing_of_it_stands(business: Business, writer: Writer, sink: Sink) -> None:
    letter, _ = sent(business, sink)

    def fail(business_id: uuid.UUID, returns: object) -> None:
        raise RuntimeError

    register(PURPOSE, writer.write, writer.settled, fail)
    with pytest.raises(RuntimeError):
        note_feedback(letter=letter, kind="bounced", source="mail")
    assert lines(business) == []
    with acting_for(business):
        assert not Feedback.objects.exists()
        assert Letter.objects.get().state == "sent"


def test_a_letter_in_a_worker_s_hands_is_asked_about_again(business: Business, writer: Writer, sink: Sink) -> None:
    letter, raw = sent(business, sink)
    with acting_for(business):
        Letter.objects.update(state="sending", claim=uuid.uuid4())
    with pytest.raises(NotYetError):
        note_feedback(letter=letter, kind="bounced", source="mail")
    with pytest.raises(CommandError, match="hand this over again") as refused, pytest.MonkeyPatch.context() as patch:
        hear(patch, returned(raw))
    assert refused.value.returncode == 75


def test_another_businesses_letter_and_one_that_is_not_there_change_nothing(
    business: Business, other_business: Business, writer: Writer, sink: Sink
) -> None:
    letter, _ = sent(other_business, sink)
    for wrong in (
        Marked(business.id, letter.letter_id),
        Marked(other_business.id, uuid.uuid4()),
        Marked(uuid.uuid4(), letter.letter_id),
    ):
        assert note_feedback(letter=wrong, kind="bounced", source="mail") is False
    assert lines(business) == lines(other_business) == []


def test_a_letter_that_never_went_out_cannot_come_back(business: Business, writer: Writer) -> None:
    queue_letters(business, 1)
    with acting_for(business):
        row = Letter.objects.get()
    assert note_feedback(letter=Marked(business.id, row.id), kind="bounced", source="mail") is False


def test_the_command_notes_what_a_mail_server_hands_over(
    business: Business, writer: Writer, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, raw = sent(business, sink)
    said = [hear(monkeypatch, message) for message in (returned(raw), returned(raw), complaint(raw), ordinary())]
    assert [words.split(":")[0] for words in said] == [
        "Noted",
        "Known already, or no letter of ours",
        "Noted",
        "Neither about a letter of ours nor an answer to one",
    ]
    assert lines(business) == ["letter.bounced", "letter.complained"]


def test_a_letter_carries_what_it_is_known_by(business: Business, writer: Writer, sink: Sink) -> None:
    letter, _ = sent(business, sink)
    message = sink.letters[-1].message
    assert marked_in(str(message["X-Trustapp-Letter"])) == letter
    assert PURPOSE in purposes
