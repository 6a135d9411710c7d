import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.maths.power import (
    TYPICAL_NPS_DEVIATION,
    answers_needed,
    detectable_change,
    margin,
    pooled_deviation,
    smallest_detectable,
)
from metrics.maths.scales import CES, EMPTY, NPS
from tests.unit.metrics.maths.histograms import cells, net


def test_fifty_answers_cannot_show_changes_under_about_twenty_points() -> None:
    assert margin(TYPICAL_NPS_DEVIATION, 50) == pytest.approx(19.4, abs=0.05)


def test_fifty_against_fifty_see_only_some_forty_points_four_times_in_five() -> None:
    assert smallest_detectable(TYPICAL_NPS_DEVIATION, 50, 50) == pytest.approx(39.2, abs=0.05)


def test_half_a_deviation_takes_the_textbooks_sixty_three_on_each_side() -> None:
    assert answers_needed(deviation=1.0, change=0.5) == 63
    assert smallest_detectable(1.0, 63, 63) == pytest.approx(0.5, abs=2e-3)


@given(st.floats(0.1, 100), st.integers(1, 500), st.integers(1, 500))
def test_more_answers_see_smaller_changes(deviation: float, n_before: int, n_after: int) -> None:
    few = smallest_detectable(deviation, n_before, n_after)
    many = smallest_detectable(deviation, n_before + 1, n_after + 1)
    assert few is not None
    assert many is not None
    assert many < few


@pytest.mark.parametrize(("deviation", "n_before", "n_after"), [(70, 0, 9), (70, 9, 0), (0, 9, 9)])
def test_without_answers_or_spread_nothing_is_known(deviation: float, n_before: int, n_after: int) -> None:
    assert smallest_detectable(deviation, n_before, n_after) is None


def test_nobody_has_no_margin() -> None:
    assert margin(70, 0) is None


def test_no_number_of_answers_shows_no_change() -> None:
    assert answers_needed(70, 0) is None


def test_the_spread_is_in_the_headlines_own_unit() -> None:
    assert pooled_deviation(net(50, 50, 100), EMPTY, NPS) == pytest.approx(100.5, abs=0.01)
    assert pooled_deviation(cells(s3=50), cells(s5=50), CES) == pytest.approx(1.005, abs=1e-4)


def test_two_histograms_say_what_they_could_have_shown() -> None:
    found = detectable_change(net(60, 15, 100), net(48, 22, 100), NPS)
    deviation = pooled_deviation(net(60, 15, 100), net(48, 22, 100), NPS)
    assert deviation is not None
    assert found == pytest.approx(smallest_detectable(deviation, 100, 100))
    assert found == pytest.approx(30.74, abs=0.01)


def test_a_single_answer_says_nothing_of_what_can_be_seen() -> None:
    assert detectable_change(EMPTY, cells(s3=1), CES) is None
