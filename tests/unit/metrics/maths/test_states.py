import pytest

from metrics.maths.states import State, state_of


@pytest.mark.parametrize("whole", [True, False])
def test_nobody_is_none_whatever_the_period(whole: bool) -> None:
    assert state_of(0, whole=whole) is State.NONE


@pytest.mark.parametrize(("n", "state"), [(1, State.TOO_FEW), (29, State.TOO_FEW), (30, State.OK)])
def test_thirty_answers_are_enough(n: int, state: State) -> None:
    assert state_of(n, whole=True) is state


def test_a_metric_can_ask_for_more() -> None:
    assert state_of(99, whole=True, minimum=100) is State.TOO_FEW


def test_a_period_that_is_not_over_is_partial() -> None:
    assert state_of(30, whole=False) is State.PARTIAL


def test_data_that_stop_inside_make_a_period_partial() -> None:
    assert state_of(30, whole=True, data_stop_inside=True) is State.PARTIAL


def test_too_few_is_said_before_partial() -> None:
    assert state_of(12, whole=False) is State.TOO_FEW


def test_the_states_are_spelt_as_programs_read_them() -> None:
    assert [state.value for state in State] == ["ok", "too_few", "partial", "none"]
