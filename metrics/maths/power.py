"""What a number of answers can show, and what it cannot.

Sample-size formulas for two means, as in Cohen (1988), Statistical Power Analysis for the Behavioral Sciences.
"""

from math import ceil, sqrt

from metrics.maths.distributions import normal_quantile
from metrics.maths.estimate import CONFIDENCE, z_quantile
from metrics.maths.means import moments
from metrics.maths.scales import Counts, Scale, pool

POWER = 0.80
ALPHA = 0.05
# Points. Before there are answers: half promoters to one in seven detractors is usual, which gives 67 to 73.
TYPICAL_NPS_DEVIATION = 70.0


def margin(deviation: float, n: int, confidence: float = CONFIDENCE) -> float | None:
    """Half the width of the range of n answers: no change smaller than this can show, even against a fixed figure.

    50 answers at the usual spread of NPS: 19.4, "about 20 points".
    """
    return z_quantile(confidence) * deviation / sqrt(n) if n > 0 else None


def smallest_detectable(
    deviation: float, n_before: int, n_after: int, power: float = POWER, alpha: float = ALPHA
) -> float | None:
    """The smallest true change that a two-sided test at `alpha` finds with probability `power`.

    In the deviation's unit. None where a side is empty, or where no spread was seen (it is unknown then, not nil).
    """
    if n_before <= 0 or n_after <= 0 or deviation <= 0:
        return None
    return _reach(power, alpha) * deviation * sqrt(1 / n_before + 1 / n_after)


def answers_needed(deviation: float, change: float, power: float = POWER, alpha: float = ALPHA) -> int | None:
    """Answers needed on each side to find a true change of that size; None where the change is 0."""
    if change == 0:
        return None
    return ceil(2 * (_reach(power, alpha) * deviation / change) ** 2)


def pooled_deviation(before: Counts, after: Counts, scale: Scale) -> float | None:
    """The standard deviation of single answers, in the headline's unit, over both sides; None under two answers."""
    variance = moments(pool((before, after)), scale.points)[2]
    return None if variance is None else sqrt(variance)


def detectable_change(
    before: Counts, after: Counts, scale: Scale, power: float = POWER, alpha: float = ALPHA
) -> float | None:
    """The smallest change of the headline number that could have been seen between these two histograms."""
    deviation = pooled_deviation(before, after, scale)
    return None if deviation is None else smallest_detectable(deviation, sum(before), sum(after), power, alpha)


def _reach(power: float, alpha: float) -> float:
    return z_quantile(1 - alpha) + normal_quantile(power)
