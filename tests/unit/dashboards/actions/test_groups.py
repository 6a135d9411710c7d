"""Stopping a group while others set goals on it."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import add_dimensions
from accounts.models import Business
from accounts.queries import by_id
from dashboards.actions.groups import stop_comparing
from foundation.tenancy.context import acting_for
from metrics.actions.goals import set_goal
from metrics.queries import goals
from tests.factories.accounts import make_business, make_user
from tests.threads import at_once

TARGET: dict[str, Any] = {"metric": "nps", "baseline": 24, "target": 40, "due_on": date(2036, 3, 31)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_no_target_is_left_on_a_group_that_is_stopped_at_the_same_moment(turn: int) -> None:
    business, by = make_business(dimensions=["branch"]), make_user().id

    def act(number: int) -> None:
        mine: Business = by_id(business.id)
        if number % 2:
            stop_comparing(business=mine, name="branch", by=by)
        else:
            set_goal(business=mine, by=None, segment=("branch", f"Nord {number}"), **TARGET)

    found = at_once(act, 4)
    assert all(isinstance(one, ValidationError) for one in found if one is not None)
    business.refresh_from_db()
    with acting_for(business):
        assert bool(goals(business)) == (business.dimensions == ["branch"])


def test_a_goal_on_a_group_that_was_stopped_is_refused_though_the_page_still_knew_it(business: Business) -> None:
    add_dimensions(business=business, names=["branch"])
    stale = by_id(business.id)
    stop_comparing(business=business, name="branch", by=make_user().id)
    with pytest.raises(ValidationError, match="There is no segment 'branch'"):
        set_goal(business=stale, by=None, segment=("branch", "Nord"), **TARGET)
