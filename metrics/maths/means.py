"""Means of a scale and shares of a band, from counts, with their ranges and comparison."""

from collections.abc import Iterable, Sequence
from math import sqrt

from metrics.maths.distributions import t_cdf, t_quantile
from metrics.maths.estimate import CONFIDENCE, Difference, Estimate, undefined
from metrics.maths.proportions import wilson
from metrics.maths.scales import CELLS, Counts, Scale, check, count_in

SCORES: tuple[float, ...] = tuple(float(score) for score in range(CELLS))


def moments(counts: Counts, points: Sequence[float] = SCORES) -> tuple[int, float | None, float | None]:
    """n, the mean and the sample variance (n - 1) of the points; the last two None where n is below 1 and 2."""
    n = sum(check(counts))
    if n == 0:
        return 0, None, None
    mean = sum(cell * point for cell, point in zip(counts, points, strict=True)) / n
    if n == 1:
        return 1, mean, None
    squares = sum(cell * (point - mean) ** 2 for cell, point in zip(counts, points, strict=True))
    return n, mean, squares / (n - 1)


def mean(counts: Counts, scale: Scale | None = None, confidence: float = CONFIDENCE) -> Estimate:
    """The mean score with Student's t interval (Student 1908), clipped to the scale's ends where one is given.

    Without answers nothing is defined; one answer has a value and no range.
    """
    n, value, variance = moments(counts if scale is None else check(counts, scale))
    if value is None:
        return undefined()
    if variance is None:
        return Estimate(value=value, n=n, low=None, high=None)
    reach = t_quantile(n - 1, 0.5 + confidence / 2) * sqrt(variance / n)
    low, high = value - reach, value + reach
    if scale is not None:
        low, high = max(float(scale.minimum), low), min(float(scale.maximum), high)
    return Estimate(value=value, n=n, low=low, high=high)


def share(counts: Counts, band: Iterable[int], confidence: float = CONFIDENCE) -> Estimate:
    """The share of answers in the band, 0 to 1, with Wilson's interval."""
    return wilson(count_in(check(counts), band), sum(counts), confidence)


def welch(a: Counts, b: Counts, confidence: float = CONFIDENCE) -> Difference | None:
    """The mean of a less the mean of b by Welch's t test (Welch 1947, Biometrika 34), `z` holding his t.

    None where a side has fewer than two answers. Where neither side varies, equal means give p 1 and others p 0.
    """
    (n_a, mean_a, variance_a), (n_b, mean_b, variance_b) = moments(a), moments(b)
    if mean_a is None or mean_b is None or variance_a is None or variance_b is None:
        return None
    diff, part_a, part_b = mean_a - mean_b, variance_a / n_a, variance_b / n_b
    se = sqrt(part_a + part_b)
    if se == 0:
        return Difference(diff=diff, se=0.0, z=None if diff else 0.0, p=0.0 if diff else 1.0, ci=(diff, diff))
    freedom = (part_a + part_b) ** 2 / (part_a**2 / (n_a - 1) + part_b**2 / (n_b - 1))
    t = diff / se
    reach = t_quantile(freedom, 0.5 + confidence / 2) * se
    return Difference(diff=diff, se=se, z=t, p=2 * t_cdf(freedom, -abs(t)), ci=(diff - reach, diff + reach))
