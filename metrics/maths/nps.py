"""Net Promoter Score in points, its range, and the comparison of two.

The interval adds three imaginary answers (3/4 promoter, 3/2 passive, 3/4 detractor) before Wald's formula:
Rocks (2016), Interval estimation for the "Net Promoter Score", The American Statistician 70, after Agresti and Min.
"""

from math import sqrt

from metrics.maths.estimate import CONFIDENCE, Difference, Estimate, normal_difference, undefined, z_quantile
from metrics.maths.scales import DETRACTORS, NPS, PROMOTERS, Counts, check, count_in

ADDED_EACH = 0.75
ADDED_TOTAL = 3


def nps(counts: Counts, confidence: float = CONFIDENCE) -> Estimate:
    """100 (promoters - detractors) / n in points, -100 to 100, with the adjusted Wald interval; None where n is 0.

    The interval is centred a little nearer 0 than the score; at n = 1 it is widened to reach the score.
    """
    n = sum(check(counts, NPS))
    if n == 0:
        return undefined()
    score = 100 * (count_in(counts, PROMOTERS) - count_in(counts, DETRACTORS)) / n
    centre, variance = _adjusted(counts)
    reach = z_quantile(confidence) * sqrt(variance)
    low, high = min(score, max(-100.0, centre - reach)), max(score, min(100.0, centre + reach))
    return Estimate(value=score, n=n, low=low, high=high)


def compare(a: Counts, b: Counts, confidence: float = CONFIDENCE) -> Difference | None:
    """The adjusted score of a less that of b, in points, by a z test; None where a side is empty."""
    if not sum(check(a, NPS)) or not sum(check(b, NPS)):
        return None
    (centre_a, variance_a), (centre_b, variance_b) = _adjusted(a), _adjusted(b)
    return normal_difference(centre_a - centre_b, variance_a + variance_b, confidence)


def _adjusted(counts: Counts) -> tuple[float, float]:
    """The adjusted score in points and its variance in points squared."""
    n = sum(counts) + ADDED_TOTAL
    promoters = (count_in(counts, PROMOTERS) + ADDED_EACH) / n
    detractors = (count_in(counts, DETRACTORS) + ADDED_EACH) / n
    net = promoters - detractors
    return 100 * net, 100**2 * (promoters + detractors - net**2) / n
