"""Setting aside, restoring and erasing."""

import json
import uuid

import pytest

from accounts.models import Business
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.actions.answers import send
from surveys.actions.corrections import erase, forget_previous, restore, set_aside
from surveys.models import Answer
from surveys.queries.verification import check_answers
from tests.factories.answers import Asked, make_asked

BY = uuid.uuid4()


@pytest.fixture
def asked(business: Business) -> Asked:
    """Somebody who answered."""
    asked = make_asked(business)
    send(business=business, token=asked.token, data={"score": "2", "comment": "Cold soup"})
    return asked


def standing(asked: Asked) -> Answer:
    found = asked.answer()
    assert found is not None
    return found


def last_line(asked: Asked) -> LedgerLine:
    with acting_for(asked.business):
        return LedgerLine.objects.filter(subject=standing(asked).id).order_by("-id")[0]


def test_an_answer_is_set_aside_with_its_reason_and_restored(asked: Asked) -> None:
    set_aside(business=asked.business, answer_id=standing(asked).id, reason="A test of ours", by=BY)
    assert (standing(asked).state, standing(asked).set_aside) == ("set_aside", "A test of ours")
    assert (last_line(asked).kind, last_line(asked).actor) == ("answer.set_aside", BY)
    restore(business=asked.business, answer_id=standing(asked).id, by=BY)
    assert (standing(asked).state, standing(asked).set_aside) == ("confirmed", "")
    assert last_line(asked).kind == "answer.restored"


def test_restoring_what_a_scanner_s_rule_set_aside_ends_the_asking(business: Business) -> None:
    asked = make_asked(business)
    for score in (0, 1, 2):
        send(business=business, token=asked.token, data={"score": str(score)})
    assert asked.reload().answered_at is None
    restore(business=business, answer_id=standing(asked).id, by=BY)
    assert asked.reload().answered_at == standing(asked).given_at


def test_a_person_s_later_answer_wins_over_setting_aside(asked: Asked) -> None:
    set_aside(business=asked.business, answer_id=standing(asked).id, reason="A test", by=BY)
    send(business=asked.business, token=asked.token, data={"score": "9"})
    assert (standing(asked).score, standing(asked).state) == (9, "confirmed")


def test_doing_it_twice_leaves_one_line(asked: Asked) -> None:
    for _ in range(2):
        set_aside(business=asked.business, answer_id=standing(asked).id, reason="A test", by=BY)
    with acting_for(asked.business):
        assert LedgerLine.objects.filter(kind="answer.set_aside").count() == 1


def test_erasing_leaves_score_and_day_and_closes_the_link(asked: Asked) -> None:
    send(business=asked.business, token=asked.token, data={"score": "3", "comment": "Cold again"})
    before = standing(asked)
    assert erase(business=asked.business, customer_id=asked.invitation.customer_id) == 1
    after = standing(asked)
    assert (after.score, after.state, after.given_on) == (before.score, before.state, before.given_on)
    assert (after.comment, after.segments, after.properties, after.previous) == ("", {}, {}, None)
    assert send(business=asked.business, token=asked.token, data={"score": "9"}) is None
    assert check_answers_holds(asked)


def check_answers_holds(asked: Asked) -> bool:
    return check_answers(asked.business).faults == []


def test_another_business_s_answer_is_not_found(asked: Asked, other_business: Business) -> None:
    with pytest.raises(Answer.DoesNotExist):
        set_aside(business=other_business, answer_id=standing(asked).id, reason="x", by=BY)


def test_what_an_answer_said_before_is_forgotten(asked: Asked) -> None:
    send(business=asked.business, token=asked.token, data={"score": "3", "comment": "Sorry"})
    assert "Cold soup" in json.dumps(standing(asked).previous)
    forget_previous(business=asked.business, answer_id=standing(asked).id)
    assert standing(asked).previous is None
