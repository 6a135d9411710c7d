"""Many comparisons on one page: false discoveries kept to a rate.

Benjamini and Hochberg (1995), Controlling the false discovery rate, JRSS B 57.
"""

from collections.abc import Sequence

RATE = 0.05


def adjusted(p_values: Sequence[float | None]) -> list[float | None]:
    """Each p value adjusted for all of them, in the same order; a comparison that was not made stays None."""
    made = sorted(((p, place) for place, p in enumerate(p_values) if p is not None), reverse=True)
    found: list[float | None] = [None] * len(p_values)
    lowest = 1.0
    for rank, (p, place) in zip(range(len(made), 0, -1), made, strict=True):
        # From the largest down: p times m / rank, and never more than what a larger one came to.
        lowest = min(lowest, p * len(made) / rank)
        found[place] = lowest
    return found


def discoveries(p_values: Sequence[float | None], rate: float = RATE) -> list[bool]:
    """Which comparisons may be called a change, with no more than `rate` of those called expected to be false."""
    return [p is not None and p <= rate for p in adjusted(p_values)]
