"""Before and after in words."""

from datetime import date

import pytest

from metrics.change_words import change, found, plainly, side, unseen
from metrics.maths.comparison import compare
from metrics.maths.scales import histogram
from metrics.maths.states import State
from metrics.measured import Measured
from metrics.measures import measure_of
from metrics.wording import moved, signed

NPS, CSAT, CES = (measure_of(key) for key in ("nps", "csat", "ces"))


def measured(scores: list[int]) -> Measured:
    counts = histogram(scores)
    estimate = NPS.estimate(counts)
    days = date(2026, 3, 1), date(2026, 4, 1)
    return Measured(
        "nps", *days, None, estimate.value, estimate.n, estimate.low, estimate.high, State.OK, None, 1, counts
    )


def test_a_side_never_travels_without_its_n_and_range() -> None:
    assert side(NPS, measured([9] * 25 + [3] * 15)) == "25 from 40 answers, likely range −5 to 52"
    assert side(NPS, measured([])) == "nothing, from 0 answers"


def test_a_change_has_its_range_and_the_word_of_the_test() -> None:
    before, after = measured([9] * 25 + [3] * 15), measured([9] * 30 + [3] * 10)
    tested = compare(before.counts, after.counts, NPS.scale)
    assert change(NPS, before.value, after.value, tested) == "+25, range −15 to +62: too close to call"
    assert change(NPS, None, after.value, tested) == ""


@pytest.mark.parametrize(
    ("before", "after", "words", "plain"),
    [
        ([9] * 50 + [3] * 50, [9] * 90 + [3] * 10, "better", "It got better."),
        ([9] * 90 + [3] * 10, [9] * 50 + [3] * 50, "worse", "It got worse."),
        ([9] * 25 + [3] * 15, [9] * 30 + [3] * 10, "unclear", "Too close to call."),
        ([9] * 40, [9] * 12, "too_few", "Too few answers to tell (40 before, 12 after; 30 each are needed)."),
    ],
)
def test_the_verdict_is_plain(before: list[int], after: list[int], words: str, plain: str) -> None:
    tested = compare(histogram(before), histogram(after), NPS.scale)
    assert (found(tested), plainly(NPS, tested)) == (words, plain)


def test_less_effort_is_better() -> None:
    tested = compare(histogram([6] * 40 + [5] * 10), histogram([2] * 40 + [1] * 10), CES.scale)
    assert found(tested) == "better"


def test_shares_move_by_percentage_points() -> None:
    assert moved(CSAT, 0.041, -0.012, 0.094) == "+4.1 percentage points, range −1.2 to +9.4"
    assert moved(NPS, 7.2, -3, 17.4) == "+7, range −3 to +17"
    assert signed(NPS, 0.3) == signed(NPS, -0.3) == "0"


def test_where_no_spread_was_seen_nothing_is_said_about_it() -> None:
    assert unseen(NPS, compare(histogram([9] * 40), histogram([9] * 40), NPS.scale)) == ""
