"""Everything the page of one metric shows. Called inside `acting_for(business)`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Business
from followup.queries import Mark, marks
from metrics.businesses import calendar_of
from metrics.maths.periods import Period, first_day, next_first_day
from metrics.measured import Measured
from metrics.measures import Measure
from metrics.queries import Compared, SegmentMeasured, Watched, compare, current, measure, segments, watched

PERIODS_SHOWN = 12
Days = tuple[date, date]  # half-open


@dataclass(frozen=True, slots=True)
class MetricFigures:
    """The days looked at against those before, the line of twelve periods up to them, and each segment."""

    watched: Sequence[Watched]
    compared: Compared
    line: Sequence[Measured]
    segments: Sequence[SegmentMeasured]
    before: dict[str, Measured]
    marks: Sequence[Mark]


def present_days(business: Business, metric: Measure, now: datetime) -> Days:
    """The days that are called the present."""
    present = current(business, metric.key, now)
    return present.period_from, present.period_to


def metric_figures(
    business: Business, metric: Measure, days: Days, before: Days, period: Period, dimension: str, now: datetime
) -> MetricFigures:
    """The figures of `days` against those of `before`; without a dimension there are no segments."""
    since, until = days
    first, end = line_days(until, period, calendar_of(business).week_start)
    split = segments(business, metric.key, dimension, since, until, before=before, now=now) if dimension else []
    earlier = measure(business, metric.key, *before, Period.ALL, dimension, now=now) if dimension else []
    return MetricFigures(
        watched=watched(business),
        compared=compare(business, metric.key, before, days, now=now),
        line=measure(business, metric.key, first, end, period, now=now),
        segments=split,
        before={one.segment or "": one for one in earlier},
        marks=marks(business, metric.kind),
    )


def line_days(until: date, period: Period, week_start: int) -> Days:
    """The twelve periods of which the last holds the last day before `until`."""
    first = first_day(until - timedelta(days=1), period, week_start)
    end = next_first_day(first, period)
    for _ in range(PERIODS_SHOWN - 1):
        first = first_day(first - timedelta(days=1), period, week_start)
    return first, end
