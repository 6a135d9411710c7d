from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.maths.scales import CES, CES2, CSAT, EMPTY, NPS, SCALES, check, count_in, histogram, pool
from tests.unit.metrics.maths.histograms import histograms


def test_promoters_are_nine_and_ten_and_detractors_nought_to_six() -> None:
    assert NPS.points == (-100,) * 7 + (0, 0) + (100, 100)


def test_satisfied_is_the_top_two_of_five() -> None:
    assert (CSAT.minimum, CSAT.maximum, CSAT.good) == (1, 5, frozenset({4, 5}))


def test_easy_is_the_low_end_of_the_classic_effort_scale_and_the_high_end_of_the_newer() -> None:
    assert (CES.good, CES.direction.sign) == (frozenset({1, 2, 3}), -1)
    assert (CES2.good, CES2.direction.sign) == (frozenset({5, 6, 7}), 1)


def test_every_scale_is_found_by_its_key() -> None:
    assert set(SCALES) == {"nps", "csat", "ces", "ces2"}
    assert all(SCALES[key].key == key for key in SCALES)


@given(st.lists(st.integers(0, 10)), st.randoms())
def test_the_order_of_answers_changes_nothing(scores: list[int], random: Random) -> None:
    shuffled = list(scores)
    random.shuffle(shuffled)
    assert histogram(shuffled) == histogram(scores)


@pytest.mark.parametrize("score", [-1, 11, 7.5])
def test_a_score_off_every_scale_is_refused(score: int) -> None:
    with pytest.raises(ValueError, match="outside 0 to 10"):
        histogram([9, score])


@given(st.lists(histograms(), max_size=5))
def test_pooled_parts_are_the_whole(parts: list[tuple[int, ...]]) -> None:
    assert pool(parts) == tuple(sum(part[score] for part in parts) for score in range(11))


def test_pooling_nothing_is_an_empty_histogram() -> None:
    assert pool([]) == EMPTY


def test_a_histogram_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="11 counts"):
        check((1, 2, 3))


def test_a_negative_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        check((-1, *EMPTY[1:]))


def test_a_score_off_the_questions_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="csat takes scores 1 to 5"):
        check(histogram([5, 6]), CSAT)


def test_a_band_counts_its_answers() -> None:
    assert count_in(histogram([1, 4, 5, 5]), CSAT.good) == 3
