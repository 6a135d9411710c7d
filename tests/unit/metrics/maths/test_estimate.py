import math

import pytest

from metrics.maths.estimate import Difference, Estimate, normal_difference, undefined, z_quantile


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_an_estimate_refuses_what_is_not_finite(bad: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        Estimate(value=bad, n=3, low=None, high=None)


def test_a_difference_refuses_what_is_not_finite() -> None:
    with pytest.raises(ValueError, match="not finite"):
        Difference(diff=1.0, se=0.0, z=math.inf, p=0.0, ci=(1.0, 1.0))


def test_an_estimate_refuses_a_negative_n() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        Estimate(value=1.0, n=-1, low=None, high=None)


def test_what_is_undefined_is_none_all_through() -> None:
    assert undefined() == Estimate(value=None, n=0, low=None, high=None)


def test_ninety_five_per_cent_reaches_1_96_errors() -> None:
    assert z_quantile(0.95) == pytest.approx(1.959964, abs=1e-6)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_outside_0_to_1_is_refused_with_its_remedy(confidence: float) -> None:
    with pytest.raises(ValueError, match=r"say \.95"):
        z_quantile(confidence)


def test_a_difference_of_1_96_errors_has_p_of_5_per_cent() -> None:
    tested = normal_difference(1.959964 * 2, variance=4)
    assert [tested.z, tested.p] == pytest.approx([1.959964, 0.05], abs=1e-6)
    assert tested.ci == pytest.approx((0, 7.839856), abs=1e-5)
