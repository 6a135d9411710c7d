"""What to do next."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from accounts.roles import ALL, MATRIX, Permission, Role
from dashboards.presenters.steps import Later, Reminder, Review, State, Step, Waiting, checklist, next_step
from followup.improvement_rules import Suggestion

NOW = datetime(2026, 11, 18, 11, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)
DONE = State(
    has_metrics=True,
    has_goal=True,
    has_customers=True,
    has_survey=True,
    has_test=True,
    has_round=True,
    has_answers=True,
)
NOBODY, NOTHING = Waiting(0, None), Later()
REMINDER = Reminder(uuid.UUID(int=7), 38)
REVIEW = Review(uuid.UUID(int=8), "Second till at noon", date(2026, 6, 1))


def step(
    state: State = DONE, waiting: Waiting = NOBODY, later: Later = NOTHING, may: frozenset[Permission] = ALL
) -> Step | None:
    return next_step(state, waiting, later, may, NOW, BERLIN)


def title(found: Step | None) -> str:
    assert found is not None
    return found.title


def test_people_who_wait_come_first() -> None:
    found = step(State(), Waiting(3, DUE))
    assert title(found) == "three people are waiting for a reply."
    assert found is not None
    assert found.text == "The first is due today at 17:00."
    assert found.action == "Open the queue"


def test_one_person_is_one_person() -> None:
    found = step(waiting=Waiting(1, DUE))
    assert title(found) == "one person is waiting for a reply."
    assert found is not None
    assert found.text == "The reply is due today at 17:00."


def test_a_reply_that_is_late_says_since_when() -> None:
    found = step(waiting=Waiting(12, datetime(2026, 11, 17, 16, 0, tzinfo=UTC)))
    assert title(found) == "twelve people are waiting for a reply."
    assert found is not None
    assert found.text == "The first was due yesterday 17:00."


def test_the_first_letter_of_all_goes_to_oneself_at_one_press() -> None:
    found = step(State())
    assert title(found) == "see what your customers will get."
    assert found is not None
    assert found.then == "test"


def test_customers_are_brought_in_once_the_letter_was_seen() -> None:
    assert title(step(State(has_survey=True, has_test=True))) == "bring in your customers."


def test_a_survey_is_written_anew_where_the_tried_one_was_put_away() -> None:
    assert title(step(State(has_customers=True, has_test=True))) == "write your survey."


def test_the_first_round_goes_out_once_both_are_here() -> None:
    assert title(step(State(has_customers=True, has_survey=True))) == "send your survey."


def test_a_target_is_set_once_the_survey_is_out() -> None:
    assert title(step(replace(DONE, has_goal=False))) == "set a target."


def test_the_reminder_says_how_many_it_reaches() -> None:
    found = step(later=Later(reminder=REMINDER))
    assert title(found) == "send the reminder."
    assert found is not None
    assert found.text.startswith("38 customers have not answered yet.")


def test_a_review_that_is_due_comes_before_the_reminder() -> None:
    found = step(later=Later(REVIEW, REMINDER))
    assert found is not None
    assert (found.title, found.row) == ("look back.", ("improvement_id", REVIEW.improvement_id))
    assert found.text.startswith("“Second till at noon” began on 1 June.")


def test_the_commonest_trouble_comes_last() -> None:
    found = step(later=Later(suggestion=Suggestion("Waiting time", 2, 4)))
    assert found is not None
    assert found.text == (
        "2 of 4 cases closed in the last 90 days were about “Waiting time”. Make this your improvement?"
    )
    assert found.query == "cause=Waiting+time"


def test_nothing_waits_when_all_is_done() -> None:
    assert step() is None


def test_a_step_is_offered_only_to_those_who_may_take_it() -> None:
    may = MATRIX[Role.VIEWER]
    assert step(State(), Waiting(3, DUE), Later(REVIEW, REMINDER, Suggestion("Price", 2, 4)), may) is None


def test_staff_are_sent_to_the_queue_but_not_to_the_target() -> None:
    may = MATRIX[Role.STAFF]
    assert step(replace(DONE, has_goal=False), may=may) is None
    assert title(step(waiting=Waiting(2, DUE), may=may)) == "two people are waiting for a reply."


def test_the_checklist_has_six_lines_and_shows_what_is_done() -> None:
    items = checklist(replace(State(), has_goal=True))
    assert len(items) == 6
    assert [item.title for item in items if item.done] == ["Set a target"]
