"""How far a new business is, and the reminder that could go out."""

import uuid
from datetime import timedelta

from accounts.actions import close_checklist
from accounts.models import Business
from dashboards.presenters.steps import State
from dashboards.queries.first_steps import first_steps
from foundation.ledger.actions import record
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.models import Invitation, Round, Survey
from surveys.queries.rounds import awaiting_reminder
from tests.factories.accounts import make_member
from tests.factories.answers import make_asked, make_survey
from tests.factories.customers import make_customer
from tests.factories.figures import NOW


def state(business: Business, *, has_answers: bool = False) -> State:
    """The first steps of a business that has chosen nothing."""
    with acting_for(business):
        return first_steps(business, has_metrics=False, has_goal=False, has_answers=has_answers)


def make_round(business: Business, survey: Survey, days_ago: int, letters: int) -> Round:
    """A round whose letters arrived that many days ago and were not answered."""
    at = NOW - timedelta(days=days_ago)
    with acting_for(business):
        made = Round.objects.create(business_id=business.id, survey=survey, starts_at=at, state="sent")
    for _ in range(letters):
        make_asked(business, survey, round=made, delivered_at=at)
    return made


def test_a_new_business_has_done_nothing(business: Business) -> None:
    assert state(business) == State()


def test_customers_a_survey_and_a_test_are_seen(business: Business) -> None:
    make_customer(business)
    make_survey(business)
    with acting_for(business):
        record(business=business, kind="survey.tested", subject=uuid.uuid4())
    assert state(business) == State(has_customers=True, has_survey=True, has_test=True)


def test_after_a_round_no_test_is_asked_for(business: Business) -> None:
    make_round(business, make_survey(business), 1, 0)
    found = state(business)
    assert (found.has_test, found.has_round) == (True, True)


def test_answers_mean_customers_and_a_survey(business: Business) -> None:
    assert state(business, has_answers=True) == State(has_customers=True, has_survey=True, has_answers=True)


def test_another_business_s_customers_do_not_count(business: Business, other_business: Business) -> None:
    make_customer(other_business)
    assert state(business) == State()


def test_those_who_kept_silent_for_three_days_can_be_reminded(business: Business) -> None:
    made = make_round(business, make_survey(business), 4, 2)
    with acting_for(business):
        assert awaiting_reminder(business, NOW) == (made.id, 2)


def test_nobody_is_reminded_twice_too_early_or_after_the_link_is_over(business: Business) -> None:
    survey = make_survey(business)
    for days_ago, reminded in ((2, None), (4, NOW), (40, None)):
        made = make_round(business, survey, days_ago, 2)
        with acting_for(business):
            Round.objects.filter(id=made.id).update(reminded_at=reminded)
            assert awaiting_reminder(business, NOW) is None
            Invitation.objects.filter(round_id=made.id).delete()
            made.delete()


def test_only_the_newest_round_is_followed_by_a_reminder(business: Business) -> None:
    survey = make_survey(business)
    make_round(business, survey, 10, 2)
    make_round(business, survey, 1, 2)
    with acting_for(business):
        assert awaiting_reminder(business, NOW) is None


def test_closing_the_first_steps_leaves_one_line(business: Business) -> None:
    owner = make_member(business)
    for _ in range(2):
        close_checklist(business=business, by=owner)
    business.refresh_from_db()
    assert business.checklist_closed_at
    with acting_for(business):
        assert LedgerLine.objects.filter(kind="checklist.closed", actor=owner.id).count() == 1
