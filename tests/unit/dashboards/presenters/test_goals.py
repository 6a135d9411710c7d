"""Goals in words."""

from datetime import date

from dashboards.presenters.goals import GoalWords, cannot_show, unit_words, words
from metrics.maths.goals import judge
from metrics.maths.scales import histogram
from metrics.maths.states import State
from metrics.measured import Measured
from metrics.measures import measure_of
from metrics.queries import detectable
from tests.factories.figures import NOW, make_aim

NPS = measure_of("nps")
TODAY = date(2026, 11, 18)
WAY = make_aim().way
EVERYWHERE = ("", "")


def now(scores: list[int]) -> Measured:
    estimate = NPS.estimate(histogram(scores))
    days = date(2026, 10, 22), date(2026, 11, 19)
    return Measured(
        "nps", *days, None, estimate.value, estimate.n, estimate.low, estimate.high, State.OK, NOW, 1, histogram(scores)
    )


def said(scores: list[int], segment: tuple[str, str] = EVERYWHERE, *, sees: bool = True) -> GoalWords:
    judged = judge(WAY, NPS.estimate(histogram(scores)), TODAY)
    return words(NPS, segment, WAY, judged, now(scores), target=40, due=WAY.due, today=TODAY, sees_answers=sees)


def test_a_goal_says_its_way_and_where_it_stands() -> None:
    found = said([9] * 60 + [8] * 41 + [3] * 17)
    assert found.title == "Recommend us"
    assert (found.verdict, found.tone) == ("Probably on the way", "good")
    assert found.way == "From 24 to 40 by 31 March."
    assert found.now == "36 now, from 118 answers since 22 October, likely range 23 to 48."
    assert found.progress == 78


def test_few_answers_are_too_early() -> None:
    found = said([9] * 12)
    assert (found.verdict, found.tone, found.progress) == ("Too early to say (12 of 30)", "", None)


def test_progress_stays_between_nought_and_all() -> None:
    assert (said([3] * 40).progress, said([9] * 40).progress) == (0, 100)


def test_a_segment_is_named_in_the_title() -> None:
    assert said([9] * 40, ("branch", "Kiosk")).title == "Recommend us, Kiosk"


def test_a_viewer_does_not_see_a_small_segment_s_score() -> None:
    found = said([9] * 4, ("branch", "Kiosk"), sees=False)
    assert (found.verdict, found.now, found.way) == ("Too few to show", "", "To 40 by 31 March.")


def test_a_goal_without_a_start_waits_for_it() -> None:
    found = words(NPS, EVERYWHERE, None, None, now([9] * 12), target=40, due=WAY.due, today=TODAY, sees_answers=True)
    assert found.verdict == "Waiting for its start"
    assert found.more == "The first 30 answers tell where you start: 12 of 30 so far."


def test_fifty_answers_cannot_show_under_about_twenty_points() -> None:
    assert cannot_show(NPS, detectable(NPS)) == "50 answers cannot show changes under about 20 points."


def test_shares_have_their_own_limit() -> None:
    csat = measure_of("csat")
    assert cannot_show(csat, detectable(csat)) == "50 answers cannot show changes under about 15.0 percentage points."


def test_what_to_type_is_said() -> None:
    assert unit_words(NPS) == "Points, from −100 to 100. Higher is better."
    assert unit_words(measure_of("csat")) == "Per cent, from 0.0 to 100.0. Higher is better."
    assert unit_words(measure_of("ces")) == "The mean, from 1.0 to 7.0. Lower is better."
