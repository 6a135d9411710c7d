"""What the silent could hide: the response rate, and the number if they were like the lowest or the highest quarter."""

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.maths.estimate import Estimate
from metrics.maths.headline import headline
from metrics.maths.proportions import wilson
from metrics.maths.scales import CELLS, Counts, Scale

QUARTER = 0.25


@dataclass(frozen=True, slots=True)
class NonResponse:
    """The headline number as answered, and as it would be if all who were silent were like either extreme quarter."""

    answered: float | None
    like_lowest: float | None
    like_highest: float | None
    silent: int


def response_rate(answered: int, delivered: int) -> Estimate:
    """Confirmed answers / delivered invitations, 0 to 1, with Wilson's interval."""
    return wilson(answered, delivered)


def bounds(counts: Counts, silent: int, scale: Scale) -> NonResponse:
    """The two bounds for `silent` people who were asked and did not answer; None where nobody answered.

    The quarter is the lowest (highest) quarter of the answers by score, split within a cell where need be.
    A sensitivity bound, in the way of Manski (1989), narrower than his worst case.
    """
    if silent < 0:
        raise ValueError(f"The silent are 0 or more, not {silent}: delivered less answered.")
    value = headline(counts, scale).value
    if value is None:
        return NonResponse(answered=None, like_lowest=None, like_highest=None, silent=silent)
    n = sum(counts)
    lowest = _quarter_mean(counts, scale, range(CELLS))
    highest = _quarter_mean(counts, scale, reversed(range(CELLS)))
    return NonResponse(
        answered=value,
        like_lowest=(n * value + silent * lowest) / (n + silent),
        like_highest=(n * value + silent * highest) / (n + silent),
        silent=silent,
    )


def _quarter_mean(counts: Counts, scale: Scale, order: Iterable[int]) -> float:
    """The mean points of the first quarter of the answers, taken in the order given."""
    quarter = sum(counts) * QUARTER
    left, total = quarter, 0.0
    for score in order:
        taken = min(left, counts[score])
        total += taken * scale.points[score]
        left -= taken
    return total / quarter
