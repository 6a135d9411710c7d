"""The figures of Home from one read."""

from datetime import date

from dashboards.example import example
from dashboards.figures import months
from metrics.maths.comparison import Verdict
from metrics.maths.goals import Standing
from tests.factories.figures import CALENDAR, NOW, TODAY, make_aim, make_figures


def test_twelve_calendar_months_end_with_the_running_one() -> None:
    spans = months(CALENDAR, NOW)
    assert len(spans) == 12
    assert (spans[0].first, spans[-1].first, spans[-1].end) == (
        date(2025, 12, 1),
        date(2026, 11, 1),
        date(2026, 12, 1),
    )


def test_the_present_is_four_weeks_where_they_hold_enough() -> None:
    found = make_figures({1: [9] * 30, 40: [9] * 50})
    assert (found.now.n, (found.now.period_to - found.now.period_from).days) == (30, 28)


def test_the_present_grows_to_eight_weeks_where_it_must() -> None:
    found = make_figures({1: [9] * 20, 40: [9] * 10})
    assert (found.now.n, (found.now.period_to - found.now.period_from).days) == (30, 56)


def test_the_present_is_compared_with_as_many_days_before() -> None:
    found = make_figures({1: [9] * 60, 30: [9] * 30 + [0] * 30})
    assert found.before.period_to == found.now.period_from
    assert found.before.n == 60
    assert found.comparison.verdict is Verdict.UP


def test_segments_are_sorted_by_their_answers_and_add_up() -> None:
    found = make_figures({}, segments={"kiosk": {1: [9] * 10}, "shop": {1: [3] * 30}, "gone": {300: [9]}})
    assert [(one.name, one.now.n) for one in found.segments] == [("shop", 30), ("kiosk", 10)]
    assert found.now.n == 40


def test_a_goal_is_judged_by_what_came_after_its_start() -> None:
    aim = make_aim(since=date(2026, 11, 15))
    found = make_figures({1: [9] * 12, 10: [9] * 88}, aim=aim)
    assert found.judged is not None
    assert (found.judged.n, found.judged.standing) == (12, Standing.TOO_EARLY)
    assert found.now.n == 100


def test_the_verdict_and_the_score_rest_on_the_same_answers() -> None:
    aim = make_aim(since=date(2026, 11, 1))
    found = make_figures({1: [9] * 40, 20: [0] * 40}, aim=aim)
    assert found.judged is not None
    assert found.judged.n == found.now.n == 40


def test_the_example_shows_all_that_home_can() -> None:
    made = example(CALENDAR, NOW)
    assert made.judged is not None
    assert made.judged.standing is Standing.PROBABLY_ON_THE_WAY
    assert made.now.n >= 30
    assert len(made.segments) == 2
    assert made.now.period_to > TODAY
