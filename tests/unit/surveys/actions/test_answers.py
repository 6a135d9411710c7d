"""Answers by a letter's link: counted once, changed, judged, withdrawn."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Business
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.actions.answers import Outcome, follow_trap, keep_provisional, send
from surveys.judging import IN_LETTER, Reason
from surveys.models import Answer
from tests.factories.answers import Asked, make_asked

Clock = time_machine.Traveller


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock that the test moves."""
    with time_machine.travel(timezone.now(), tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def asked(business: Business) -> Asked:
    """Somebody whose letter arrived an hour ago."""
    return make_asked(business)


def post(asked: Asked, score: object, comment: str = "", **fields: str) -> Outcome | None:
    return send(business=asked.business, token=asked.token, data={"score": str(score), "comment": comment, **fields})


def standing(asked: Asked) -> Answer:
    found = asked.answer()
    assert found is not None
    return found


def kinds(asked: Asked) -> list[str]:
    with acting_for(asked.business):
        return list(LedgerLine.objects.order_by("id").values_list("kind", flat=True))


def test_an_answer_is_confirmed_and_ends_the_asking(asked: Asked) -> None:
    post(asked, 9, "Good bread")
    answer = standing(asked)
    assert (answer.score, answer.comment, answer.state, answer.kind) == (9, "Good bread", "confirmed", "nps")
    assert asked.reload().answered_at == answer.given_at
    assert kinds(asked) == ["answer.given"]


def test_an_answer_keeps_who_was_asked_and_their_segments(asked: Asked) -> None:
    post(asked, 9)
    answer = standing(asked)
    assert (answer.customer_id, answer.survey_id) == (asked.invitation.customer_id, asked.invitation.survey_id)
    assert (answer.segments, answer.source, answer.layout) == ({"city": "Berlin"}, "letter", 1)


def test_an_answer_counts_on_the_business_s_own_day(business: Business) -> None:
    with time_machine.travel("2026-03-01T23:30:00Z"):
        asked = make_asked(business)
        post(asked, 9)
    assert standing(asked).given_on.isoformat() == "2026-03-02"


def test_the_same_reply_twice_is_kept_once(asked: Asked) -> None:
    post(asked, 9, "Good")
    post(asked, 9, "Good")
    assert kinds(asked) == ["answer.given"]


def test_a_changed_mind_changes_the_answer_and_keeps_its_day(asked: Asked, clock: Clock) -> None:
    post(asked, 9)
    first = standing(asked)
    clock.shift(timedelta(days=2))
    post(asked, 3, "It broke")
    answer = standing(asked)
    assert (answer.id, answer.given_on, answer.score, answer.comment) == (first.id, first.given_on, 3, "It broke")
    assert answer.changed_at == timezone.now()
    assert kinds(asked) == ["answer.given", "answer.changed"]


def test_a_comment_sent_after_the_score_is_kept_with_it(asked: Asked) -> None:
    post(asked, 9)
    post(asked, 9, "Good bread")
    assert (standing(asked).score, standing(asked).comment) == (9, "Good bread")


def test_a_score_sent_again_without_words_takes_none_away(asked: Asked) -> None:
    post(asked, 9, "Good bread")
    post(asked, 8)
    assert standing(asked).comment == "Good bread"


def test_words_taken_out_where_they_were_shown_are_gone(asked: Asked) -> None:
    post(asked, 9, "Good bread")
    post(asked, 9, revised="1")
    assert standing(asked).comment == ""


def test_a_link_past_its_day_is_closed(asked: Asked, clock: Clock) -> None:
    clock.shift(timedelta(days=31))
    assert post(asked, 9) is None
    assert asked.answer() is None


def test_a_link_of_another_business_is_closed(asked: Asked, other_business: Business) -> None:
    assert send(business=other_business, token=asked.token, data={"score": "9"}) is None
    assert asked.answer() is None


@pytest.mark.parametrize("score", ["", "11", "-1", "nine", "9.5", "٩", "1e1"])
def test_a_wrong_score_stores_nothing(asked: Asked, score: str) -> None:
    outcome = post(asked, score)
    assert outcome is not None
    assert [problem.field for problem in outcome.problems] == ["score"]
    assert (asked.answer(), kinds(asked), asked.reload().evidence) == (None, [], [])


def test_a_score_within_ten_seconds_of_delivery_is_set_aside(asked: Asked, business: Business) -> None:
    early = make_asked(business, delivered_at=timezone.now() - timedelta(seconds=9))
    post(early, 9)
    assert (standing(early).state, standing(early).set_aside) == ("set_aside", Reason.EARLY)
    assert early.reload().answered_at is None


def test_a_score_before_the_letter_is_known_to_be_delivered_is_set_aside(business: Business) -> None:
    queued = make_asked(business, state="queued")
    with acting_for(business):
        type(queued.invitation).objects.update(delivered_at=None)
    post(queued, 9)
    assert standing(queued).state == "set_aside"


def test_a_person_s_later_answer_replaces_what_was_set_aside(business: Business, clock: Clock) -> None:
    asked = make_asked(business, delivered_at=timezone.now())
    post(asked, 0)
    clock.shift(timedelta(days=1))
    post(asked, 9)
    answer = standing(asked)
    assert (answer.score, answer.state, answer.set_aside, answer.given_at) == (9, "confirmed", "", timezone.now())
    assert asked.reload().answered_at == timezone.now()


def test_three_scores_within_a_minute_are_set_aside(asked: Asked) -> None:
    for score in (0, 1, 2, 3, 0):
        post(asked, score)
    assert (standing(asked).state, standing(asked).set_aside) == ("set_aside", Reason.BURST)
    assert asked.reload().answered_at is None
    assert kinds(asked) == ["answer.given", "answer.changed", "answer.set_aside"]


def test_a_person_answers_after_a_burst(asked: Asked, clock: Clock) -> None:
    for score in range(11):
        post(asked, score)
    clock.shift(timedelta(seconds=61))
    post(asked, 7)
    assert (standing(asked).score, standing(asked).state) == (7, "confirmed")


def test_two_scores_within_a_minute_are_a_person_s_changed_mind(asked: Asked) -> None:
    post(asked, 8)
    post(asked, 9)
    assert (standing(asked).score, standing(asked).state) == (9, "confirmed")


def test_a_burst_gives_a_person_s_answer_back(asked: Asked, clock: Clock) -> None:
    post(asked, 9, "Good bread")
    clock.shift(timedelta(days=1))
    for score in range(11):
        post(asked, score)
    answer = standing(asked)
    assert (answer.score, answer.comment, answer.state) == (9, "Good bread", "confirmed")
    assert asked.reload().answered_at is not None


def test_a_score_from_a_page_whose_hidden_link_was_followed_is_set_aside(asked: Asked) -> None:
    follow_trap(business=asked.business, token=asked.token, stamp="opening1")
    post(asked, 9, stamp="opening1")
    assert (standing(asked).state, standing(asked).set_aside) == ("set_aside", Reason.TRAP)
    assert asked.reload().trapped_at is not None


def test_a_hidden_link_followed_afterwards_sets_aside_too(asked: Asked) -> None:
    post(asked, 9, stamp="opening1")
    follow_trap(business=asked.business, token=asked.token, stamp="opening1")
    assert (standing(asked).state, standing(asked).set_aside) == ("set_aside", Reason.TRAP)
    assert asked.reload().answered_at is None


def test_a_person_s_own_opening_counts_beside_a_scanner_s(asked: Asked) -> None:
    follow_trap(business=asked.business, token=asked.token, stamp="scanner")
    post(asked, 0, stamp="scanner")
    post(asked, 9, stamp="person")
    follow_trap(business=asked.business, token=asked.token, stamp="scanner2")
    assert (standing(asked).score, standing(asked).state) == (9, "confirmed")


def test_a_scanner_s_change_found_out_later_gives_the_answer_back(asked: Asked, clock: Clock) -> None:
    post(asked, 9, "Good bread", stamp="person")
    clock.shift(timedelta(days=1))
    post(asked, 0, stamp="scanner")
    follow_trap(business=asked.business, token=asked.token, stamp="scanner")
    answer = standing(asked)
    assert (answer.score, answer.comment, answer.state) == (9, "Good bread", "confirmed")


def test_the_letter_s_hidden_link_taints_what_comes_within_a_minute(asked: Asked, clock: Clock) -> None:
    follow_trap(business=asked.business, token=asked.token, stamp=IN_LETTER)
    clock.shift(timedelta(seconds=30))
    post(asked, 9)
    assert standing(asked).state == "set_aside"


def test_the_letter_s_hidden_link_taints_what_came_within_a_minute(asked: Asked, clock: Clock) -> None:
    post(asked, 9)
    clock.shift(timedelta(seconds=30))
    follow_trap(business=asked.business, token=asked.token, stamp=IN_LETTER)
    assert standing(asked).state == "set_aside"


def test_the_evidence_of_a_link_is_bounded(asked: Asked) -> None:
    for number in range(60):
        follow_trap(business=asked.business, token=asked.token, stamp=f"opening{number}")
    assert len(asked.reload().evidence) == 40


def test_a_touched_page_keeps_its_score_as_provisional(asked: Asked) -> None:
    asked.business.one_click = True
    assert keep_provisional(business=asked.business, token=asked.token, data={"score": "8"})
    assert keep_provisional(business=asked.business, token=asked.token, data={"score": "9"})
    assert (standing(asked).score, standing(asked).state) == (9, "provisional")
    assert asked.reload().answered_at is None


def test_send_confirms_a_provisional_answer(asked: Asked) -> None:
    asked.business.one_click = True
    keep_provisional(business=asked.business, token=asked.token, data={"score": "8"})
    post(asked, 8, "Good")
    keep_provisional(business=asked.business, token=asked.token, data={"score": "2"})
    assert (standing(asked).score, standing(asked).state) == (8, "confirmed")
    assert kinds(asked) == ["answer.given", "answer.changed"]


def test_one_click_is_off_until_the_business_switches_it_on(asked: Asked) -> None:
    assert not keep_provisional(business=asked.business, token=asked.token, data={"score": "8"})
    assert asked.answer() is None


def test_a_scanner_leaves_nothing_provisional(business: Business) -> None:
    business.one_click = True
    asked = make_asked(business, delivered_at=timezone.now())
    assert keep_provisional(business=business, token=asked.token, data={"score": "8"})
    assert asked.answer() is None
