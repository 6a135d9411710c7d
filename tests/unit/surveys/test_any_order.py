"""Whatever happens to an answer, in any order: its state is what a slow and obvious account of it says."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Business
from foundation.ledger.queries import verify
from foundation.ledger.sealing import seal
from surveys.actions.answers import follow_trap, keep_provisional, send
from surveys.actions.corrections import erase, restore, set_aside
from surveys.models import Answer
from surveys.queries.verification import check_answers
from tests.factories.answers import Asked, make_asked

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
scores = st.integers(0, 10)
comments = st.sampled_from(["", "Good bread", "Cold soup"])
steps = st.one_of(
    st.tuples(st.just("answer"), scores, comments),
    st.tuples(st.just("scan"), scores, comments),
    st.tuples(st.just("scan, found out afterwards"), scores, comments),
    st.tuples(st.just("touch"), scores, st.just("")),
    st.tuples(st.sampled_from(["set aside", "restore", "erase"]), st.just(0), st.just("")),
)


@dataclass
class Account:
    """What should stand: score, comment, state and day; nothing at first."""

    stands: tuple[int, str, str, date] | None = None
    erased: bool = False

    def happen(self, what: str, score: int, comment: str, day: date) -> None:
        """One step, as the promises put it."""
        if self.erased and what in ("answer", "scan", "scan, found out afterwards", "touch"):
            return
        if self.stands is None:
            state = {"answer": "confirmed", "touch": "provisional"}.get(what, "set_aside")
            if what not in ("set aside", "restore", "erase"):
                self.stands = (score, comment, state, day)
        else:
            self._change(what, score, comment, day, *self.stands)
        self.erased = self.erased or what == "erase"

    def _change(
        self, what: str, score: int, comment: str, day: date, old: int, said: str, state: str, on: date
    ) -> None:
        if what == "answer":
            fresh = state == "set_aside"
            self.stands = (score, comment if fresh else comment or said, "confirmed", day if fresh else on)
        elif what == "scan, found out afterwards" and state != "confirmed":
            # For a moment it was taken for a person's; nothing of theirs is left to bring back.
            self.stands = (score, comment or (said if state == "provisional" else ""), "set_aside", on)
            if state == "set_aside":
                self.stands = (*self.stands[:3], day)
        elif what == "touch" and state == "provisional":
            self.stands = (score, "", "provisional", on)
        elif what == "set aside":
            self.stands = (old, said, "set_aside", on)
        elif what == "restore" and state == "set_aside":
            self.stands = (old, said, "confirmed", on)
        elif what == "erase":
            self.stands = (old, "", state, on)


def act(asked: Asked, number: int, what: str, score: int, comment: str) -> None:
    """The same step, done."""
    business, token, answer = asked.business, asked.token, asked.answer()
    form = {"score": str(score), "comment": comment, "stamp": f"opening{number}"}
    if what == "scan":
        follow_trap(business=business, token=token, stamp=form["stamp"])
    if what in ("answer", "scan", "scan, found out afterwards"):
        send(business=business, token=token, data=form)
    if what == "scan, found out afterwards":
        follow_trap(business=business, token=token, stamp=form["stamp"])
    if what == "touch":
        keep_provisional(business=business, token=token, data=form)
    if what == "erase":
        erase(business=business, customer_id=asked.invitation.customer_id)
    if answer and what == "set aside":
        set_aside(business=business, answer_id=answer.id, reason="A test", by=uuid4())
    if answer and what == "restore":
        restore(business=business, answer_id=answer.id, by=uuid4())


def found(answer: Answer | None) -> tuple[int, str, str, date] | None:
    return (answer.score, answer.comment, answer.state, answer.given_on) if answer else None


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=st.lists(steps, max_size=8))
def test_any_order_of_events_leaves_what_the_account_says(
    business: Business, happened: list[tuple[str, int, str]]
) -> None:
    business.one_click, account = True, Account()
    asked = make_asked(business, delivered_at=START - timedelta(hours=1))
    for number, (what, score, comment) in enumerate(happened):
        with time_machine.travel(START + timedelta(days=number)) as clock:
            act(asked, number, what, score, comment)
            clock.shift(1)
        account.happen(what, score, comment, (START + timedelta(days=number)).date())
        assert found(asked.answer()) == account.stands
    assert check_answers(business).faults == []
    while seal(business=business):
        pass
    assert verify(business=business).faults == []
