import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.maths.estimate import undefined
from metrics.maths.nonresponse import NonResponse, bounds, response_rate
from metrics.maths.scales import CES, CSAT, EMPTY, NPS, Counts
from tests.unit.metrics.maths.histograms import cells, histograms, net


def test_the_silent_like_the_lowest_or_the_highest_quarter() -> None:
    found = bounds(net(40, 30, 100), 100, NPS)
    assert (found.answered, found.like_lowest, found.like_highest) == (10, -45, 55)


def test_a_quarter_is_split_within_a_cell() -> None:
    found = bounds(cells(s1=1, s5=5), 6, CSAT)
    lowest = (0 * 1 + 1 * 0.5) / 1.5
    assert found.like_lowest == pytest.approx((5 + 6 * lowest) / 12)
    assert found.like_highest == pytest.approx((5 + 6) / 12)


def test_low_means_low_scores_also_where_lower_is_better() -> None:
    found = bounds(cells(s1=10, s7=10), 20, CES)
    assert (found.like_lowest, found.like_highest) == (2.5, 5.5)


def test_with_nobody_silent_the_bounds_are_the_score() -> None:
    assert bounds(net(40, 30, 100), 0, NPS) == NonResponse(10, 10, 10, silent=0)


def test_where_nobody_answered_there_are_no_bounds() -> None:
    assert bounds(EMPTY, 50, NPS) == NonResponse(None, None, None, silent=50)


def test_a_negative_number_of_silent_is_refused() -> None:
    with pytest.raises(ValueError, match="delivered less answered"):
        bounds(net(1, 1, 2), -1, NPS)


@given(histograms(), st.integers(0, 500))
def test_the_score_lies_between_its_bounds_and_they_on_the_scale(counts: Counts, silent: int) -> None:
    assume(sum(counts))
    found = bounds(counts, silent, NPS)
    assert found.answered is not None
    assert found.like_lowest is not None
    assert found.like_highest is not None
    assert -100 - 1e-9 <= found.like_lowest <= found.answered + 1e-9
    assert found.answered - 1e-9 <= found.like_highest <= 100 + 1e-9


def test_the_response_rate_has_wilsons_range() -> None:
    rate = response_rate(15, 148)
    assert [rate.low, rate.high] == pytest.approx([0.0624, 0.1605], abs=5e-5)


def test_nothing_delivered_has_no_response_rate() -> None:
    assert response_rate(0, 0) == undefined()
