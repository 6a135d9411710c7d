import math

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from metrics.maths.estimate import Estimate, undefined
from metrics.maths.means import mean, moments, share, welch
from metrics.maths.scales import CES, CSAT, EMPTY, Counts, histogram
from tests.unit.metrics.maths.histograms import cells, histograms


def scores(counts: Counts) -> list[int]:
    """The single answers: the slow and obvious way."""
    return [score for score, cell in enumerate(counts) for _ in range(cell)]


def test_moments_from_counts_are_those_of_the_answers() -> None:
    counts = cells(s1=3, s2=5, s4=2, s7=6)
    n, value, variance = moments(counts)
    assert n == 16
    assert [value, variance] == pytest.approx([np.mean(scores(counts)), np.var(scores(counts), ddof=1)])


def test_a_mean_has_students_interval() -> None:
    counts = cells(s1=3, s2=5, s4=2, s7=6)
    expected = stats.ttest_1samp(scores(counts), 0).confidence_interval(0.95)
    ours = mean(counts)
    assert [ours.low, ours.high] == pytest.approx([expected.low, expected.high])


def test_a_mean_of_nobody_is_undefined() -> None:
    assert mean(EMPTY) == undefined()


def test_one_answer_has_a_mean_and_no_range() -> None:
    assert mean(histogram([6]), CES) == Estimate(value=6.0, n=1, low=None, high=None)


def test_the_range_of_a_mean_stays_on_its_scale() -> None:
    few = mean(histogram([6, 7, 7]), CES)
    assert few.low == pytest.approx(5.232, abs=1e-3)
    assert few.high == 7.0


@given(histograms(CES))
def test_a_mean_lies_in_its_range(counts: Counts) -> None:
    estimate = mean(counts, CES)
    if estimate.value is not None and estimate.low is not None and estimate.high is not None:
        assert CES.minimum <= estimate.low <= estimate.value <= estimate.high <= CES.maximum
    else:
        assert sum(counts) < 2


def test_a_score_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="ces takes scores 1 to 7"):
        mean(histogram([8]), CES)


def test_the_share_of_a_band_has_wilsons_range() -> None:
    satisfied = share(cells(s1=182, s4=40, s5=41), CSAT.good)
    assert (satisfied.value, satisfied.n) == (81 / 263, 263)
    assert [satisfied.low, satisfied.high] == pytest.approx([0.2553, 0.3662], abs=5e-5)


def test_welch_agrees_with_scipy_on_the_answers() -> None:
    a, b = cells(s1=9, s3=4, s6=11), cells(s2=20, s5=3, s7=1)
    expected = stats.ttest_ind(scores(a), scores(b), equal_var=False)
    interval = expected.confidence_interval(0.95)
    ours = welch(a, b)
    assert ours is not None
    assert [ours.z, ours.p] == pytest.approx([expected.statistic, expected.pvalue])
    assert ours.ci == pytest.approx((interval.low, interval.high))


@pytest.mark.parametrize(("a", "b"), [(EMPTY, cells(s2=9)), (cells(s2=9), cells(s3=1))])
def test_under_two_answers_nothing_is_compared(a: Counts, b: Counts) -> None:
    assert welch(a, b) is None


def test_equal_answers_on_both_sides_show_no_change() -> None:
    tested = welch(cells(s4=20), cells(s4=9))
    assert tested is not None
    assert (tested.diff, tested.z, tested.p) == (0, 0, 1)


def test_sides_that_never_vary_and_differ_are_a_change_without_a_finite_z() -> None:
    tested = welch(cells(s5=20), cells(s3=20))
    assert tested is not None
    assert (tested.diff, tested.z, tested.p, tested.ci) == (2, None, 0, (2, 2))


@given(histograms(CES), histograms(CES))
def test_welch_is_never_nan(a: Counts, b: Counts) -> None:
    tested = welch(a, b)
    assert tested is None or (math.isfinite(tested.p) and 0 <= tested.p <= 1)
