"""Closing the periods of goals: each once, after its end, with a short letter to the team."""

import uuid
from datetime import datetime

from accounts.hearing import Hearing
from accounts.queries import able
from accounts.roles import Permission
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for
from letters.actions import queue
from metrics.actions.goals import closes_at
from metrics.businesses import LocalBusiness
from metrics.goal_rules import closing_days
from metrics.maths.comparison import compare
from metrics.maths.estimate import Estimate
from metrics.maths.goals import Standing, judge
from metrics.measured import Measured
from metrics.measures import measure_of
from metrics.models import Closing, ClosingLetter, Goal
from metrics.queries.goals import way_of
from metrics.queries.numbers import Days, within

LETTER = "metrics.closing"  # the purpose of the letters


def close_periods(*, business: LocalBusiness, goal_id: uuid.UUID, now: datetime) -> datetime | None:
    """Close every period of a goal that has ended and is not closed; when the next one ends, None after the last.

    After a standstill all missed periods are closed, and the team gets one letter, about the latest. Two workers on one
    goal: the second waits for the first and finds nothing left.
    """
    with acting_for(business):
        goal = Goal.objects.select_for_update().filter(id=goal_id, ended_at=None).first()
        if goal is None:
            return None
        periods = closing_days(goal.starts_on, goal.due_on, goal.cadence, business.week_start)
        ended = [days for days in periods if closes_at(days[1], business) <= now]
        closed_to = max(Closing.objects.filter(goal=goal).values_list("period_to", flat=True), default=goal.starts_on)
        latest = None
        for place, days in enumerate(ended):
            if days[0] >= closed_to:
                latest = _close(business, goal, days, ended[place - 1] if place else None, now)
        if latest:
            _tell(business, latest)
        return closes_at(periods[len(ended)][1], business) if len(ended) < len(periods) else None


def _close(business: LocalBusiness, goal: Goal, days: Days, before: Days | None, now: datetime) -> Closing:
    """Keep what the period's number was, how the goal stood the morning after, and whether the number moved."""
    metric, segment, way = measure_of(goal.metric), (goal.dimension, goal.segment), way_of(goal)
    if before is None and goal.baseline_from and goal.baseline_to:
        before = goal.baseline_from, goal.baseline_to
    found = within(business, goal.metric, days, segment=segment, now=now)
    earlier = within(business, goal.metric, before, segment=segment, now=now) if before else None
    change = compare(earlier.counts, found.counts, metric.scale, minimum=metric.minimum) if earlier else None
    judged = judge(way, _estimate(found), days[1], minimum=metric.minimum) if way else None
    closing = Closing.objects.create(
        business_id=business.id,
        goal=goal,
        period_from=days[0],
        period_to=days[1],
        value=found.value,
        n=found.n,
        low=found.low,
        high=found.high,
        verdict=judged.standing if judged else Standing.TOO_EARLY,
        change=change.verdict if change else "",
        before=earlier.value if earlier else None,
        detectable=change.detectable if change else None,
        closed_at=now,
    )
    data = {"goal": goal.id.hex, "from": days[0].isoformat(), "to": days[1].isoformat()}
    record(business=business, kind="period.closed", subject=closing.id, data=data)
    return closing


def _tell(business: HasId, closing: Closing) -> None:
    """Queue one letter for each member who may see the numbers and wants to hear when a period ends."""
    people = [person for person in able(business, Permission.SEE_NUMBERS) if person.hears is Hearing.TARGETS]
    rows = [ClosingLetter(business_id=business.id, closing=closing, user=person.id) for person in people]
    ClosingLetter.objects.bulk_create(rows)
    queue(business=business, purpose=LETTER, subjects=[row.id for row in rows], bundle=closing.id)


def _estimate(found: Measured) -> Estimate:
    return Estimate(found.value, found.n, found.low, found.high)
