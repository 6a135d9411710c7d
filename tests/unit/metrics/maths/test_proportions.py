import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2_contingency

from metrics.maths.estimate import undefined
from metrics.maths.proportions import newcombe_difference, two_proportion_test, wilson

SHARES = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("successes", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)])
def test_wilson_gives_the_published_intervals(successes: int, n: int, low: float, high: float) -> None:
    share = wilson(successes, n)
    assert (share.value, share.n) == (successes / n, n)
    assert [share.low, share.high] == pytest.approx([low, high], abs=5e-5)


@given(SHARES)
def test_wilson_agrees_with_scipy(share: tuple[int, int]) -> None:
    expected = binomtest(*share).proportion_ci(method="wilson")
    ours = wilson(*share)
    assert [ours.low, ours.high] == pytest.approx([expected.low, expected.high], abs=1e-12)


@given(SHARES)
def test_a_share_lies_in_its_range_and_the_range_between_0_and_1(share: tuple[int, int]) -> None:
    estimate = wilson(*share)
    assert estimate.low is not None
    assert estimate.value is not None
    assert estimate.high is not None
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(st.integers(2, 300), st.data())
def test_one_more_success_moves_both_ends_up(n: int, data: st.DataObject) -> None:
    fewer = data.draw(st.integers(0, n - 1))
    below, above = wilson(fewer, n), wilson(fewer + 1, n)
    assert (below.low or 0) < (above.low or 0)
    assert (below.high or 0) < (above.high or 0)


def test_a_share_of_nobody_is_undefined() -> None:
    assert wilson(0, 0) == undefined()


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5)])
def test_a_share_outside_its_whole_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="0 <= successes <= n"):
        wilson(successes, n)


@pytest.mark.parametrize(
    ("counts", "low", "high"), [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090)]
)
def test_newcombe_gives_the_published_intervals(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    assert newcombe_difference(*counts) == pytest.approx((low, high), abs=5e-5)


@given(SHARES, SHARES)
def test_swapping_the_sides_mirrors_the_difference(first: tuple[int, int], second: tuple[int, int]) -> None:
    forth, back = two_proportion_test(*first, *second), two_proportion_test(*second, *first)
    assert forth is not None
    assert back is not None
    assert (forth.diff, forth.p) == (-back.diff, back.p)
    assert forth.ci == pytest.approx((-back.ci[1], -back.ci[0]))


@given(SHARES, SHARES)
def test_the_difference_lies_in_its_range(first: tuple[int, int], second: tuple[int, int]) -> None:
    tested = two_proportion_test(*first, *second)
    assert tested is not None
    assert tested.ci[0] <= tested.diff <= tested.ci[1]
    assert 0 <= tested.p <= 1


def test_the_test_of_two_shares_is_pearsons() -> None:
    tested = two_proportion_test(56, 70, 48, 80)
    expected = chi2_contingency([[56, 14], [48, 32]], correction=False)
    assert tested is not None
    assert tested.p == pytest.approx(expected.pvalue)


def test_two_shares_without_spread_show_no_change() -> None:
    tested = two_proportion_test(10, 10, 30, 30)
    assert tested is not None
    assert (tested.diff, tested.z, tested.p) == (0, 0, 1)


def test_a_difference_from_nobody_is_undefined() -> None:
    assert newcombe_difference(0, 0, 3, 10) is None
    assert two_proportion_test(3, 10, 0, 0) is None
