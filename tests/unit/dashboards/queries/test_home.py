"""Everything Home reads, and how often it asks."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Business
from accounts.roles import ALL, MATRIX, Role
from dashboards.queries.home import home
from dashboards.queries.live import token
from foundation.tenancy.context import acting_for
from metrics.models import ChosenMetric
from metrics.queries import current, goal_view
from surveys.models import Survey
from tests.factories.figures import NOW
from tests.factories.followup import make_answer, make_case
from tests.factories.metrics import catch_up, give, make_goal

GOAL: dict[str, Any] = {"starts_on": date(2026, 6, 1), "due_on": date(2027, 3, 31)}


def watch(business: Business, *metrics: str) -> None:
    """Choose metrics."""
    with acting_for(business):
        ChosenMetric.objects.bulk_create(
            ChosenMetric(business_id=business.id, metric=key, position=place) for place, key in enumerate(metrics)
        )


@pytest.mark.usefixtures("busy")
def test_the_score_is_the_one_that_metrics_call_the_present(business: Business) -> None:
    with acting_for(business):
        assert home(business, ALL, NOW).figures.now == current(business, "nps", NOW)


@pytest.mark.usefixtures("busy")
def test_the_verdict_is_the_one_of_the_goal(business: Business) -> None:
    watch(business, "nps")
    goal = make_goal(business, **GOAL)
    with acting_for(business):
        found, view = home(business, ALL, NOW), goal_view(business, goal, NOW)
    assert found.figures.judged == view.judgement
    assert found.figures.now.n == view.now.n
    assert found.has_goal


@pytest.mark.usefixtures("busy")
def test_segments_add_up_to_the_total(business: Business) -> None:
    with acting_for(business):
        found = home(business, ALL, NOW).figures
    assert [(one.name, one.now.n) for one in found.segments] == [("Old Town", 78), ("Kiosk", 36), ("Van", 4)]
    assert sum(one.now.n for one in found.segments) == found.now.n == 118


@pytest.mark.usefixtures("busy")
def test_home_asks_at_most_six_times(business: Business) -> None:
    watch(business, "nps", "csat")
    make_goal(business, **GOAL)
    make_case(business, make_answer(business, given_at=NOW))
    with acting_for(business), CaptureQueriesContext(connection) as asked:
        found = home(business, ALL, NOW)
    assert found.said[0].case is not None
    assert found.waiting.count == 1
    statements = [query["sql"] for query in asked if query["sql"].lstrip().startswith(("SELECT", "WITH"))]
    assert len(statements) <= 6


@pytest.mark.usefixtures("busy")
def test_whoever_is_answered_waits_no_more_and_their_case_is_shown_still(business: Business) -> None:
    make_case(business, make_answer(business, given_at=NOW), first_reply_at=NOW)
    with acting_for(business):
        found = home(business, ALL, NOW)
    assert (found.waiting.count, found.waiting.first_due) == (0, None)
    assert found.said[0].case is not None


@pytest.mark.usefixtures("busy")
def test_a_viewer_reads_neither_words_nor_cases(business: Business) -> None:
    make_case(business, make_answer(business, given_at=NOW))
    with acting_for(business):
        found = home(business, MATRIX[Role.VIEWER], NOW)
    assert (list(found.said), found.waiting.count) == ([], 0)


@pytest.mark.usefixtures("busy")
def test_a_metric_is_shown_only_where_it_is_watched(business: Business) -> None:
    watch(business, "nps", "csat")
    with acting_for(business):
        keys = [home(business, ALL, NOW, key).figures.measure.key for key in ("", "csat", "ces", "no-such")]
    assert keys == ["nps", "csat", "nps", "nps"]


@pytest.mark.usefixtures("busy")
def test_the_token_changes_when_answers_were_counted(business: Business, survey: Survey) -> None:
    with acting_for(business):
        before = token(business, Role.OWNER, NOW)
    give(business, survey, [9], date(2026, 11, 18))
    catch_up(business, NOW + timedelta(seconds=3))
    with acting_for(business):
        assert token(business, Role.OWNER, NOW) != before


@pytest.mark.usefixtures("busy")
def test_the_token_changes_when_somebody_waits(business: Business) -> None:
    with acting_for(business):
        before = token(business, Role.OWNER, NOW)
    make_case(business)
    with acting_for(business):
        assert token(business, Role.OWNER, NOW) != before
        assert token(business, Role.VIEWER, NOW) == before
