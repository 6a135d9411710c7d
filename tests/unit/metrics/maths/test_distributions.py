"""The normal and Student's t distribution, beside scipy's."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri, stdtr, stdtrit
from scipy.stats import false_discovery_control

from metrics.maths.distributions import incomplete_beta, normal_cdf, normal_quantile, t_cdf, t_quantile
from metrics.maths.multiple import adjusted

freedoms = st.one_of(st.floats(1, 300), st.floats(300, 1e6), st.just(1.0), st.just(2e8))
chances = st.floats(0.0005, 0.9995)


@given(st.floats(-30, 30))
def test_the_normal_distribution_agrees_with_scipy(x: float) -> None:
    assert normal_cdf(x) == pytest.approx(float(ndtr(x)), rel=1e-9)


@given(chances)
def test_normal_quantiles_agree_with_scipy(p: float) -> None:
    assert normal_quantile(p) == pytest.approx(float(ndtri(p)), abs=1e-12)


@given(freedoms, st.floats(-40, 40))
def test_the_t_distribution_agrees_with_scipy(freedom: float, t: float) -> None:
    assert t_cdf(freedom, t) == pytest.approx(float(stdtr(freedom, t)), rel=1e-6, abs=1e-12)


@given(freedoms, chances)
def test_t_quantiles_agree_with_scipy(freedom: float, p: float) -> None:
    assert t_quantile(freedom, p) == pytest.approx(float(stdtrit(freedom, p)), rel=1e-7, abs=1e-8)


@pytest.mark.parametrize(("freedom", "quantile"), [(1, 12.7062), (4, 2.7764), (30, 2.0423), (120, 1.9799)])
def test_quantiles_are_those_of_the_printed_tables(freedom: float, quantile: float) -> None:
    assert t_quantile(freedom, 0.975) == pytest.approx(quantile, abs=5e-5)


@given(st.floats(0.1, 50), st.floats(0.1, 50), st.integers(0, 2**40))
def test_the_incomplete_beta_function_mirrors_itself(a: float, b: float, part: int) -> None:
    x = part / 2**40  # so that 1 - x is exact
    assert incomplete_beta(a, b, x) == pytest.approx(1 - incomplete_beta(b, a, 1 - x), abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p_values_agree_with_scipy(p_values: list[float]) -> None:
    assert adjusted(p_values) == pytest.approx(false_discovery_control(p_values, method="bh").tolist(), abs=1e-12)


def test_the_maths_start_without_scipy() -> None:
    check = "import metrics.maths.goals, metrics.maths.alerts, sys; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
