"""How likely the true value is to have got somewhere, read from an estimate's range."""

from math import ceil

from metrics.maths.distributions import normal_cdf, normal_quantile
from metrics.maths.estimate import CONFIDENCE, Estimate, z_quantile
from metrics.maths.scales import Direction

CERTAIN = 0.90


def probability_reached(
    estimate: Estimate, threshold: float, direction: Direction = Direction.HIGHER, confidence: float = CONFIDENCE
) -> float | None:
    """P(true value is at the threshold or better), 0 to 1; None without a value or a range.

    A two-piece normal about the value (Wallis 2014, Statistical Science 29): each half has the standard error that its
    end of the range implies, so a lopsided range (a share near 0, a score near 100) is read as it stands.
    """
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return None
    ahead = direction.sign * (estimate.value - threshold)
    if estimate.low == estimate.high:
        return 1.0 if ahead >= 0 else 0.0
    if ahead == 0:
        return 0.5
    error = _error_towards(estimate.value, estimate.low, estimate.high, threshold, confidence)
    if error == 0:
        return 1.0 if ahead > 0 else 0.0
    return normal_cdf(ahead / error)


def more_answers_to_settle(
    estimate: Estimate, threshold: float, certainty: float = CERTAIN, confidence: float = CONFIDENCE
) -> int | None:
    """How many more answers until the probability passes `certainty`, either way, if the value stays where it is.

    The range shrinks with the root of n. 0 where it is settled; None where it never would be (the value is exactly on
    the threshold) or nothing is known yet.
    """
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return None
    distance = abs(estimate.value - threshold)
    if distance == 0:
        return 0 if estimate.low == estimate.high else None
    error = _error_towards(estimate.value, estimate.low, estimate.high, threshold, confidence)
    needed = estimate.n * (normal_quantile(certainty) * error / distance) ** 2
    return max(0, ceil(needed) - estimate.n)


def _error_towards(value: float, low: float, high: float, threshold: float, confidence: float) -> float:
    """The standard error on the threshold's side of the value; the threshold is not the value itself."""
    width = value - low if threshold < value else high - value
    return width / z_quantile(confidence)
