"""The heading of Home."""

from datetime import date

import pytest

from dashboards.presenters.verdict import Stage, about, heading, settling, stage_of, tone
from metrics.maths.estimate import Estimate
from metrics.maths.goals import Goal, Judgement, Question, Standing, judge
from metrics.measures import measure_of

TODAY = date(2026, 11, 18)
NPS = measure_of("nps")
CSAT = measure_of("csat")
GOAL = Goal(baseline=24, target=40, start=date(2026, 6, 1), due=date(2027, 3, 31))
NOW = Estimate(value=37.3, n=118, low=24.4, high=49.1)


def enough(value: float, n: int = 118) -> Estimate:
    return Estimate(value=value, n=n, low=value - 12, high=value + 12)


def test_the_heading_says_where_from_to_and_by_when() -> None:
    words = heading(NPS, NOW, TODAY, GOAL, judge(GOAL, NOW, TODAY))
    assert words.heading == "Probably on the way: 37 now, from 24 to 40 by 31 March."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (70, "Target reached: 70 now, from 24 to 40 by 31 March."),
        (34, "Too close to call: 34 now, from 24 to 40 by 31 March."),
        (28, "Probably behind: 28 now, from 24 to 40 by 31 March."),
        (-4, "Behind: −4 now, from 24 to 40 by 31 March."),
    ],
)
def test_each_rung_of_the_ladder_has_its_words(value: float, words: str) -> None:
    now = enough(value)
    assert heading(NPS, now, TODAY, GOAL, judge(GOAL, now, TODAY)).heading == words


def test_on_the_due_day_only_the_target_counts() -> None:
    due = date(2027, 3, 31)
    words = heading(NPS, enough(20), due, GOAL, judge(GOAL, enough(20), due))
    assert words.heading == "Missed: 20 now, from 24 to 40 by 31 March."


def test_shares_are_said_in_per_cent() -> None:
    goal = Goal(baseline=0.7, target=0.8, start=date(2026, 6, 1), due=date(2027, 3, 31))
    now = Estimate(value=0.79, n=400, low=0.75, high=0.83)
    words = heading(CSAT, now, TODAY, goal, judge(goal, now, TODAY))
    assert words.heading == "On the way: 79.0 % now, from 70.0 % to 80.0 % by 31 March."


def test_twelve_answers_are_too_early() -> None:
    now = enough(50, 12)
    words = heading(NPS, now, TODAY, GOAL, judge(GOAL, now, TODAY))
    assert words.heading == "Too early to say (12 of 30)"
    assert words.more == "18 more answers and there is a verdict."


def test_nine_answers_have_words_only() -> None:
    assert heading(NPS, enough(50, 9), TODAY).heading == "Your first 9 answers"


def test_the_first_answer_is_named_so() -> None:
    assert heading(NPS, enough(50, 1), TODAY).heading == "Your first answer"


def test_without_a_goal_the_score_stands_alone() -> None:
    assert heading(NPS, NOW, TODAY).heading == "37 now, and no target yet."


def test_no_answers_are_said_plainly() -> None:
    assert heading(NPS, Estimate(None, 0, None, None), TODAY).heading == "No answers yet"


@pytest.mark.parametrize(
    ("n", "stage"),
    [(0, Stage.NOTHING), (1, Stage.WORDS), (9, Stage.WORDS), (10, Stage.EARLY), (29, Stage.EARLY), (30, Stage.VERDICT)],
)
def test_the_stages_have_their_borders(n: int, stage: Stage) -> None:
    assert stage_of(n) is stage


def judgement(probability: float | None, more: int | None, question: Question = Question.ON_THE_WAY) -> Judgement:
    return Judgement(question, Standing.PROBABLY_ON_THE_WAY, 33.2, probability, 0.8, 118, more)


def test_the_verdict_says_how_sure_it_is_and_what_would_settle_it() -> None:
    assert settling(NPS, judgement(0.72, 1234)) == (
        "It is 72 % likely that you are at the line to the target (33) or better today. "
        "About 1,200 more answers would settle it."
    )


def test_nothing_is_ever_a_hundred_per_cent_likely() -> None:
    assert settling(NPS, judgement(0.9999, 0, Question.REACHED)) == (
        "It is 99 % likely that you are at the target (33) or better today."
    )


@pytest.mark.parametrize(("count", "words"), [(7, "7"), (128, "130"), (1234, "1,200")])
def test_a_guess_shows_two_digits(count: int, words: str) -> None:
    assert about(count) == words


def test_only_what_can_be_said_has_a_colour() -> None:
    assert [tone(standing) for standing in (Standing.ON_THE_WAY, Standing.MISSED, Standing.TOO_EARLY)] == [
        "good",
        "bad",
        "",
    ]
