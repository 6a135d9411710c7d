"""Closing the periods of goals."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import Business
from accounts.roles import Role
from foundation.agenda.models import Due
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.queries import counts
from metrics.actions import close_periods, end_goal, set_goal
from metrics.models import Closing, ClosingLetter, Goal
from metrics.queries import closings
from tests.factories.accounts import make_business, make_member
from tests.factories.answers import make_survey
from tests.factories.metrics import catch_up, give, make_goal
from tests.threads import all_at_once

FEBRUARY_MORNING = datetime(2026, 2, 1, 7, tzinfo=UTC)  # 08:00 in Berlin


def closed(business: Business, goal: Goal) -> list[Closing]:
    with acting_for(business):
        return closings(business, goal.id)[::-1]


def test_a_period_is_closed_the_morning_after(business: Business) -> None:
    goal = make_goal(business)
    early = FEBRUARY_MORNING - timedelta(seconds=1)
    assert close_periods(business=business, goal_id=goal.id, now=early) == FEBRUARY_MORNING
    assert closed(business, goal) == []
    following = close_periods(business=business, goal_id=goal.id, now=FEBRUARY_MORNING)
    assert following == datetime(2026, 3, 1, 7, tzinfo=UTC)
    (closing,) = closed(business, goal)
    assert (closing.period_from, closing.period_to) == (date(2026, 1, 1), date(2026, 2, 1))


def test_a_closing_keeps_number_verdict_and_change(business: Business) -> None:
    goal, survey = make_goal(business), make_survey(business)
    give(business, survey, [10] * 40 + [8] * 30 + [0] * 30, date(2026, 1, 10))
    give(business, survey, [10] * 70 + [8] * 20 + [0] * 10, date(2026, 2, 10))
    catch_up(business)
    close_periods(business=business, goal_id=goal.id, now=datetime(2026, 3, 2, tzinfo=UTC))
    january, february = closed(business, goal)
    assert (january.value, january.n, january.verdict, january.change) == (10, 100, "Behind", "")
    assert (february.value, february.verdict, february.change, february.before) == (60, "Target reached", "up", 10)
    assert february.detectable == pytest.approx(31.1, abs=0.5)


def test_the_first_period_is_compared_with_the_baseline(business: Business) -> None:
    goal = make_goal(business, baseline_from=date(2025, 12, 1), baseline_to=date(2026, 1, 1))
    survey = make_survey(business)
    give(business, survey, [0] * 40, date(2025, 12, 10))
    give(business, survey, [10] * 40, date(2026, 1, 10))
    catch_up(business)
    close_periods(business=business, goal_id=goal.id, now=FEBRUARY_MORNING)
    assert closed(business, goal)[0].change == "up"


def test_few_answers_are_too_early_to_judge(business: Business) -> None:
    goal = make_goal(business)
    close_periods(business=business, goal_id=goal.id, now=FEBRUARY_MORNING)
    (closing,) = closed(business, goal)
    assert (closing.value, closing.n, closing.verdict) == (None, 0, "Too early to say")


def test_closing_again_changes_nothing(business: Business) -> None:
    goal = make_goal(business)
    for _ in range(2):
        close_periods(business=business, goal_id=goal.id, now=FEBRUARY_MORNING)
    assert len(closed(business, goal)) == 1
    with acting_for(business):
        assert LedgerLine.objects.filter(kind="period.closed").count() == 1


def test_after_a_standstill_all_is_closed_and_one_letter_sent(business: Business) -> None:
    make_member(business)
    goal = make_goal(business)
    assert close_periods(business=business, goal_id=goal.id, now=datetime(2026, 5, 1, tzinfo=UTC)) is None
    months = [closing.period_from.month for closing in closed(business, goal)]
    assert months == [1, 2, 3]
    with acting_for(business):
        (letter,) = ClosingLetter.objects.select_related("closing")
    assert letter.closing.period_from.month == 3


def test_every_member_who_may_see_numbers_gets_one_letter(business: Business) -> None:
    people = {make_member(business, role).id for role in Role}
    goal = make_goal(business)
    close_periods(business=business, goal_id=goal.id, now=FEBRUARY_MORNING)
    (closing,) = closed(business, goal)
    with acting_for(business):
        assert set(ClosingLetter.objects.values_list("user", flat=True)) == people
        assert counts(business=business, bundle=closing.id)["queued"] == 4


def test_an_ended_goal_is_closed_no_more(business: Business) -> None:
    goal = make_goal(business)
    end_goal(business=business, goal_id=goal.id, by=None)
    assert close_periods(business=business, goal_id=goal.id, now=FEBRUARY_MORNING) is None
    assert closed(business, goal) == []


def test_on_its_due_date_the_target_alone_decides(business: Business) -> None:
    goal = make_goal(business, due_on=date(2026, 1, 31))
    give(business, make_survey(business), [10] * 34 + [8] * 50 + [0] * 16, date(2026, 1, 10))
    catch_up(business)
    assert close_periods(business=business, goal_id=goal.id, now=FEBRUARY_MORNING) is None
    assert closed(business, goal)[0].verdict == "Missed"


@pytest.mark.django_db(transaction=True)
def test_two_workers_close_a_period_once() -> None:
    business = make_business()
    make_member(business)
    goal = make_goal(business)
    all_at_once(lambda _: close_periods(business=business, goal_id=goal.id, now=FEBRUARY_MORNING), threads=2)
    assert len(closed(business, goal)) == 1
    with acting_for(business):
        assert ClosingLetter.objects.count() == 1


def mornings(zone: ZoneInfo, start: date, days: int) -> list[datetime]:
    """A minute before eight, eight, and noon of each day, by the clocks of a zone."""
    times = (time(7, 59), time(8), time(12))
    return [datetime.combine(start + timedelta(days=day), at, zone) for day in range(1, days) for at in times]


# Weeks over both changes of each zone's clocks in 2026; Kolkata has none.
@pytest.mark.parametrize("start", [date(2026, 3, 16), date(2026, 9, 14), date(2026, 10, 19)])
@pytest.mark.parametrize("name", ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kolkata"])
@pytest.mark.django_db
def test_a_change_of_the_clocks_neither_skips_nor_doubles_a_closing(name: str, start: date) -> None:
    zone = ZoneInfo(name)
    business = make_business(timezone=name)
    opened = datetime(start.year, start.month, start.day, 12, tzinfo=zone)
    with time_machine.travel(opened, tick=False) as clock:
        goal = set_goal(
            business=business,
            by=None,
            metric="nps",
            baseline=1,
            target=9,
            cadence="weekly",
            due_on=start + timedelta(days=27),
        )
        for moment in mornings(zone, start, 30):
            clock.move_to(moment)
            drain()
    found = closed(business, goal)
    assert [closing.period_to for closing in found] == [start + timedelta(days=7 * week) for week in (1, 2, 3, 4)]
    assert {closing.closed_at.astimezone(zone).strftime("%a %H:%M") for closing in found} == {"Mon 08:00"}
    assert not Due.objects.filter(kind="metrics.close").exists()


@pytest.mark.django_db
def test_after_a_standstill_all_that_happened_counts_in_the_closing() -> None:
    business = make_business()
    with time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC), tick=False) as clock:
        goal = set_goal(business=business, by=None, metric="nps", baseline=24, target=40, due_on=date(2026, 3, 31))
        give(business, make_survey(business), [10] * 40, date(2026, 1, 10))
        clock.move_to(FEBRUARY_MORNING)
        drain()
    assert closed(business, goal)[0].n == 40
