"""The heading of Home."""

from datetime import date

import pytest

from dashboards.figures import Aim
from dashboards.presenters.verdict import Stage, about, heading, settling, stage_of, tone
from metrics.maths.goals import Goal, Judgement, Question, Standing
from metrics.measures import measure_of
from tests.factories.figures import TODAY, make_aim, make_figures

NPS = measure_of("nps")


def scores(points: int, n: int = 100) -> list[int]:
    """n answers, a tenth passive, whose score is `points` of 100."""
    good = (9 * n // 10 + points * n // 100) // 2
    return [9] * good + [8] * (n // 10) + [3] * (n - n // 10 - good)


def test_the_heading_says_where_from_to_and_by_when() -> None:
    given = [9] * 60 + [8] * 41 + [3] * 17
    words = heading(make_figures({1: given}, aim=make_aim()), TODAY)
    assert words.heading == "Probably on the way: 36 now, from 24 to 40 by 31 March."


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (70, "Target reached: 70 now, from 24 to 40 by 31 March."),
        (50, "On the way: 50 now, from 24 to 40 by 31 March."),
        (32, "Too close to call: 32 now, from 24 to 40 by 31 March."),
        (22, "Probably behind: 22 now, from 24 to 40 by 31 March."),
        (-4, "Behind: −4 now, from 24 to 40 by 31 March."),
    ],
)
def test_each_rung_of_the_ladder_has_its_words(points: int, words: str) -> None:
    assert heading(make_figures({1: scores(points)}, aim=make_aim()), TODAY).heading == words


def test_on_the_due_day_only_the_target_counts() -> None:
    way = Goal(24, 40, date(2026, 6, 1), TODAY)
    found = make_figures({1: scores(20)}, aim=Aim(way, way.start))
    assert heading(found, TODAY).heading == "Missed: 20 now, from 24 to 40 by 18 November."


def test_shares_are_said_in_per_cent() -> None:
    found = make_figures({1: [5] * 395 + [2] * 105}, key="csat", aim=make_aim(0.7, 0.8))
    assert heading(found, TODAY).heading == "On the way: 79.0% now, from 70.0% to 80.0% by 31 March."


def test_twelve_answers_are_too_early() -> None:
    words = heading(make_figures({1: [9] * 12}, aim=make_aim()), TODAY)
    assert words.heading == "Too early to say (12 of 30)"
    assert words.more == "18 more answers and there is a verdict."


def test_a_young_goal_says_since_when_it_counts() -> None:
    words = heading(make_figures({1: [9] * 2, 10: [9] * 88}, aim=make_aim(since=date(2026, 11, 15))), TODAY)
    assert words.heading == "Too early to say (2 of 30)"
    assert words.more.startswith("Counted since 15 November, when the way to the target began.")


def test_nine_answers_have_words_only() -> None:
    assert heading(make_figures({1: [9] * 9}), TODAY).heading == "Your first 9 answers"


def test_the_first_answer_is_named_so() -> None:
    assert heading(make_figures({1: [9]}), TODAY).heading == "Your first answer"


def test_without_a_goal_the_score_stands_alone() -> None:
    assert heading(make_figures({1: scores(36)}), TODAY).heading == "36 now, and no target yet."


def test_no_answers_are_said_plainly() -> None:
    assert heading(make_figures({}), TODAY).heading == "No answers yet"


def test_silence_after_answers_is_not_a_beginning() -> None:
    assert heading(make_figures({200: [9] * 50}), TODAY).heading == "No answers in the last 12 weeks"


@pytest.mark.parametrize(
    ("n", "stage"),
    [(0, Stage.NOTHING), (1, Stage.WORDS), (9, Stage.WORDS), (10, Stage.EARLY), (29, Stage.EARLY), (30, Stage.VERDICT)],
)
def test_the_stages_have_their_borders(n: int, stage: Stage) -> None:
    assert stage_of(make_figures({1: [9] * n})) is stage


def judgement(probability: float | None, more: int | None, question: Question = Question.ON_THE_WAY) -> Judgement:
    return Judgement(question, Standing.PROBABLY_ON_THE_WAY, 33.2, probability, 0.32, 0.8, 118, more)


def test_the_verdict_says_how_sure_it_is_and_what_would_settle_it() -> None:
    assert settling(NPS, judgement(0.72, 1234)) == (
        "It is 72% likely that you are at the line to the target (33) or better today, "
        "and 32% that you have reached the target itself. About 1,200 more answers would settle it."
    )


def test_a_number_of_answers_that_nobody_can_wait_for_is_not_told() -> None:
    assert settling(NPS, judgement(0.52, 57_000)).endswith("More answers alone will not settle it soon.")


def test_nothing_is_ever_a_hundred_per_cent_likely() -> None:
    assert settling(NPS, judgement(0.9999, 0, Question.REACHED)) == (
        "It is 99% likely that you are at the target (33) or better today."
    )


@pytest.mark.parametrize(("count", "words"), [(7, "7"), (128, "130"), (1234, "1,200")])
def test_a_guess_shows_two_digits(count: int, words: str) -> None:
    assert about(count) == words


def test_only_what_can_be_said_has_a_colour() -> None:
    said = (Standing.ON_THE_WAY, Standing.MISSED, Standing.TOO_EARLY)
    assert [tone(standing) for standing in said] == ["good", "bad", ""]
