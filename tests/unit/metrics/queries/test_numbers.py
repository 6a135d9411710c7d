"""Numbers from stored histograms."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Business
from foundation.tenancy.context import acting_for
from metrics.maths.scales import NPS, pool
from metrics.maths.states import State
from metrics.measured import Measured
from metrics.queries import compare, current, measure
from surveys.models import Answer, Survey
from tests.factories.answers import make_survey
from tests.factories.metrics import catch_up, give

NOW = datetime(2026, 4, 10, 12, tzinfo=UTC)
JANUARY, FEBRUARY = (date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 2, 1), date(2026, 3, 1))


@pytest.fixture
def survey(business: Business) -> Survey:
    return make_survey(business)


def a_busy_quarter(business: Business, survey: Survey) -> None:
    """Some 200 answers of three months, in branches and without."""
    dice = random.Random(7)  # any answers will do, the same each time
    for _ in range(40):
        day = date(2026, 1, 1) + timedelta(days=dice.randrange(90))
        branch = dice.choice(["", "Nord", "Süd"])
        scores = [dice.randrange(11) for _ in range(5)]
        give(business, survey, scores, day, {"branch": branch} if branch else {})
    business.dimensions = ["branch"]
    business.save()
    catch_up(business)


def slowly(business: Business, first: date, end: date, branch: str | None = None) -> Counter[int]:
    """The obvious way: look at every answer."""
    with acting_for(business):
        rows = [row for row in Answer.objects.all() if first <= row.given_on < end and row.state == "confirmed"]
    return Counter(row.score for row in rows if branch is None or row.segments.get("branch", "") == branch)


def scores(row: Measured) -> Counter[int]:
    return Counter({score: n for score, n in enumerate(row.counts) if n})


@pytest.mark.parametrize("period", ["day", "week", "month", "all"])
def test_stored_sums_are_what_looking_at_every_answer_gives(business: Business, survey: Survey, period: str) -> None:
    a_busy_quarter(business, survey)
    with acting_for(business):
        rows = measure(business, "nps", period=period, now=NOW)
        by_branch = measure(business, "nps", period=period, by="branch", now=NOW)
    for row in rows + by_branch:
        assert scores(row) == slowly(business, row.period_from, row.period_to, row.segment)


def test_segments_pool_back_to_the_total(business: Business, survey: Survey) -> None:
    a_busy_quarter(business, survey)
    with acting_for(business):
        (total,) = measure(business, "nps", period="all", now=NOW)
        parts = measure(business, "nps", period="all", by="branch", now=NOW)
    assert [part.segment for part in parts] == ["", "Nord", "Süd"]
    assert pool(part.counts for part in parts) == total.counts


def test_a_year_and_its_segments_take_few_statements(business: Business, survey: Survey) -> None:
    a_busy_quarter(business, survey)
    with acting_for(business), CaptureQueriesContext(connection) as statements:
        measure(business, "nps", date(2025, 5, 1), date(2026, 5, 1), now=NOW)
    assert len(statements) == 2


def test_each_period_is_there_with_its_state(business: Business, survey: Survey) -> None:
    give(business, survey, [10] * 30, date(2026, 1, 5))
    give(business, survey, [10] * 29, date(2026, 3, 5))
    give(business, survey, [10] * 30, date(2026, 4, 5))
    catch_up(business)
    with acting_for(business):
        rows = measure(business, "nps", now=NOW)
    assert [(row.period_from.month, row.state, row.n) for row in rows] == [
        (1, State.OK, 30),
        (2, State.NONE, 0),
        (3, State.TOO_FEW, 29),
        (4, State.PARTIAL, 30),
    ]


def test_without_answers_nothing_is_claimed(business: Business) -> None:
    with acting_for(business):
        (row,) = measure(business, "csat", period="all", now=NOW)
    assert (row.value, row.n, row.low, row.high, row.state, row.as_of) == (None, 0, None, None, State.NONE, None)


def test_a_number_says_when_it_was_counted(business: Business, survey: Survey) -> None:
    give(business, survey, [10], date(2026, 1, 5))
    catch_up(business, NOW)
    with acting_for(business):
        (row,) = measure(business, "nps", period="all", now=NOW)
    assert row.as_of == NOW


def test_one_survey_can_be_looked_at_alone(business: Business, survey: Survey) -> None:
    give(business, survey, [10], date(2026, 1, 5))
    give(business, make_survey(business), [0], date(2026, 1, 5))
    catch_up(business)
    with acting_for(business):
        (both,) = measure(business, "nps", period="all", now=NOW)
        (one,) = measure(business, "nps", period="all", survey=survey.id, now=NOW)
    assert (both.value, one.value) == (0, 100)


def test_an_unknown_dimension_names_those_there_are(business: Business) -> None:
    business.dimensions = ["branch"]
    with acting_for(business), pytest.raises(ValueError, match="This business has: branch"):
        measure(business, "nps", by="colour", now=NOW)


@pytest.mark.parametrize(
    ("recent", "older", "window"),
    [(30, 0, 28), (10, 20, 56), (10, 5, 84)],
)
def test_the_present_is_told_by_the_shortest_window_that_holds_enough(
    business: Business, survey: Survey, recent: int, older: int, window: int
) -> None:
    give(business, survey, [10] * recent, date(2026, 4, 10))
    give(business, survey, [0] * older, date(2026, 3, 1))
    catch_up(business)
    with acting_for(business):
        found = current(business, "nps", NOW)
    assert (found.period_to - found.period_from).days == window
    assert found.n == recent + older


def test_the_present_takes_in_nothing_from_before_its_limit(business: Business, survey: Survey) -> None:
    give(business, survey, [10] * 5, date(2026, 4, 2))
    give(business, survey, [0] * 40, date(2026, 4, 1))
    catch_up(business)
    with acting_for(business):
        found = current(business, "nps", NOW, since=date(2026, 4, 2))
    assert (found.n, found.value, found.state) == (5, 100, State.TOO_FEW)


def test_two_periods_are_compared_by_a_test(business: Business, survey: Survey) -> None:
    give(business, survey, [10] * 48 + [8] * 30 + [0] * 22, date(2026, 1, 10))
    give(business, survey, [10] * 60 + [8] * 25 + [0] * 15, date(2026, 2, 10))
    catch_up(business)
    with acting_for(business):
        found = compare(business, "nps", JANUARY, FEBRUARY, now=NOW)
    assert (found.before.value, found.after.value) == (26, 45)
    assert found.comparison.verdict == "no evidence of change"
    assert found.comparison.difference
    assert found.comparison.difference.z == pytest.approx(1.7218, abs=1e-4)


def test_a_period_without_days_is_refused(business: Business) -> None:
    with acting_for(business), pytest.raises(ValueError, match="Nothing lies between"):
        compare(business, "nps", JANUARY[::-1], FEBRUARY, now=NOW)


def test_another_business_changes_nothing(business: Business, other_business: Business, survey: Survey) -> None:
    give(business, survey, [10], date(2026, 1, 5))
    give(other_business, make_survey(other_business), [0] * 50, date(2026, 1, 5))
    catch_up(business)
    catch_up(other_business)
    with acting_for(business):
        (row,) = measure(business, "nps", period="all", now=NOW)
    assert (row.value, row.n) == (100, 1)


def test_the_cells_stay_on_the_scale(business: Business, survey: Survey) -> None:
    a_busy_quarter(business, survey)
    with acting_for(business):
        (row,) = measure(business, "nps", period="all", now=NOW)
    assert len(row.counts) == NPS.maximum + 1
    assert sum(row.counts) == row.n == 200
