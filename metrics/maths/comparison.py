"""Did it change? A verdict by a test, with what could not have been seen."""

from dataclasses import dataclass
from enum import StrEnum

from metrics.maths.estimate import Difference
from metrics.maths.headline import difference
from metrics.maths.power import ALPHA, POWER, detectable_change
from metrics.maths.scales import Counts, Scale
from metrics.maths.states import MINIMUM_ANSWERS


class Verdict(StrEnum):
    """What a comparison may say; up and down are of the number, not of its goodness."""

    UP = "up"
    DOWN = "down"
    NO_EVIDENCE = "no evidence of change"
    TOO_FEW = "too few"


@dataclass(frozen=True, slots=True)
class Comparison:
    """After against before: the verdict, both n, the tested difference, and the smallest change that could be seen.

    `better` is None unless the number moved. Too few still carries its difference, where one is defined.
    """

    verdict: Verdict
    n_before: int
    n_after: int
    difference: Difference | None
    detectable: float | None
    better: bool | None


def compare(
    before: Counts,
    after: Counts,
    scale: Scale,
    *,
    minimum: int = MINIMUM_ANSWERS,
    alpha: float = ALPHA,
    power: float = POWER,
) -> Comparison:
    """Compare two histograms of one question; both need `minimum` answers before a verdict is given."""
    tested = difference(before, after, scale, confidence=1 - alpha)
    n_before, n_after = sum(before), sum(after)
    enough = min(n_before, n_after) >= minimum
    verdict = verdict_of(tested, alpha) if tested is not None and enough else Verdict.TOO_FEW
    moved = verdict in (Verdict.UP, Verdict.DOWN)
    return Comparison(
        verdict=verdict,
        n_before=n_before,
        n_after=n_after,
        difference=tested,
        detectable=detectable_change(before, after, scale, power, alpha),
        better=(verdict is Verdict.UP) == (scale.direction.sign > 0) if moved else None,
    )


def verdict_of(tested: Difference, alpha: float = ALPHA) -> Verdict:
    """Up or down where the test's p is below alpha (or an adjusted alpha, of many comparisons)."""
    if tested.p >= alpha:
        return Verdict.NO_EVIDENCE
    return Verdict.UP if tested.diff > 0 else Verdict.DOWN
