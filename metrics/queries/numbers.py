"""Numbers with their n, range and state, from the stored histograms alone. Called inside `acting_for`."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from metrics.businesses import LocalBusiness, calendar_of
from metrics.maths.comparison import Comparison
from metrics.maths.comparison import compare as compare_counts
from metrics.maths.periods import Period, Span, span
from metrics.maths.scales import Counts, pool
from metrics.measured import Measured, measured
from metrics.measures import measure_of
from metrics.queries.stored import TOTAL, Segment, history, sums, sums_by_segment
from metrics.ranges import CURRENT_DAYS, resolve, trailing

Days = tuple[date, date]  # half-open


@dataclass(frozen=True, slots=True)
class Compared:
    """Two periods and what a test says of them. Show the states with it: a partial period is not a whole one."""

    before: Measured
    after: Measured
    comparison: Comparison


def measure(
    business: LocalBusiness,
    key: str,
    since: date | None = None,
    until: date | None = None,
    period: Period | str = Period.MONTH,
    by: str | None = None,
    survey: uuid.UUID | None = None,
    *,
    segment: Segment = TOTAL,
    now: datetime,
) -> list[Measured]:
    """A metric by period, of the total or of one `segment`; `by` a dimension, of each of its segments instead.

    Oldest first, by segment then by period; every period is there, an empty one with state `none`. Raises
    UnknownMetricError, and ValueError naming what cannot be asked.
    """
    metric = measure_of(key)
    stored = history(business, metric.kind, survey)
    asked = resolve(since, until, Period(period), stored, calendar_of(business), now)
    if by is None:
        rows: list[tuple[str | None, list[Counts]]] = [
            (name_of(segment), sums(business, metric.kind, asked.spans, segment=segment, survey=survey))
        ]
    elif by in business.dimensions:
        rows = [*sums_by_segment(business, metric.kind, asked.spans, by, survey).items()]
    else:
        known = ", ".join(business.dimensions) or "none yet; import customers or answers with more columns"
        raise ValueError(f"There is no segment '{by}'. This business has: {known}.")
    return [
        measured(metric, span, counts, stored, now, segment=name, open_ended=asked.open_ended)
        for name, histograms in rows
        for span, counts in zip(asked.spans, histograms, strict=True)
    ]


def current(
    business: LocalBusiness, key: str, now: datetime, *, segment: Segment = TOTAL, since: date | None = None
) -> Measured:
    """The metric at present: the last 4 weeks up to today, or 8 or 12 where fewer hold too few answers.

    Nothing before `since` is taken in: a goal is judged by what came after its start.
    """
    metric, calendar = measure_of(key), calendar_of(business)
    windows = [trailing(days, calendar, now, since) for days in CURRENT_DAYS]
    starts = sorted({window.first for window in windows})
    pieces = [span(first, end, calendar.zone) for first, end in zip(starts, [*starts[1:], windows[0].end], strict=True)]
    stored = history(business, metric.kind)
    newest_first = sums(business, metric.kind, pieces, segment=segment)[::-1]
    grown = list(accumulate(newest_first, lambda longer, older: pool((longer, older))))
    enough = next((place for place, counts in enumerate(grown) if sum(counts) >= metric.minimum), len(grown) - 1)
    window = span(pieces[-1 - enough].first, windows[0].end, calendar.zone)
    return measured(metric, window, grown[enough], stored, now, segment=name_of(segment), open_ended=True)


def compare(
    business: LocalBusiness,
    key: str,
    before: Days,
    after: Days,
    *,
    segment: Segment = TOTAL,
    survey: uuid.UUID | None = None,
    now: datetime,
) -> Compared:
    """The metric after against before. Raises ValueError where a period has no days."""
    metric = measure_of(key)
    first, second = (within(business, key, days, segment=segment, survey=survey, now=now) for days in (before, after))
    tested = compare_counts(first.counts, second.counts, metric.scale, minimum=metric.minimum)
    return Compared(first, second, tested)


def within(
    business: LocalBusiness,
    key: str,
    days: Days,
    *,
    segment: Segment = TOTAL,
    survey: uuid.UUID | None = None,
    now: datetime,
) -> Measured:
    """The metric over some days. Raises ValueError where there are none."""
    metric, asked = measure_of(key), days_span(business, days)
    (counts,) = sums(business, metric.kind, (asked,), segment=segment, survey=survey)
    return measured(metric, asked, counts, history(business, metric.kind, survey), now, segment=name_of(segment))


def name_of(segment: Segment) -> str | None:
    """What `Measured.segment` calls a segment: None is the total."""
    return segment[1] if segment[0] else None


def days_span(business: LocalBusiness, days: Days) -> Span:
    """The span of some days of a business. Raises ValueError where there are none."""
    first, end = days
    if end <= first:
        raise ValueError(f"Nothing lies between {first} and {end}: the end is the first day that no longer counts.")
    return span(first, end, calendar_of(business).zone)
