"""Scanners do not vote: six robots go through letters, and people answer after them.

Sixty letters in the ordinary run, a thousand for each robot with `-m slow`. A robot that opens one link and presses
Send at a person's pace is not among them: it cannot be told.
"""

import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import Business
from followup.queries import case_of
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from surveys.letter import compose
from surveys.models import AnswerState, Survey
from tests.factories.answers import Asked, make_asked, make_survey
from tests.faults.robots import ROBOTS, Seen, Visitor, answers

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
AT_THE_CLICK = "at the click"
KINDS = [*ROBOTS, AT_THE_CLICK]
FIRST_TRY = 0.995

pytestmark = pytest.mark.django_db


@dataclass
class Tally:
    """What became of the letters of one robot."""

    counted: int = 0
    cases: int = 0
    spent: int = 0
    people: int = 0
    at_first_try: int = 0


def letter_to(asked: Asked, survey: Survey) -> Seen:
    return Seen(compose(asked.business, survey).to("ann@example.com", "Ann", asked.token).html)


def one_letter(business: Business, survey: Survey, robot: str, chance: random.Random, tally: Tally) -> None:
    """A letter arrives, the robot has it, then its reader answers."""
    asked = make_asked(business, survey, delivered_at=START)
    letter = letter_to(asked, survey)
    comes_after = chance.uniform(1, 9) if chance.random() < 0.3 else chance.uniform(10, 300)
    with time_machine.travel(START + timedelta(seconds=comes_after), tick=False) as clock:
        if robot != AT_THE_CLICK:
            ROBOTS[robot](letter, Visitor(clock, early=comes_after < 9.5))
        answer, invitation = asked.answer(), asked.reload()
        tally.counted += answer is not None and answer.state == AnswerState.CONFIRMED
        tally.spent += invitation.answered_at is not None
        drain()
        with acting_for(business):
            tally.cases += len(case_of(business, [answer.id] if answer else []))
        clock.shift(timedelta(minutes=chance.uniform(2, 3000)))
        chosen = answers(letter, Visitor(clock), chance, Visitor(clock) if robot == AT_THE_CLICK else None)
    answer = asked.answer()
    tally.people += 1
    tally.at_first_try += answer is not None and (answer.state, str(answer.score)) == ("confirmed", chosen)


def run(business: Business, robot: str, letters: int) -> Tally:
    survey, chance, tally = make_survey(business), random.Random(f"{robot} {letters}"), Tally()  # repeatable
    business.one_click = True
    business.save()
    for _ in range(letters):
        one_letter(business, survey, robot, chance, tally)
    return tally


def judge(robot: str, tally: Tally) -> None:
    share = tally.at_first_try / tally.people
    sys.stdout.write(f"\n{robot}: {tally}; at their first try {share:.1%} of people\n")
    assert (tally.counted, tally.cases, tally.spent) == (0, 0, 0)
    assert share >= FIRST_TRY


@pytest.mark.parametrize("robot", KINDS)
def test_a_robot_is_not_counted_and_the_reader_after_it_is(business: Business, robot: str) -> None:
    judge(robot, run(business, robot, 10))


@pytest.mark.slow
@pytest.mark.parametrize("robot", KINDS)
def test_a_thousand_letters_for_each_robot(business: Business, robot: str) -> None:
    judge(robot, run(business, robot, 1_000))
