"""How far back one look at answers reaches."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Business
from foundation.tenancy.context import acting_for
from surveys.queries.answers import count_answers
from surveys.queries.looking import first_day_looked_at, moment_looked_back_to
from tests.factories.answers import START
from tests.factories.followup import make_answer

UTC = ZoneInfo("UTC")
FIRST = START.date()


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.fixture(autouse=True)
def _ten_days(business: Business) -> None:
    """Two answers on each of ten days, the second without a word."""
    for number in range(20):
        comment = "" if number % 2 else "Dry bread."
        make_answer(business, given_at=START + timedelta(days=number // 2), comment=comment)


def looked(business: Business, most: int, **filters: Any) -> date | None:
    with acting_for(business):
        return first_day_looked_at(business, UTC, filters, most=most)  # type: ignore[arg-type] # by name


def test_all_are_looked_at_where_they_are_few(business: Business) -> None:
    assert looked(business, 20) is None


@pytest.mark.parametrize(("most", "since"), [(19, 1), (18, 1), (5, 8), (2, 9)])
def test_only_whole_days_are_looked_at_and_no_more_answers_than_that(business: Business, most: int, since: int) -> None:
    assert looked(business, most) == day(since)
    with acting_for(business):
        assert count_answers(business, since=day(since)) <= most


def test_one_day_is_looked_at_however_many_it_holds(business: Business) -> None:
    assert looked(business, 1) == day(9)


def test_for_words_those_without_do_not_count(business: Business) -> None:
    assert looked(business, 10, words="rye") is None
    assert looked(business, 9, words="rye") == day(1)
    assert looked(business, 9, with_comment=True) == day(1)


def test_the_look_goes_on_before_a_day(business: Business) -> None:
    assert looked(business, 6, until=day(5)) == day(4)  # days near by are read as well, for the clock may differ
    assert looked(business, 20, until=day(5)) is None


def test_a_day_asked_for_that_lies_within_is_kept(business: Business) -> None:
    assert looked(business, 8, since=day(8)) is None


def test_it_is_the_day_on_the_wall_of_the_business(business: Business) -> None:
    with acting_for(business):
        late = START.replace(hour=22)
        for number in range(3):
            make_answer(business, given_at=late + timedelta(days=20 + number))
        far = first_day_looked_at(business, ZoneInfo("Pacific/Auckland"), {}, most=1)
    assert far == (late + timedelta(days=22)).date() + timedelta(days=1)


def test_a_look_goes_on_from_a_moment_until_nothing_is_left(business: Business) -> None:
    found: list[int] = []
    before = None
    with acting_for(business):
        while not found or before:
            since = moment_looked_back_to(business, {}, before=before, most=6)
            found.append(count_answers(business, given_since=since, given_before=before))
            before = since
    assert found == [6, 6, 6, 2]


def test_what_was_given_at_one_moment_is_one_look(business: Business) -> None:
    with acting_for(business):
        since = moment_looked_back_to(business, {}, before=None, most=1)
        assert since is not None
        assert count_answers(business, given_since=since) == 2
