"""A number with all that it must carry. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from metrics.maths.periods import Span
from metrics.maths.scales import Counts
from metrics.maths.states import State
from metrics.measures import Measure
from metrics.ranges import History, state_in


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric over the local days period_from <= day < period_to. `segment` None is the total, "" is "not known".

    `value`, `low` and `high` are in the metric's unit, never rounded; `as_of` is when the answers were last counted.
    """

    metric: str
    period_from: date
    period_to: date
    segment: str | None
    value: float | None
    n: int
    low: float | None
    high: float | None
    state: State
    as_of: datetime | None
    version: int
    counts: Counts


def measured(
    metric: Measure,
    span: Span,
    counts: Counts,
    stored: History,
    now: datetime,
    *,
    segment: str | None = None,
    open_ended: bool = False,
) -> Measured:
    """A histogram of a span as a number with all that it must carry."""
    estimate = metric.estimate(counts)
    return Measured(
        metric=metric.key,
        period_from=span.first,
        period_to=span.end,
        segment=segment,
        value=estimate.value,
        n=estimate.n,
        low=estimate.low,
        high=estimate.high,
        state=state_in(estimate.n, span, stored, now, metric.minimum, open_ended=open_ended),
        as_of=stored.as_of,
        version=metric.version,
        counts=counts,
    )
