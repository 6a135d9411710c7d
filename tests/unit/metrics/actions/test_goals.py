"""Choosing metrics, setting goals and ending them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import add_dimensions
from accounts.models import Business
from foundation.agenda.models import Due
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from metrics.actions import choose_metrics, end_goal, set_goal, settle_baselines
from metrics.models import Goal
from metrics.queries import chosen, goals
from tests.factories.accounts import make_member, make_user
from tests.factories.answers import make_survey
from tests.factories.metrics import catch_up, give, make_goal

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def a_goal(business: Business, **values: Any) -> Goal:
    """From 24 to 40 points by the end of March."""
    wanted = {"by": None, "metric": "nps", "baseline": 24, "target": 40, "due_on": date(2026, 3, 31), "now": NOW}
    return set_goal(**{"business": business, **wanted, **values})


def faults(business: Business, **values: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        a_goal(business, **values)
    return refused.value.message_dict


def test_a_goal_is_kept_told_and_put_on_the_agenda(business: Business) -> None:
    owner = make_member(business)
    made = a_goal(business, by=owner.id)
    with acting_for(business):
        (kept,) = goals(business)
        assert LedgerLine.objects.get(kind="goal.set").subject == made.id
    assert (kept.id, kept.owner, kept.starts_on) == (made.id, owner.id, date(2026, 1, 1))
    due = Due.objects.get(kind="metrics.close", key=str(made.id))
    assert due.due_at == datetime(2026, 2, 1, 7, tzinfo=UTC)  # 08:00 in Berlin


def test_a_goal_makes_its_metric_one_of_those_watched(business: Business) -> None:
    a_goal(business)
    with acting_for(business):
        assert [measure.key for measure in chosen(business)] == ["nps"]


def test_setting_a_goal_again_ends_the_former(business: Business) -> None:
    first, second = a_goal(business), a_goal(business, target=50)
    with acting_for(business):
        assert [goal.id for goal in goals(business)] == [second.id]
        assert [goal.id for goal in goals(business, ended=True)] == [first.id]


def test_a_goal_of_a_segment_stands_beside_that_of_the_total(business: Business) -> None:
    add_dimensions(business=business, names=["branch"])
    a_goal(business)
    a_goal(business, segment=("branch", "Nord"))
    with acting_for(business):
        assert len(goals(business)) == 2


def test_the_baseline_can_be_that_of_some_days(business: Business) -> None:
    give(business, make_survey(business), [10] * 40 + [8] * 30 + [0] * 30, date(2025, 12, 5))
    catch_up(business)
    made = a_goal(business, baseline=None, baseline_days=(date(2025, 12, 1), date(2026, 1, 1)))
    assert (made.baseline, made.baseline_n, made.baseline_to) == (10, 100, date(2026, 1, 1))
    assert made.baseline_low == pytest.approx(-6.27, abs=0.01)


def test_days_without_answers_make_no_baseline(business: Business) -> None:
    days = (date(2025, 12, 1), date(2026, 1, 1))
    assert "no answers" in faults(business, baseline=None, baseline_days=days)["baseline"][0]
    assert "Nothing lies between" in faults(business, baseline=None, baseline_days=days[::-1])["baseline"][0]


def test_everything_wrong_with_a_goal_is_said_at_once(business: Business) -> None:
    wrong = faults(business, target=10, due_on=date(2025, 1, 1), segment=("size", "L"), owner=make_user().id)
    assert set(wrong) == {"target", "due_on", "segment", "owner"}
    with acting_for(business):
        assert goals(business) == []


def test_an_unknown_metric_names_those_there_are(business: Business) -> None:
    assert "Choose one of: nps" in faults(business, metric="joy")["metric"][0]


def test_a_fourth_metric_is_refused(business: Business) -> None:
    choose_metrics(business=business, metrics=["csat", "ces", "ces2"], by=None)
    assert "Three metrics at most" in faults(business)["metric"][0]
    with pytest.raises(ValidationError, match="Three metrics at most"):
        choose_metrics(business=business, metrics=["nps", "csat", "ces", "ces2"], by=None)


def test_metrics_are_watched_in_the_order_they_were_chosen(business: Business) -> None:
    choose_metrics(business=business, metrics=["nps", "csat"], by=None)
    choose_metrics(business=business, metrics=["ces", "nps", "ces"], by=None)
    with acting_for(business):
        assert [measure.key for measure in chosen(business)] == ["ces", "nps"]


def test_an_unknown_metric_cannot_be_chosen(business: Business) -> None:
    with pytest.raises(ValidationError, match="no metric 'joy'"):
        choose_metrics(business=business, metrics=["nps", "joy"], by=None)


def test_the_first_thirty_answers_become_the_baseline(business: Business) -> None:
    survey, made = make_survey(business), make_goal(business, baseline=None)
    give(business, survey, [0] * 10, date(2025, 12, 31))  # before it started
    give(business, survey, [10] * 20, date(2026, 1, 5))
    catch_up(business)
    assert settle_baselines(business=business, now=datetime(2026, 1, 6, 12, tzinfo=UTC)) == 0
    give(business, survey, [0] * 12, date(2026, 1, 7))
    catch_up(business)
    assert settle_baselines(business=business, now=datetime(2026, 1, 8, 12, tzinfo=UTC)) == 1
    with acting_for(business):
        made.refresh_from_db()
    assert (made.baseline, made.baseline_n) == (25, 32)
    assert (made.baseline_from, made.baseline_to) == (date(2026, 1, 1), date(2026, 1, 8))


def test_a_settled_baseline_stays(business: Business) -> None:
    make_goal(business, baseline=24)
    give(business, make_survey(business), [0] * 50, date(2026, 1, 5))
    catch_up(business)
    assert settle_baselines(business=business, now=datetime(2026, 1, 8, 12, tzinfo=UTC)) == 0


def test_a_goal_is_ended_once(business: Business) -> None:
    made = a_goal(business)
    for _ in range(2):
        end_goal(business=business, goal_id=made.id, by=None)
    with acting_for(business):
        assert LedgerLine.objects.filter(kind="goal.ended").count() == 1


def test_the_goal_of_another_business_cannot_be_ended(business: Business, other_business: Business) -> None:
    theirs = make_goal(other_business)
    with pytest.raises(Goal.DoesNotExist):
        end_goal(business=business, goal_id=theirs.id, by=None)
