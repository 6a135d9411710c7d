from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.maths.estimate import Estimate, undefined
from metrics.maths.goals import DUE_LADDER, WAY_LADDER, Goal, Question, Standing, judge, line_at, progress, rung
from metrics.maths.scales import Direction

START, DUE = date(2025, 1, 1), date(2025, 4, 1)
GOAL = Goal(baseline=24, target=40, start=START, due=DUE)
# 24 + 16 * 51/90 = 33.07: the worked example's line.
TODAY = START + timedelta(days=51)
NOW = Estimate(value=37, n=118, low=24, high=49)


def at(value: float, n: int = 200, reach: float = 10) -> Estimate:
    return Estimate(value=value, n=n, low=value - reach, high=value + reach)


def test_the_worked_example_is_probably_on_the_way() -> None:
    found = judge(GOAL, NOW, TODAY)
    assert (found.question, found.standing) == (Question.ON_THE_WAY, Standing.PROBABLY_ON_THE_WAY)
    assert found.threshold == pytest.approx(33, abs=0.1)
    assert found.probability == pytest.approx(0.72, abs=0.01)
    assert found.at_target == pytest.approx(0.32, abs=0.01)
    assert found.progress == pytest.approx(13 / 16)


def test_on_the_due_date_the_target_alone_decides() -> None:
    found = judge(GOAL, NOW, DUE)
    assert (found.question, found.threshold) == (Question.REACHED, 40)
    assert found.probability == pytest.approx(0.32, abs=0.01)
    assert found.standing is Standing.PROBABLY_MISSED


def test_a_target_reached_for_certain_is_said_before_the_due_date() -> None:
    found = judge(GOAL, at(55), TODAY)
    assert (found.question, found.standing) == (Question.REACHED, Standing.TARGET_REACHED)


def test_under_thirty_answers_it_is_too_early_and_says_how_many_more() -> None:
    found = judge(GOAL, at(90, n=12), TODAY)
    assert (found.standing, found.n, found.more_answers) == (Standing.TOO_EARLY, 12, 18)


def test_too_few_answers_do_not_claim_the_target_before_the_due_date() -> None:
    assert judge(GOAL, at(90, n=29), TODAY).question is Question.ON_THE_WAY
    assert judge(GOAL, at(90, n=30), TODAY).question is Question.REACHED


def test_without_answers_it_is_too_early() -> None:
    found = judge(GOAL, undefined(), DUE)
    assert (found.standing, found.probability, found.progress, found.more_answers) == (
        Standing.TOO_EARLY,
        None,
        None,
        30,
    )


@pytest.mark.parametrize(
    ("probability", "way", "due"),
    [
        (1.00, Standing.ON_THE_WAY, Standing.REACHED),
        (0.90, Standing.ON_THE_WAY, Standing.REACHED),
        (0.89, Standing.PROBABLY_ON_THE_WAY, Standing.PROBABLY_REACHED),
        (0.60, Standing.PROBABLY_ON_THE_WAY, Standing.PROBABLY_REACHED),
        (0.59, Standing.TOO_CLOSE_TO_CALL, Standing.TOO_CLOSE_TO_CALL),
        (0.40, Standing.TOO_CLOSE_TO_CALL, Standing.TOO_CLOSE_TO_CALL),
        (0.39, Standing.PROBABLY_BEHIND, Standing.PROBABLY_MISSED),
        (0.10, Standing.PROBABLY_BEHIND, Standing.PROBABLY_MISSED),
        (0.09, Standing.BEHIND, Standing.MISSED),
        (0.00, Standing.BEHIND, Standing.MISSED),
    ],
)
def test_the_ladders_have_their_rungs_at_90_60_40_and_10(probability: float, way: Standing, due: Standing) -> None:
    assert (rung(probability, WAY_LADDER), rung(probability, DUE_LADDER)) == (way, due)


@pytest.mark.parametrize(
    ("value", "way", "due"),
    [
        (44, Standing.ON_THE_WAY, Standing.PROBABLY_REACHED),
        (60, Standing.TARGET_REACHED, Standing.REACHED),
        (33, Standing.TOO_CLOSE_TO_CALL, Standing.MISSED),
        (29, Standing.PROBABLY_BEHIND, Standing.MISSED),
        (20, Standing.BEHIND, Standing.MISSED),
        (40, Standing.ON_THE_WAY, Standing.TOO_CLOSE_TO_CALL),
    ],
)
def test_values_stand_where_their_probability_puts_them(value: float, way: Standing, due: Standing) -> None:
    assert judge(GOAL, at(value), TODAY).standing is way
    assert judge(GOAL, at(value), DUE).standing is due


def test_progress_respects_a_falling_goal() -> None:
    effort = Goal(baseline=5, target=3, start=START, due=DUE, direction=Direction.LOWER)
    assert progress(effort, 4.0) == 0.5
    assert progress(effort, 5.5) == -0.25


@pytest.mark.parametrize(("baseline", "target"), [(40, 40), (45, 40)])
def test_a_baseline_already_at_its_target_has_no_progress(baseline: float, target: float) -> None:
    assert progress(Goal(baseline=baseline, target=target, start=START, due=DUE), 50) is None


def test_a_falling_goal_is_reached_from_above() -> None:
    effort = Goal(baseline=5, target=3, start=START, due=DUE, direction=Direction.LOWER)
    assert judge(effort, at(2.5, reach=0.3), DUE).standing is Standing.REACHED
    assert judge(effort, at(3.5, reach=0.3), DUE).standing is Standing.MISSED


@pytest.mark.parametrize(
    ("today", "value"),
    [(START - timedelta(days=9), 24), (START, 24), (START + timedelta(days=45), 32), (DUE, 40), (date(2026, 1, 1), 40)],
)
def test_the_line_is_straight_and_ends_where_it_should(today: date, value: float) -> None:
    assert line_at(GOAL, today) == pytest.approx(value)


def test_a_settled_goal_needs_no_more_answers() -> None:
    assert judge(GOAL, at(10), TODAY).more_answers == 0


def test_an_open_goal_says_how_many_more_answers_would_settle_it() -> None:
    found = judge(GOAL, at(37), DUE)
    assert found.more_answers == pytest.approx(200 * ((1.28155 * 10 / 1.959964 / 3) ** 2 - 1), abs=1)


def test_a_goal_due_before_its_start_is_refused_with_its_remedy() -> None:
    with pytest.raises(ValueError, match="choose a later date"):
        Goal(baseline=24, target=40, start=DUE, due=START)


@given(st.floats(-60, 60), st.floats(0, 30), st.integers(0, 120))
def test_a_better_value_never_stands_lower(value: float, more: float, days: int) -> None:
    order = [*reversed(WAY_LADDER), Standing.TARGET_REACHED] if days < 90 else list(reversed(DUE_LADDER))
    today = START + timedelta(days=days)
    worse, better = judge(GOAL, at(value), today), judge(GOAL, at(value + more), today)
    assert order.index(better.standing) >= order.index(worse.standing)
