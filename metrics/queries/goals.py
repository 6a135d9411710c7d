"""What a business watches, its goals, and where each of them stands. Called inside `acting_for`."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from django.db import connection

from foundation.tenancy.context import HasId
from metrics.businesses import LocalBusiness, calendar_of
from metrics.goal_rules import FIRST_ANSWERS
from metrics.maths.estimate import Estimate
from metrics.maths.goals import Goal as Way
from metrics.maths.goals import Judgement, judge, line_at
from metrics.maths.periods import Period, local_day, span, split
from metrics.maths.power import margin, pooled_deviation
from metrics.maths.scales import EMPTY, Counts, pool
from metrics.measured import Measured, measured
from metrics.measures import MEASURES, Measure, measure_of
from metrics.models import ChosenMetric, Closing, Goal
from metrics.queries.numbers import current
from metrics.queries.stored import Segment, history, sums

WATCHED = """
SELECT c.metric, g.id, g.baseline, g.target, g.baseline_to, g.starts_on, g.due_on
FROM metrics_chosenmetric AS c
LEFT JOIN LATERAL (
    SELECT * FROM metrics_goal
    WHERE business_id = %(business)s AND metric = c.metric AND dimension = '' AND ended_at IS NULL
    ORDER BY due_on, id LIMIT 1
) AS g ON TRUE
WHERE c.business_id = %(business)s
ORDER BY c.position, c.metric
"""


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal and where it stands now.

    `judgement` and `line` (the straight line's value today) are None until the baseline is known; `missing` says how
    many answers it still waits for. `detectable` is the change that so many answers as now could just show.
    """

    goal: Goal
    measure: Measure
    now: Measured
    judgement: Judgement | None
    line: float | None
    missing: int
    detectable: float | None
    days_left: int


@dataclass(frozen=True, slots=True)
class Watched:
    """A chosen metric and its goal; `way` is None until the goal's baseline is known.

    `since` is the day from which answers judge the goal; those that made its baseline do not.
    """

    measure: Measure
    goal_id: uuid.UUID | None
    way: Way | None
    since: date | None


def chosen(business: HasId) -> list[Measure]:
    """The two or three metrics that a business watches, in its order."""
    keys = ChosenMetric.objects.order_by("position", "metric").values_list("metric", flat=True)
    return [MEASURES[key] for key in keys if key in MEASURES]


def goals(business: HasId, *, ended: bool = False) -> list[Goal]:
    """The goals that stand, soonest due first; or those that were ended, the latest first."""
    if ended:
        return list(Goal.objects.exclude(ended_at=None).order_by("-ended_at"))
    return list(Goal.objects.filter(ended_at=None).order_by("due_on", "created_at"))


def watched(business: HasId) -> list[Watched]:
    """The metrics that a business watches, each with its soonest standing goal for all customers. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(WATCHED, {"business": business.id})
        return [_watched(*row) for row in cursor.fetchall() if row[0] in MEASURES]


def goal(business: HasId, goal_id: uuid.UUID) -> Goal | None:
    """A goal by its id; None where the business has none such."""
    return Goal.objects.filter(id=goal_id).first()


def goal_of(business: HasId, key: str, segment: Segment = ("", "")) -> Goal | None:
    """The standing goal of a metric and a segment, if there is one."""
    return Goal.objects.filter(metric=key, dimension=segment[0], segment=segment[1], ended_at=None).first()


def goal_view(business: LocalBusiness, goal: Goal, now: datetime) -> GoalView:
    """Where a goal stands: its present number since it started, judged as `metrics.maths.goals` says."""
    metric, today = measure_of(goal.metric), local_day(now, calendar_of(business).zone)
    present = current(
        business,
        goal.metric,
        now,
        segment=(goal.dimension, goal.segment),
        since=judged_from(goal.starts_on, goal.baseline_to),
    )
    way = way_of(goal)
    estimate = Estimate(present.value, present.n, present.low, present.high)
    return GoalView(
        goal=goal,
        measure=metric,
        now=present,
        judgement=None if way is None else judge(way, estimate, today, minimum=metric.minimum),
        line=None if way is None else line_at(way, today),
        missing=0 if way is not None else max(0, FIRST_ANSWERS - present.n),
        detectable=detectable(metric, present.counts, present.n),
        days_left=max(0, (goal.due_on - today).days),
    )


def judged_from(starts_on: date, baseline_to: date | None) -> date:
    """The day from which answers judge a goal: those that made its baseline do not."""
    return max(starts_on, baseline_to or starts_on)


def way_of(goal: Goal) -> Way | None:
    """A goal as the maths see it; None until its baseline is known."""
    if goal.baseline is None:
        return None
    return Way(goal.baseline, goal.target, goal.starts_on, goal.due_on, measure_of(goal.metric).scale.direction)


def detectable(metric: Measure, counts: Counts = EMPTY, n: int = 50) -> float | None:
    """The change that `n` answers could just show, in the metric's unit: 50 answers of NPS show about 20 points.

    The spread is that of `counts`; while there are under `minimum` of them, the metric's typical one.
    """
    seen = pooled_deviation(counts, EMPTY, metric.scale) if sum(counts) >= metric.minimum else None
    return margin(seen or metric.typical_deviation, n)


def first_answers(business: LocalBusiness, goal: Goal, now: datetime) -> Measured | None:
    """The number of the days from a goal's start until 30 answers were there; None while they are not.

    Days are taken as they stand now, the last of them with more than the thirtieth answer perhaps.
    """
    metric, zone = measure_of(goal.metric), calendar_of(business).zone
    today = local_day(now, zone)
    if today < goal.starts_on:
        return None
    days = split(goal.starts_on, today, Period.DAY, zone)
    found = sums(business, metric.kind, days, segment=(goal.dimension, goal.segment))
    for day, counts in zip(days, accumulate(found, lambda before, more: pool((before, more))), strict=True):
        if sum(counts) >= FIRST_ANSWERS:
            stored = history(business, metric.kind)
            return measured(metric, span(goal.starts_on, day.end, zone), counts, stored, now)
    return None


def closings(business: HasId, goal_id: uuid.UUID) -> list[Closing]:
    """The closed periods of a goal, the latest first."""
    return list(Closing.objects.filter(goal_id=goal_id).order_by("-period_from"))


def way_points(goal: Goal, days: list[date]) -> list[float | None]:
    """The straight line from baseline to target on these days, for a chart; None before the start or without one."""
    way = way_of(goal)
    return [None if way is None or day < goal.starts_on else line_at(way, day) for day in days]


def _watched(
    key: str,
    goal_id: uuid.UUID | None,
    baseline: float | None,
    target: float,
    baseline_to: date | None,
    starts_on: date | None,
    due_on: date,
) -> Watched:
    measure, way = MEASURES[key], None
    if baseline is not None and starts_on is not None:
        way = Way(baseline, target, starts_on, due_on, measure.scale.direction)
    return Watched(measure, goal_id, way, starts_on and judged_from(starts_on, baseline_to))
