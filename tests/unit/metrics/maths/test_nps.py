import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.maths import nps as nps_module
from metrics.maths.estimate import undefined
from metrics.maths.nps import compare, nps
from metrics.maths.scales import EMPTY, Counts, histogram, pool
from tests.unit.metrics.maths.histograms import histograms, net


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "value", "low", "high"),
    [
        (291, 395, 1162, -8.95, -13.308, -4.546),
        (40, 30, 100, 10, -6.272, 25.689),
        (200, 150, 500, 10, 2.687, 17.194),
    ],
)
def test_the_score_and_its_range_are_the_published_ones(
    promoters: int, detractors: int, n: int, value: float, low: float, high: float
) -> None:
    score = nps(net(promoters, detractors, n))
    assert score.n == n
    assert score.value == pytest.approx(value, abs=5e-3)
    assert [score.low, score.high] == pytest.approx([low, high], abs=1e-3)


def test_two_periods_compare_as_published() -> None:
    tested = compare(net(60, 15, 100), net(48, 22, 100))
    assert tested is not None
    assert [tested.diff, tested.se] == pytest.approx([18.4466, 10.7138], abs=1e-4)
    assert [tested.z, tested.p] == pytest.approx([1.7218, 0.0851], abs=1e-4)
    assert tested.ci == pytest.approx((-2.5521, 39.4453), abs=1e-4)


def test_nobody_has_no_score() -> None:
    assert nps(EMPTY) == undefined()
    assert compare(EMPTY, net(1, 1, 2)) is None
    assert compare(net(1, 1, 2), EMPTY) is None


@given(st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))
def test_swapping_promoters_and_detractors_flips_the_sign(promoters: int, passives: int, detractors: int) -> None:
    n = promoters + passives + detractors
    assume(n > 0)
    score, flipped = nps(net(promoters, detractors, n)), nps(net(detractors, promoters, n))
    assert score.value == -(flipped.value or 0)
    assert score.low == pytest.approx(-(flipped.high or 0))
    assert score.high == pytest.approx(-(flipped.low or 0))


@given(histograms(most=20))
def test_the_score_lies_in_its_range_and_the_range_on_the_scale(counts: Counts) -> None:
    assume(sum(counts))
    score = nps(counts)
    assert score.low is not None
    assert score.value is not None
    assert score.high is not None
    assert -100 <= score.low <= score.value <= score.high <= 100


@pytest.mark.parametrize("only", range(11))
def test_even_a_single_answer_lies_in_its_range(only: int) -> None:
    score = nps(histogram([only]))
    assert (score.low or 0) <= (score.value or 0) <= (score.high or 0)


@given(st.lists(histograms(), min_size=1, max_size=4))
def test_segments_pool_back_to_the_total(segments: list[Counts]) -> None:
    assume(sum(map(sum, segments)))
    promoters = sum(segment[9] + segment[10] for segment in segments)
    detractors = sum(sum(segment[:7]) for segment in segments)
    total = nps(pool(segments))
    assert total.value == 100 * (promoters - detractors) / total.n


@given(histograms(), histograms())
def test_swapping_the_periods_mirrors_the_difference(before: Counts, after: Counts) -> None:
    forth, back = compare(before, after), compare(after, before)
    assert (forth is None) == (back is None)
    if forth is not None and back is not None:
        assert [forth.diff, forth.p] == pytest.approx([-back.diff, back.p])


@given(histograms())
def test_a_promoter_more_never_lowers_the_score(counts: Counts) -> None:
    before, after = nps(counts), nps(pool((counts, histogram([10]))))
    assert after.value is not None
    assert before.value is None or after.value >= before.value


def test_scores_outside_the_histogram_are_refused() -> None:
    with pytest.raises(ValueError, match="11 counts"):
        nps((1, 2))


def test_three_answers_are_added_in_all() -> None:
    added = 2 * nps_module.ADDED_EACH
    assert nps_module.ADDED_TOTAL - added == 1.5
