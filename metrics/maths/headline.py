"""A scale's headline number from its histogram, and the difference of two: one door for all kinds of question."""

from metrics.maths import nps
from metrics.maths.estimate import CONFIDENCE, Difference, Estimate
from metrics.maths.means import mean, share, welch
from metrics.maths.proportions import two_proportion_test
from metrics.maths.scales import Counts, Headline, Scale, check, count_in


def headline(counts: Counts, scale: Scale, confidence: float = CONFIDENCE) -> Estimate:
    """Points for a net score, 0 to 1 for a share, the scale's own unit for a mean; with n and range."""
    check(counts, scale)
    if scale.headline is Headline.NET:
        return nps.nps(counts, confidence)
    if scale.headline is Headline.SHARE:
        return share(counts, scale.good, confidence)
    return mean(counts, scale, confidence)


def good_share(counts: Counts, scale: Scale, confidence: float = CONFIDENCE) -> Estimate:
    """The share of good answers (promoters, satisfied, easy), 0 to 1, with Wilson's interval."""
    return share(check(counts, scale), scale.good, confidence)


def difference(before: Counts, after: Counts, scale: Scale, confidence: float = CONFIDENCE) -> Difference | None:
    """After less before, tested as the scale's headline asks; None where a side has too little for a test."""
    check(before, scale)
    check(after, scale)
    if scale.headline is Headline.NET:
        return nps.compare(after, before, confidence)
    if scale.headline is Headline.SHARE:
        good_after, good_before = count_in(after, scale.good), count_in(before, scale.good)
        return two_proportion_test(good_after, sum(after), good_before, sum(before), confidence)
    return welch(after, before, confidence)
