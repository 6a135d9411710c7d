"""Telling the colleagues on duty, over a real line."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Business, Membership, User
from accounts.roles import Role
from followup.actions.alerts import APART
from followup.actions.closing import close
from followup.actions.opening import open_cases
from followup.actions.work import take
from followup.models import Case
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.followup import GIVEN, make_ann, make_answer
from tests.smtp_sink import Arrived, Sink

START = GIVEN + timedelta(minutes=1)


@pytest.fixture
def on_duty(business: Business) -> User:
    """A colleague who is told."""
    user = make_member(business, Role.STAFF)
    Membership.objects.filter(user=user).update(on_duty=True)
    return user


def unhappy(business: Business, **values: object) -> Case:
    answer = make_answer(business, make_ann(business, email=None), **values)
    open_cases(business=business, heard={answer.id: GIVEN})
    with acting_for(business):
        return Case.objects.get(answer=answer)


def text(letter: Arrived) -> str:
    part = letter.message.get_body(("plain",))
    assert part
    return str(part.get_content())


@time_machine.travel(START, tick=False)
def test_the_colleague_on_duty_is_told_what_happened(business: Business, on_duty: User, sink: Sink) -> None:
    make_member(business)  # off duty
    case = unhappy(business)
    drain()
    (letter,) = sink.letters
    assert letter.to == on_duty.email
    assert letter.message["Subject"] == "Ann Weber gave a 3, due tomorrow 09:12"
    for words in ("Waited 40 minutes.", "After a visit", f"/b/{business.slug}/cases/{case.id}/"):
        assert words in text(letter)


@time_machine.travel(START, tick=False)
def test_the_colleague_reads_times_as_the_business_writes_them(business: Business, on_duty: User, sink: Sink) -> None:
    business.writing = "half_days"
    business.save()
    unhappy(business)
    drain()
    assert sink.letters[0].message["Subject"].replace("\u00a0", " ") == "Ann Weber gave a 3, due tomorrow 9:12 am"


def test_the_owner_is_told_where_nobody_is_on_duty(business: Business, sink: Sink) -> None:
    owner = make_member(business)
    unhappy(business)
    drain()
    assert sink.recipients() == [owner.email]


@time_machine.travel(START, tick=False)
def test_cases_that_come_together_share_a_letter(business: Business, on_duty: User, sink: Sink) -> None:
    for comment in ("The first.", "The second."):
        unhappy(business, comment=comment)
    drain()
    (letter,) = sink.letters
    assert letter.message["Subject"] == "2 unhappy customers are waiting, the first is due tomorrow 09:12"
    assert "The first." in text(letter)
    assert "The second." in text(letter)


def test_a_second_letter_waits_ten_minutes_and_gathers(business: Business, on_duty: User, sink: Sink) -> None:
    with time_machine.travel(START, tick=False) as clock:
        unhappy(business)
        drain()
        for _ in range(3):
            clock.shift(timedelta(minutes=1))
            unhappy(business)
            drain()
        assert len(sink.letters) == 1
        clock.move_to(START + APART + timedelta(seconds=1))
        drain()
    assert [letter.message["Subject"][:2] for letter in sink.letters] == ["An", "3 "]


def test_a_case_that_somebody_took_needs_no_letter_and_delays_none(
    business: Business, on_duty: User, sink: Sink
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        seen_to = unhappy(business)
        take(business=business, case_id=seen_to.id, by=make_member(business).id)
        closed = unhappy(business)
        close(business=business, case_id=closed.id, cause="Staff", outcome="solved", by=on_duty.id)
        drain()
        assert sink.letters == []
        clock.shift(timedelta(seconds=5))
        unhappy(business, comment="Cold soup.")
        drain()
    (letter,) = sink.letters
    assert "Cold soup." in text(letter)


def test_a_colleague_who_left_is_not_told(business: Business, on_duty: User, sink: Sink) -> None:
    unhappy(business)
    Membership.objects.filter(user=on_duty).delete()
    drain()
    assert sink.letters == []


@pytest.mark.parametrize("canary", ["<script>alert(1)</script>", "x\r\nBcc: eve@example.com", "{{ business.code }}"])
def test_words_of_strangers_stay_words(business: Business, on_duty: User, sink: Sink, canary: str) -> None:
    answer = make_answer(business, make_ann(business, name=canary), comment=canary)
    open_cases(business=business, heard={answer.id: timezone.now()})
    drain()
    (letter,) = sink.letters
    assert letter.to == on_duty.email
    assert letter.message["Bcc"] is None
    html = letter.message.get_body(("html",))
    assert html
    assert "<script>" not in html.get_content()
    assert business.code not in text(letter)
