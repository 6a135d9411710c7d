"""The demo: believable, the same each time, and true to its ledger."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.queries import business
from followup.queries import waiting_count
from foundation.agenda.runner import drain
from foundation.ledger.queries import verify
from foundation.tenancy.context import acting_for
from letters.models import Letter
from metrics.queries import chosen, goals, measure
from surveys.models import Answer
from trustapp.demo import make
from trustapp.demo.story import MONTHS, people, rounds
from trustapp.demo.write import WAITING

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def test_the_story_is_the_same_each_time() -> None:
    told = [people(random.Random(1), 20, NOW.date(), "a.example") for _ in range(2)]
    assert told[0] == told[1]


def test_nobody_is_asked_twice_within_ninety_days() -> None:
    dice = random.Random(1)
    crowd = people(dice, 60, NOW.date(), "a.example")
    asked: dict[int, datetime] = {}
    for sending in rounds(dice, crowd, NOW, BERLIN, kind="nps", turn=0):
        for one in sending.asked:
            before = asked.get(one.person.number)
            assert before is None or one.at - before > timedelta(days=90)
            asked[one.person.number] = one.at


def test_nothing_is_answered_in_the_future() -> None:
    dice = random.Random(1)
    sendings = rounds(dice, people(dice, 200, NOW.date(), "a.example"), NOW, BERLIN, kind="nps", turn=0)
    answers = [one.answered_at for sending in sendings for one in sending.asked if one.answered_at]
    assert len(sendings) == MONTHS + 1
    assert max(answers) <= NOW


@pytest.mark.django_db
def test_the_demo_has_numbers_a_goal_and_a_ledger_that_holds() -> None:
    make.make(NOW)
    bakery, neighbour = business(make.SLUG), business(make.NEIGHBOUR)
    assert [verify(business=each).faults for each in (bakery, neighbour)] == [[], []]
    with acting_for(bakery):
        assert [metric.key for metric in chosen(bakery)] == ["nps", "csat"]
        assert len(goals(bakery)) == 1
        (year,) = measure(bakery, "nps", NOW.date() - timedelta(days=365), NOW.date(), period="all", now=NOW)
        answers = Answer.objects.filter(kind="nps", given_on__gte=NOW.date() - timedelta(days=365)).count()
    assert year.n >= answers - 20 > 300


@pytest.mark.django_db
def test_the_workers_find_nothing_to_do_about_the_demos_past() -> None:
    make.make(NOW)
    bakery = business(make.SLUG)
    with time_machine.travel(NOW):
        drain()
    assert waiting_count(bakery) == WAITING
    with acting_for(bakery):
        assert not Letter.objects.exists()
