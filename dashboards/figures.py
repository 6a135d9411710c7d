"""The figures of Home from one read of histograms: the present, what was before, twelve months, each segment. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from dashboards.pieces import Pieces
from metrics.maths.comparison import Comparison, compare
from metrics.maths.goals import Goal, Judgement, judge
from metrics.maths.periods import Period, Span, first_day, local_day, next_first_day, span
from metrics.measured import Measured, measured
from metrics.measures import Measure
from metrics.ranges import CURRENT_DAYS, Calendar, History, trailing

MONTHS = 12


@dataclass(frozen=True, slots=True)
class SegmentFigures:
    """A segment at present, and its months, oldest first; the name "" is "not known"."""

    name: str
    now: Measured
    months: Sequence[Measured]


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal with a known baseline, and the first day whose answers judge it."""

    way: Goal
    since: date


@dataclass(frozen=True, slots=True)
class Figures:
    """All numbers of Home. `total` counts the answers of the twelve months, `since_goal` those the goal is judged by.

    `now` is what the verdict rests on, where that is enough, and otherwise the present whatever the goal's start.
    """

    measure: Measure
    total: int
    now: Measured
    before: Measured
    comparison: Comparison
    months: Sequence[Measured]
    segments: Sequence[SegmentFigures]
    aim: Aim | None
    judged: Judgement | None


def months(calendar: Calendar, now: datetime) -> list[Span]:
    """The last twelve calendar months, the running one last."""
    end = next_first_day(first_day(local_day(now, calendar.zone), Period.MONTH), Period.MONTH)
    starts = [end]
    for _ in range(MONTHS):
        starts.insert(0, first_day(starts[0] - timedelta(days=1), Period.MONTH))
    return [span(first, after, calendar.zone) for first, after in pairwise(starts)]


def borders(calendar: Calendar, now: datetime, goal_start: date | None) -> set[date]:
    """Every day on which a range of Home begins or ends."""
    found = {day for month in months(calendar, now) for day in (month.first, month.end)}
    for window in windows(calendar, now, None) + windows(calendar, now, goal_start):
        found |= {window.first, window.end, earlier(window, calendar).first}
    return found


def windows(calendar: Calendar, now: datetime, goal_start: date | None) -> list[Span]:
    """The ranges that may be called the present, the shortest first."""
    return [trailing(days, calendar, now, goal_start) for days in CURRENT_DAYS]


def earlier(window: Span, calendar: Calendar) -> Span:
    """As many days before it."""
    return span(window.first - (window.end - window.first), window.first, calendar.zone)


def figures(
    measure: Measure, pieces: Pieces, stored: History, calendar: Calendar, now: datetime, aim: Aim | None
) -> Figures:
    """Everything Home shows of a metric."""

    def number(over: Span, segment: str | None = None, *, open_ended: bool = False) -> Measured:
        counts = pieces.within(over.first, over.end, segment)
        return measured(measure, over, counts, stored, now, segment=segment, open_ended=open_ended)

    def present(goal_start: date | None) -> Span:
        ranges = windows(calendar, now, goal_start)
        enough = (one for one in ranges if sum(pieces.within(one.first, one.end)) >= measure.minimum)
        return next(enough, ranges[-1])

    judged, window = None, present(None)
    if aim is not None:
        since_goal = present(aim.since)
        counts = pieces.within(since_goal.first, since_goal.end)
        judged = judge(aim.way, measure.estimate(counts), local_day(now, calendar.zone), minimum=measure.minimum)
        window = since_goal if judged.n >= measure.minimum else window
    shown, before = number(window, open_ended=True), number(earlier(window, calendar), open_ended=True)
    calendar_months = months(calendar, now)
    segments = [
        SegmentFigures(name, number(window, name, open_ended=True), [number(month, name) for month in calendar_months])
        for name in pieces.segments
    ]
    by_month = [number(month) for month in calendar_months]
    return Figures(
        measure=measure,
        total=sum(month.n for month in by_month),
        now=shown,
        before=before,
        comparison=compare(before.counts, shown.counts, measure.scale, minimum=measure.minimum),
        months=by_month,
        segments=sorted((one for one in segments if one.now.n), key=lambda one: (-one.now.n, one.name)),
        aim=aim,
        judged=judged,
    )
