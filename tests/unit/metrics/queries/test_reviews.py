"""Before and after of an improvement."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import Business
from followup.queries import improvement
from foundation.tenancy.context import acting_for
from metrics.queries import Compared, compare, review
from tests.factories.answers import make_survey
from tests.factories.followup import make_improvement
from tests.factories.metrics import catch_up, give

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BEGAN = date(2026, 3, 1)


@pytest.fixture
def shop(business: Business) -> Business:
    """Two branches; the kiosk gets better in March, and a second survey asks the same."""
    business.dimensions = ["branch"]
    business.save()
    one, two = make_survey(business), make_survey(business, name="Another")
    for branch, before, after in (("kiosk", 3, 9), ("shop", 9, 9)):
        give(business, one, [before] * 40, date(2026, 2, 10), {"branch": branch})
        give(business, one, [after] * 40, date(2026, 3, 10), {"branch": branch})
    give(business, two, [0] * 10, date(2026, 3, 10), {"branch": "shop"})
    give(business, one, [0] * 50, date(2026, 5, 20), {"branch": "kiosk"})  # after the day to look back
    catch_up(business, NOW)
    return business


def reviewed(business: Business, now: datetime = NOW, **values: Any) -> Compared | None:
    one = improvement(business, make_improvement(business, **values).id)
    assert one
    with acting_for(business):
        return review(business, one, now)


def test_as_many_days_before_as_after_are_compared(shop: Business) -> None:
    found = reviewed(shop)
    days = (date(2025, 12, 30), BEGAN), (BEGAN, date(2026, 5, 1))
    with acting_for(shop):
        assert found == compare(shop, "nps", *days, now=NOW)
    assert found
    assert (found.before.n, found.after.n) == (80, 90)


def test_a_segment_is_compared_alone(shop: Business) -> None:
    found = reviewed(shop, dimension="branch", segment="kiosk")
    assert found
    assert (found.before.value, found.after.value, found.comparison.verdict) == (-100, 100, "up")


def test_a_survey_is_compared_alone(shop: Business) -> None:
    with acting_for(shop):
        other = make_survey(shop, name="Third")
    found = reviewed(shop, survey_id=other.id)
    assert found
    assert (found.before.n, found.after.n, found.comparison.verdict) == (0, 0, "too few")


def test_while_it_runs_it_is_looked_at_up_to_yesterday(shop: Business) -> None:
    found = reviewed(shop, datetime(2026, 3, 10, 12, tzinfo=UTC))
    assert found
    assert (found.after.period_from, found.after.period_to, found.after.n) == (BEGAN, date(2026, 3, 10), 0)
    assert (found.before.period_from, found.before.period_to) == (date(2026, 2, 20), BEGAN)


def test_who_looks_back_early_ends_it_there(shop: Business) -> None:
    found = reviewed(shop, state="reviewed", found="better", settled_on=date(2026, 3, 10))
    assert found
    assert found.after.period_to == date(2026, 3, 10)


def test_on_its_first_day_there_is_nothing_to_compare(shop: Business) -> None:
    assert reviewed(shop, datetime(2026, 3, 1, 12, tzinfo=UTC)) is None
