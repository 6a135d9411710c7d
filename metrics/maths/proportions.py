"""Shares: a range for one, and for the difference of two."""

from math import sqrt

from metrics.maths.distributions import normal_cdf
from metrics.maths.estimate import CONFIDENCE, Difference, Estimate, undefined, z_quantile


def wilson(successes: int, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """The share successes / n, 0 to 1, with the score interval; None where n is 0.

    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
    """
    _check(successes, n)
    if n == 0:
        return undefined()
    z = z_quantile(confidence)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # The interval holds the share by its algebra; min and max keep rounding from leaving it a hair outside.
    low, high = max(0.0, min(share, centre - reach)), min(1.0, max(share, centre + reach))
    return Estimate(value=share, n=n, low=low, high=high)


def newcombe_difference(
    x1: int, n1: int, x2: int, n2: int, confidence: float = CONFIDENCE
) -> tuple[float, float] | None:
    """The interval of x1/n1 - x2/n2 by the hybrid score method; None where a side is empty.

    Newcombe (1998), Interval estimation for the difference between independent proportions, method 10,
    Statistics in Medicine 17.
    """
    first, second = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    p1, low1, high1 = first.value, first.low, first.high
    p2, low2, high2 = second.value, second.low, second.high
    if p1 is None or low1 is None or high1 is None or p2 is None or low2 is None or high2 is None:
        return None
    return (
        p1 - p2 - sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2),
        p1 - p2 + sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2),
    )


def two_proportion_test(x1: int, n1: int, x2: int, n2: int, confidence: float = CONFIDENCE) -> Difference | None:
    """x1/n1 - x2/n2 by the pooled z test (Pearson's chi-square, its root), with Newcombe's interval.

    None where a side is empty. Where nobody, or everybody, succeeded on both sides there is no spread: z 0, p 1.
    """
    interval = newcombe_difference(x1, n1, x2, n2, confidence)
    if interval is None:
        return None
    diff = x1 / n1 - x2 / n2
    pooled = (x1 + x2) / (n1 + n2)
    se = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z = diff / se if se else 0.0
    return Difference(diff=diff, se=se, z=z, p=2 * normal_cdf(-abs(z)), ci=interval)


def _check(successes: int, n: int) -> None:
    if not 0 <= successes <= n:
        raise ValueError(f"A share needs 0 <= successes <= n; got {successes} of {n}.")
