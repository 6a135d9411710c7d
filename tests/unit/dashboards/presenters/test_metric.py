"""Why did it move, in words."""

from dataclasses import replace
from datetime import date

from dashboards.presenters.metric import bars, compared, rows, state_words, summary
from metrics.maths.comparison import Comparison, compare
from metrics.maths.scales import NPS as SCALE
from metrics.maths.scales import histogram
from metrics.maths.states import State
from metrics.measured import Measured
from metrics.measures import measure_of
from tests.factories.figures import NOW

NPS = measure_of("nps")
TODAY = date(2026, 11, 18)


def measured(scores: list[int], segment: str | None = None, key: str = "nps") -> Measured:
    counts = histogram(scores)
    estimate = measure_of(key).estimate(counts)
    state = State.OK if len(scores) >= 30 else State.TOO_FEW if scores else State.NONE
    days = date(2026, 10, 1), date(2026, 11, 1)
    return Measured(key, *days, segment, estimate.value, estimate.n, estimate.low, estimate.high, state, NOW, 1, counts)


def test_the_figure_has_its_n_its_days_and_its_range() -> None:
    words = summary(NPS, measured([9] * 30 + [3] * 10), TODAY)
    assert f"{words.value} from {words.counted}{words.rest}" == (
        "50 from 40 answers, 1 October to 31 October; likely range 21 to 72."
    )


def test_a_change_by_chance_says_what_could_not_be_seen() -> None:
    before, after = measured([9] * 25 + [3] * 15), measured([9] * 30 + [3] * 10)
    words = compared(NPS, before, after, compare(before.counts, after.counts, SCALE), TODAY)
    assert words == (
        "25 from 40 answers before, 1 October to 31 October; likely range −5 to 52. "
        "Now +25, range −15 to +62: too close to call. "
        "A change smaller than 58 points would usually not be seen with so many answers."
    )


def test_a_real_change_is_called_so() -> None:
    before, after = measured([9] * 50 + [3] * 50), measured([9] * 90 + [3] * 10)
    words = compared(NPS, before, after, compare(before.counts, after.counts, SCALE), TODAY)
    assert "Now +80, range +55 to +100: really up." in words
    assert words.endswith("would usually be seen.")


def test_nothing_before_is_nothing_to_compare_with() -> None:
    before, after = measured([]), measured([9] * 40)
    words = compared(NPS, before, after, compare(before.counts, after.counts, SCALE), TODAY)
    assert words.endswith("there is nothing to compare with.")


def test_days_up_to_now_are_not_called_unfinished() -> None:
    partial = replace(measured([9] * 40), state=State.PARTIAL)
    assert state_words(NPS, partial, date(2026, 10, 31)) == ""
    assert state_words(NPS, partial, TODAY) == "Not whole"
    assert state_words(NPS, measured([9] * 12), TODAY) == "Too early (12 of 30)"


def pair(name: str, scores: list[int]) -> tuple[Measured, Comparison]:
    one = measured(scores, name)
    return one, compare(histogram([9] * 40), one.counts, SCALE)


def test_each_segment_is_a_row_with_its_own_answers() -> None:
    before = {"shop": measured([9] * 38 + [3] * 2, "shop")}
    shop, unknown = rows(
        NPS,
        "branch",
        [pair("shop", [9] * 40), pair("", [3] * 12)],
        before,
        TODAY,
        sees_answers=True,
    )
    assert (shop.name, shop.value, shop.counted, shop.change) == ("shop", "100", "40 answers", "+10, too close to call")
    assert shop.query == "kind=nps&segment=branch%3Ashop&from=2026-10-01&to=2026-10-31"
    assert (unknown.name, unknown.state, unknown.early) == ("Branch not known", "Too early (12 of 30)", True)


def test_a_viewer_sees_no_small_segment() -> None:
    pairs = [pair("shop", [9] * 40), pair("kiosk", [9] * 9), pair("van", [3] * 4)]
    found = rows(NPS, "branch", pairs, {}, TODAY, sees_answers=False)
    assert [row.state for row in found] == ["", "Too few to show", "Too few to show"]
    assert [row.value for row in found] == ["100", "–", "–"]
    assert not any(row.query for row in found)


def test_a_viewer_is_not_told_what_a_small_segment_was_before() -> None:
    before = {"shop": measured([3] * 4, "shop"), "kiosk": measured([9] * 40, "kiosk")}
    pairs = [pair("shop", [9] * 40), pair("kiosk", [9] * 40)]
    assert [row.change for row in rows(NPS, "branch", pairs, before, TODAY, sees_answers=False)] == ["–", "–"]


def test_scores_are_counted_from_the_highest() -> None:
    found = bars(NPS, measured([10] * 20 + [8] * 10 + [0] * 10))
    assert [bar.score for bar in found] == [str(score) for score in range(10, -1, -1)]
    assert (found[0].n, found[0].share, found[0].band, found[0].length) == (20, "50.0%", "promoter", 100.0)
    assert (found[2].band, found[2].length) == ("passive", 50.0)
    assert found[-1].band == "detractor"


def test_effort_is_good_at_its_low_end() -> None:
    found = bars(measure_of("ces"), measured([1] * 30, key="ces"))
    assert {bar.score: bar.band for bar in found} == {
        **dict.fromkeys("765", "detractor"),
        "4": "passive",
        **dict.fromkeys("321", "promoter"),
    }


def test_letters_are_answered_or_silent() -> None:
    found = bars(measure_of("response_rate"), measured([1] * 30 + [0] * 70, key="response_rate"))
    assert [(bar.score, bar.share) for bar in found] == [("Answered", "30.0%"), ("Silent", "70.0%")]
