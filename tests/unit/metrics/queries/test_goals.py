"""Where goals stand."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Business
from foundation.tenancy.context import acting_for
from metrics.maths.goals import Standing
from metrics.measures import MEASURES
from metrics.queries import closings, detectable, goal, goal_of, goal_view, goals, watched, way_points
from tests.factories.answers import make_survey
from tests.factories.metrics import catch_up, give, make_goal

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)


def test_a_goal_is_judged_by_its_present_number(business: Business) -> None:
    made = make_goal(business)
    give(business, make_survey(business), [10] * 60 + [8] * 41 + [0] * 17, date(2026, 2, 10))
    catch_up(business)
    with acting_for(business):
        view = goal_view(business, made, NOW)
    assert view.judgement
    assert (view.now.n, view.judgement.standing) == (118, Standing.PROBABLY_ON_THE_WAY)
    assert view.line == pytest.approx(24 + 16 * 50 / 89)
    assert view.days_left == 39


def test_answers_from_before_its_start_do_not_judge_a_goal(business: Business) -> None:
    made = make_goal(business, starts_on=date(2026, 2, 15))
    give(business, make_survey(business), [0] * 100, date(2026, 2, 14))
    catch_up(business)
    with acting_for(business):
        view = goal_view(business, made, NOW)
    assert view.now.n == 0
    assert view.judgement
    assert view.judgement.standing == Standing.TOO_EARLY


def test_the_answers_of_its_baseline_do_not_judge_a_goal(business: Business) -> None:
    made = make_goal(business, baseline_from=date(2026, 1, 1), baseline_to=date(2026, 2, 11))
    give(business, make_survey(business), [0] * 100, date(2026, 2, 10))
    catch_up(business)
    with acting_for(business):
        assert goal_view(business, made, NOW).now.n == 0


def test_without_a_baseline_a_goal_waits_for_answers(business: Business) -> None:
    made = make_goal(business, baseline=None)
    give(business, make_survey(business), [10] * 12, date(2026, 2, 10))
    catch_up(business)
    with acting_for(business):
        view = goal_view(business, made, NOW)
        assert way_points(made, [NOW.date()]) == [None]
    assert (view.judgement, view.line, view.missing) == (None, None, 18)


def test_the_way_is_a_straight_line_from_the_start(business: Business) -> None:
    made = make_goal(business, starts_on=date(2026, 1, 1), due_on=date(2026, 1, 11), baseline=0, target=10)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 6), date(2026, 1, 20)]
    assert way_points(made, days) == [None, 0, 5, 10]


def test_fifty_answers_show_changes_of_about_twenty_points() -> None:
    assert detectable(MEASURES["nps"], n=50) == pytest.approx(19.4, abs=0.05)


def test_goals_of_another_business_are_not_there(business: Business, other_business: Business) -> None:
    theirs = make_goal(other_business)
    with acting_for(business):
        assert goals(business) == []
        assert goal(business, theirs.id) is None
        assert goal_of(business, "nps") is None
        assert closings(business, theirs.id) == []
        assert watched(business) == []


def test_goals_stand_until_they_are_ended(business: Business) -> None:
    ended, later, sooner = (
        make_goal(business, ended_at=NOW),
        make_goal(business, due_on=date(2026, 9, 1)),
        make_goal(business),
    )
    with acting_for(business):
        assert [one.id for one in goals(business)] == [sooner.id, later.id]
        assert [one.id for one in goals(business, ended=True)] == [ended.id]
