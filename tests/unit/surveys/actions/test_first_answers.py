"""The first answer by a link: no lock is held while it is read and judged, and still nothing slips in between."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Business
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.actions import answers
from surveys.actions.answers import follow_trap, send
from surveys.actions.corrections import erase
from surveys.actions.versions import hear
from surveys.judging import Reason
from surveys.models import Answer
from surveys.queries.openings import Opening, opening_of
from tests.factories.answers import Asked, make_asked


@pytest.fixture
def asked(business: Business) -> Asked:
    """Somebody whose letter arrived an hour ago."""
    return make_asked(business)


def reply(asked: Asked, score: int = 9, **fields: str) -> answers.Outcome | None:
    data = {"score": str(score), "comment": "Good bread", **fields}
    return send(business=asked.business, token=asked.token, data=data)


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen after a link was looked at for the first time, and before anything is written."""
    looks: list[Opening | None] = []

    def look(*args: Any, **more: Any) -> Opening | None:
        looks.append(opening_of(*args, **more))
        if len(looks) == 1:
            monkeypatch.setattr(answers, "opening_of", opening_of)
            happens()
        return looks[-1]

    monkeypatch.setattr(answers, "opening_of", look)


def kinds(asked: Asked) -> list[str]:
    with acting_for(asked.business):
        return list(LedgerLine.objects.order_by("id").values_list("kind", flat=True))


@pytest.mark.django_db(transaction=True)
def test_it_takes_two_messages_to_the_database(business: Business) -> None:
    asked = make_asked(business)
    with CaptureQueriesContext(connection) as sent:
        reply(asked)
    assert ["INSERT INTO surveys_answer" in each["sql"] for each in sent] == [False, True]
    assert asked.answer() is not None


def test_somebody_erased_in_between_has_no_answer(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    who = asked.invitation.customer_id
    meanwhile(monkeypatch, lambda: erase(business=asked.business, customer_id=who))
    assert reply(asked) is None
    with acting_for(asked.business):
        assert not Answer.objects.exists()
    assert kinds(asked) == ["invitation.erased"]


def test_a_hidden_link_followed_in_between_is_judged_by(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: follow_trap(business=asked.business, token=asked.token, stamp="opening1"))
    reply(asked, stamp="opening1")
    answer = asked.answer()
    assert answer is not None
    assert (answer.state, answer.set_aside) == ("set_aside", Reason.TRAP)
    assert len(asked.reload().evidence) == 2


def test_an_answer_sent_in_between_is_changed_by_the_next(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: reply(asked, 3))
    reply(asked, 9)
    answer = asked.answer()
    assert answer is not None
    assert answer.score == 9
    assert kinds(asked) == ["answer.given", "answer.changed"]


def test_what_is_heard_of_an_invitation_that_has_changed_is_not_kept(asked: Asked) -> None:
    opening = opening_of(asked.business, asked.token)
    assert opening is not None
    reply(asked)
    assert not hear(business=asked.business, opening=opening, evidence=[])
    assert len(asked.reload().evidence) == 1


def test_a_hidden_link_that_betrays_an_answer_is_kept_once(asked: Asked) -> None:
    reply(asked, stamp="opening1")
    follow_trap(business=asked.business, token=asked.token, stamp="opening1")
    assert [score for _, score, *_ in asked.reload().evidence] == [9, None]
    assert asked.reload().trapped_at is not None
