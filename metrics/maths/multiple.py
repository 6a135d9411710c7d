"""Many comparisons on one page: false discoveries kept to a rate.

Benjamini and Hochberg (1995), Controlling the false discovery rate, JRSS B 57.
"""

from collections.abc import Sequence

from scipy.stats import false_discovery_control

RATE = 0.05


def adjusted(p_values: Sequence[float | None]) -> list[float | None]:
    """Each p value adjusted for all of them, in the same order; a comparison that was not made stays None."""
    made = [p for p in p_values if p is not None]
    if not made:
        return [None] * len(p_values)
    results = iter(false_discovery_control(made, method="bh").tolist())
    return [None if p is None else float(next(results)) for p in p_values]


def discoveries(p_values: Sequence[float | None], rate: float = RATE) -> list[bool]:
    """Which comparisons may be called a change, with no more than `rate` of those called expected to be false."""
    return [p is not None and p <= rate for p in adjusted(p_values)]
