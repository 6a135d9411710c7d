"""A number never travels alone: an estimate carries its n and its range, a difference its test."""

from dataclasses import dataclass
from math import isfinite, sqrt

from metrics.maths.distributions import normal_cdf, normal_quantile

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value of `n` answers with the ends of its interval; what is undefined is None, never NaN or infinite."""

    value: float | None
    n: int
    low: float | None
    high: float | None

    def __post_init__(self) -> None:
        if self.n < 0:
            raise ValueError(f"An estimate needs n of 0 or more, not {self.n}.")
        _check_finite("estimate", self.value, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two estimates: its standard error, test statistic, two-sided p and interval.

    `z` is None where neither side varies at all but they differ (it would be infinite; `p` is then 0).
    """

    diff: float
    se: float
    z: float | None
    p: float
    ci: tuple[float, float]

    def __post_init__(self) -> None:
        _check_finite("difference", self.diff, self.se, self.z, self.p, *self.ci)


def undefined(n: int = 0) -> Estimate:
    """The estimate that says nothing can be said."""
    return Estimate(value=None, n=n, low=None, high=None)


def z_quantile(confidence: float = CONFIDENCE) -> float:
    """How many standard errors a two-sided interval reaches to each side: 1.96 for .95."""
    if not 0 < confidence < 1:
        raise ValueError(f"Confidence lies between 0 and 1, not at {confidence}: say .95 for 95 %.")
    return normal_quantile(0.5 + confidence / 2)


def normal_difference(diff: float, variance: float, confidence: float = CONFIDENCE) -> Difference:
    """The z test and interval of a difference whose variance is known to be above 0."""
    se = sqrt(variance)
    z = diff / se
    reach = z_quantile(confidence) * se
    return Difference(diff=diff, se=se, z=z, p=2 * normal_cdf(-abs(z)), ci=(diff - reach, diff + reach))


def _check_finite(kind: str, *numbers: float | None) -> None:
    if not all(number is None or isfinite(number) for number in numbers):
        raise ValueError(f"A number in this {kind} is not finite: give None for what is undefined.")
