"""Home in words and shapes."""

from collections.abc import Mapping

from dashboards.presenters.home import HomeWords, present
from tests.factories.figures import TODAY, Scores, make_aim, make_figures


def shown(segments: Mapping[str, Scores], *, sees_answers: bool = True) -> HomeWords:
    return present(make_figures({}, segments=segments, aim=make_aim()), "branch", TODAY, sees_answers=sees_answers)


def test_the_figures_carry_their_n_and_range() -> None:
    words = present(make_figures({1: [9] * 30 + [3] * 10, 30: [9] * 25 + [3] * 15}), "", TODAY, sees_answers=True)
    assert words.score == "50"
    assert [(stat.label, stat.value) for stat in words.stats] == [
        ("Answers", "40 in the last 4 weeks"),
        ("Likely range", "21 to 72"),
        ("Since the 4 weeks before", "+25, too close to call"),
    ]


def test_without_days_before_nothing_is_compared() -> None:
    words = present(make_figures({1: [9] * 40}), "", TODAY, sees_answers=True)
    assert words.stats[2].value == "nothing to compare with"


def test_the_count_leads_to_the_very_answers() -> None:
    words = present(make_figures({1: [9] * 40}), "", TODAY, sees_answers=True)
    assert words.stats[0].query == "kind=nps&from=2026-10-22&to=2026-11-18"


def test_letters_have_no_answers_behind_them() -> None:
    words = present(make_figures({1: [1] * 40}, key="response_rate"), "", TODAY, sees_answers=True)
    assert (words.stats[0].label, words.stats[0].query) == ("Letters", "")


def test_a_small_segment_is_too_early_and_says_how_far_it_is() -> None:
    kiosk, shop = shown({"kiosk": {1: [9] * 40}, "shop": {1: [9] * 25}}).segments
    assert (kiosk.value, kiosk.early, kiosk.counted) == ("100", "", "40 answers")
    assert (shop.early, shop.counted) == ("25 of 30", "25 answers")


def test_a_segment_leads_to_its_answers() -> None:
    (kiosk,) = shown({"kiosk": {1: [9] * 40}}).segments
    assert kiosk.query == "kind=nps&segment=branch%3Akiosk&from=2026-10-22&to=2026-11-18"


def test_a_viewer_sees_no_small_group_and_no_links() -> None:
    kiosk, shop, van = shown(
        {"kiosk": {1: [9] * 40}, "shop": {1: [9] * 20}, "van": {1: [3] * 4}}, sees_answers=False
    ).segments
    assert (kiosk.hidden, kiosk.query) == ("", "")
    assert van.hidden == "Too few answers to show"
    assert shop.hidden == van.hidden  # or the van's could be worked out
    assert shop.spark is None


def test_a_month_of_under_five_answers_is_a_gap_for_a_viewer() -> None:
    figures = make_figures({1: [9] * 40, 100: [3] * 4})
    for sees, months in ((True, 2), (False, 1)):
        chart = present(figures, "", TODAY, sees_answers=sees).chart
        assert chart is not None
        assert sum(value is not None for value in chart["spec"]["series"]) == months


def test_six_segments_are_shown_and_the_rest_counted() -> None:
    words = shown({f"shop{number}": {1: [9] * 10} for number in range(8)})
    assert (len(words.segments), words.more_segments) == (6, 2)


def test_nine_answers_have_neither_score_nor_line() -> None:
    words = present(make_figures({1: [9] * 9}), "", TODAY, sees_answers=True)
    assert (words.has_score, words.chart, words.segments) == (False, None, [])


def test_a_viewer_sees_no_score_of_four_answers() -> None:
    figures = make_figures({1: [9] * 4, 200: [9] * 40})
    assert [present(figures, "", TODAY, sees_answers=sees).has_score for sees in (True, False)] == [True, False]
