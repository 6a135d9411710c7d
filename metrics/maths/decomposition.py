"""Where a change comes from: from within the parts, or from how much each of them weighs.

Kitagawa (1955), Components of a difference between two rates, Journal of the American Statistical Association 50.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.maths.scales import EMPTY, Counts, Scale, check


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A total's change, which is the sum of `within` (each part's own change, by its mean weight) and of `mix`."""

    change: float
    within: Mapping[str, float]
    mix: float


def decompose(before: Mapping[str, Counts], after: Mapping[str, Counts], scale: Scale) -> Decomposition | None:
    """The change of the headline number of the pooled parts, in its unit; None where a side has no answers.

    A part that is empty on one side has no change of its own: all it brings is mix.
    """
    n_before, n_after = (sum(map(sum, side.values())) for side in (before, after))
    if not n_before or not n_after:
        return None
    within, mix = {}, 0.0
    for name in sorted({*before, *after}):
        was, now = check(before.get(name, EMPTY), scale), check(after.get(name, EMPTY), scale)
        if not sum(was) and not sum(now):
            continue
        value_was, value_now = _mean(was if sum(was) else now, scale), _mean(now if sum(now) else was, scale)
        weight_was, weight_now = sum(was) / n_before, sum(now) / n_after
        within[name] = (weight_was + weight_now) / 2 * (value_now - value_was)
        mix += (value_was + value_now) / 2 * (weight_now - weight_was)
    return Decomposition(sum(within.values()) + mix, within, mix)


def _mean(counts: Counts, scale: Scale) -> float:
    return sum(points * count for points, count in zip(scale.points, counts, strict=True)) / sum(counts)
