"""Returned letters and complaints, as mail servers write them."""

import uuid

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from letters.marks import Marked, headers, mark_of, marked_in
from letters.mime import Sender, compose
from letters.purposes import Mail
from letters.reports import Report, read
from tests.factories.returned import complaint, ordinary, returned

LETTER = Marked(uuid.uuid4(), uuid.uuid4())
MESSAGE_ID = f"<{LETTER.business_id.hex}.{LETTER.letter_id.hex}@example.org>"
RAW = compose(
    Mail("ann@example.com", "How was it?", "Hello"),
    sender=Sender("Trustapp", "trust@example.org"),
    message_id=MESSAGE_ID,
    at=timezone.now(),
    marks=headers(MESSAGE_ID, "postmark"),
)


@pytest.mark.parametrize("own_id", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_a_letter_that_came_back_is_known_by_its_own_head(whole: bool, own_id: bool) -> None:
    assert read(returned(RAW, whole=whole, own_id=own_id)) == Report(LETTER, "bounced")


@pytest.mark.parametrize("whole", [True, False])
def test_a_complaint_is_known_too(whole: bool) -> None:
    assert read(complaint(RAW, whole=whole)) == Report(LETTER, "complained")


@pytest.mark.parametrize(
    ("status", "action", "said", "bounced"),
    [
        ("5.1.1", "failed", "smtp; 550 5.1.1 unknown", True),
        ("5.1.10", "failed", "", True),
        ("5.2.1", "failed", "smtp; 550 5.2.1 switched off", True),
        ("5.0.0", "failed", "smtp; 550 no such user here", True),
        ("5.0.0", "failed", "smtp; 552 too much", False),
        ("5.2.2", "failed", "smtp; 552 5.2.2 mailbox full", False),
        ("5.7.1", "failed", "smtp; 550 5.7.1 policy", False),
        ("4.4.7", "failed", "smtp; 451 4.4.7 expired", False),
        ("4.4.1", "delayed", "smtp; 451 4.4.1 later", False),
        ("2.0.0", "delivered", "", False),
    ],
)
def test_only_an_address_where_nobody_lives_is_a_bounce(status: str, action: str, said: str, bounced: bool) -> None:
    found = read(returned(RAW, status=status, action=action, said=said))
    assert (found is not None) is bounced


@pytest.mark.parametrize(
    "message",
    [
        ordinary(),
        complaint(RAW, kind="not-spam"),
        returned(RAW.replace(LETTER.letter_id.hex.encode(), b"of somebody else")),
        RAW,
        b"",
    ],
)
def test_other_mail_says_nothing(message: bytes) -> None:
    assert read(message) is None


@given(st.binary(max_size=400), st.integers(0, 1500), st.integers(0, 200))
def test_whatever_comes_is_read_without_stumbling(noise: bytes, place: int, cut: int) -> None:
    whole = returned(RAW)
    read(noise)
    read(whole[:place] + noise + whole[place + cut :])


def test_a_mark_holds_ids_and_nothing_else() -> None:
    assert mark_of(MESSAGE_ID) == f"{LETTER.business_id.hex}.{LETTER.letter_id.hex}"
    assert marked_in(f"x {mark_of(MESSAGE_ID)} y") == LETTER
    assert marked_in(mark_of(MESSAGE_ID) + "0") is None
    for provider in ("", "brevo", "mailgun", "postmark", "sendgrid"):
        assert all(LETTER.letter_id.hex in value for value in headers(MESSAGE_ID, provider).values())
