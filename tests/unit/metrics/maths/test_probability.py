import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.maths.estimate import Estimate, undefined
from metrics.maths.nps import nps
from metrics.maths.probability import more_answers_to_settle, probability_reached
from metrics.maths.proportions import wilson
from metrics.maths.scales import Counts, Direction
from tests.unit.metrics.maths.histograms import histograms, net

# 37 of 118 answers, from 24 to 49: the worked example of the goals.
EXAMPLE = Estimate(value=37, n=118, low=24, high=49)


def test_the_worked_example_is_probably_past_33_and_not_40() -> None:
    assert probability_reached(EXAMPLE, 33) == pytest.approx(0.72, abs=0.01)
    assert probability_reached(EXAMPLE, 40) == pytest.approx(0.32, abs=0.01)


def test_the_worked_example_from_its_answers_gives_the_same() -> None:
    score = nps(net(59, 15, 118))
    assert (round(score.value or 0), round(score.low or 0), round(score.high or 0)) == (37, 24, 49)
    assert probability_reached(score, 33 + 1 / 3) == pytest.approx(0.72, abs=0.005)
    assert probability_reached(score, 40) == pytest.approx(0.32, abs=0.005)


@pytest.mark.parametrize(("threshold", "probability"), [(24, 0.975), (37, 0.5), (49, 0.025)])
def test_the_ends_of_the_range_mean_what_they_say(threshold: float, probability: float) -> None:
    assert probability_reached(EXAMPLE, threshold) == pytest.approx(probability)


def test_where_lower_is_better_the_question_is_turned_round() -> None:
    effort = Estimate(value=3.0, n=100, low=2.8, high=3.2)
    assert probability_reached(effort, 3.2, Direction.LOWER) == pytest.approx(0.975)
    assert probability_reached(effort, 2.8, Direction.LOWER) == pytest.approx(0.025)


@given(histograms(), st.floats(-100, 100), st.floats(0, 50))
def test_a_higher_threshold_is_never_likelier(counts: Counts, threshold: float, further: float) -> None:
    assume(sum(counts))
    near, far = probability_reached(nps(counts), threshold), probability_reached(nps(counts), threshold + further)
    assert near is not None
    assert far is not None
    assert 0 <= far <= near <= 1


@given(histograms(), st.floats(-100, 100))
def test_the_two_directions_share_all_probability(counts: Counts, threshold: float) -> None:
    score = nps(counts)
    assume(score.value is not None)
    higher = probability_reached(score, threshold, Direction.HIGHER)
    lower = probability_reached(score, threshold, Direction.LOWER)
    assert (higher or 0) + (lower or 0) == pytest.approx(1)


@pytest.mark.parametrize("estimate", [undefined(), Estimate(value=4.0, n=1, low=None, high=None)])
def test_without_a_range_there_is_no_probability(estimate: Estimate) -> None:
    assert probability_reached(estimate, 3) is None
    assert more_answers_to_settle(estimate, 3) is None


@pytest.mark.parametrize(("threshold", "probability"), [(3.9, 1.0), (4.0, 1.0), (4.1, 0.0)])
def test_a_range_of_no_width_is_certain(threshold: float, probability: float) -> None:
    assert probability_reached(Estimate(value=4.0, n=40, low=4.0, high=4.0), threshold) == probability


def test_beyond_the_end_of_the_scale_nothing_is_reached() -> None:
    everyone = wilson(30, 30)
    assert probability_reached(everyone, 1.1) == 0
    assert probability_reached(everyone, 1.1, Direction.LOWER) == 1


def test_the_answers_that_settle_a_question_bring_it_to_nine_in_ten() -> None:
    more = more_answers_to_settle(EXAMPLE, 33)
    assert more is not None
    shrink = (118 / (118 + more)) ** 0.5
    later = Estimate(value=37, n=118 + more, low=37 - 13 * shrink, high=37 + 12 * shrink)
    assert probability_reached(later, 33) == pytest.approx(0.90, abs=1e-3)


@pytest.mark.parametrize("threshold", [10, 70])
def test_a_settled_question_needs_no_more_answers(threshold: float) -> None:
    assert more_answers_to_settle(EXAMPLE, threshold) == 0


def test_a_value_exactly_on_its_threshold_is_never_settled() -> None:
    assert more_answers_to_settle(EXAMPLE, 37) is None


def test_a_value_without_spread_on_its_threshold_is_settled() -> None:
    assert more_answers_to_settle(Estimate(value=4.0, n=40, low=4.0, high=4.0), 4.0) == 0
