import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.maths.multiple import adjusted, discoveries

# The 15 p values of the paper's own example; four are discoveries at 5 %.
PAPER = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
]


def test_the_papers_example_has_four_discoveries() -> None:
    assert discoveries(PAPER) == [True] * 4 + [False] * 11


def test_adjusted_values_follow_the_step_up_rule() -> None:
    assert adjusted([0.01, 0.04, 0.03]) == [pytest.approx(0.03), pytest.approx(0.04), pytest.approx(0.04)]


def test_a_comparison_that_was_not_made_stays_none_and_does_not_count() -> None:
    assert adjusted([None, 0.04, None]) == [None, pytest.approx(0.04), None]
    assert discoveries([None, 0.04, None]) == [False, True, False]


@pytest.mark.parametrize("p_values", [[], [None, None]])
def test_without_comparisons_there_are_no_discoveries(p_values: list[float | None]) -> None:
    assert adjusted(p_values) == p_values
    assert not any(discoveries(p_values))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_adjusted_value_is_never_smaller_nor_above_one(p_values: list[float]) -> None:
    for raw, corrected in zip(p_values, adjusted(p_values), strict=True):
        assert corrected is not None
        assert raw <= corrected + 1e-12 <= 1 + 1e-11
