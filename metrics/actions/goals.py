"""Choosing metrics, setting goals and ending them."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import held_dimensions
from accounts.queries import members
from foundation.agenda.actions import add
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for, run_for
from metrics.businesses import LocalBusiness, calendar_of
from metrics.goal_rules import Faults, Proposal, closing_days, fault_of_choice, faults_of
from metrics.maths.periods import instant, local_day
from metrics.measured import Measured
from metrics.measures import MEASURES, Measure, measure_of
from metrics.models import ChosenMetric, Goal
from metrics.queries.goals import chosen, first_answers, goal_of
from metrics.queries.numbers import Days, within
from metrics.queries.stored import TOTAL, Segment

CLOSE = "metrics.close"  # work on the agenda; its key is the goal
WAITING = """
SELECT 1 FROM metrics_goal WHERE business_id = %(business)s AND baseline IS NULL AND ended_at IS NULL LIMIT 1
"""
BASELINE = ("baseline", "baseline_n", "baseline_low", "baseline_high", "baseline_from", "baseline_to")
CLOSES_AT = time(8)  # local, on the day after a period


def choose_metrics(*, business: HasId, metrics: Sequence[str], by: uuid.UUID | None) -> list[Measure]:
    """Watch these metrics, in this order. Raises ValidationError: a fourth is refused with its reason."""
    keys = list(dict.fromkeys(metrics))
    unknown = [key for key in keys if key not in MEASURES]
    fault = f"There is no metric '{unknown[0]}'." if unknown else fault_of_choice(len(keys))
    if fault:
        raise ValidationError({"metrics": fault})
    with acting_for(business):
        ChosenMetric.objects.all().delete()
        rows = [ChosenMetric(business_id=business.id, metric=key, position=place) for place, key in enumerate(keys)]
        ChosenMetric.objects.bulk_create(rows)
        record(business=business, kind="metrics.chosen", subject=business.id, actor=by, data={"metrics": keys})
    return [MEASURES[key] for key in keys]


def set_goal(
    *,
    business: LocalBusiness,
    by: uuid.UUID | None,
    metric: str,
    target: float,
    due_on: date,
    starts_on: date | None = None,
    baseline: float | None = None,
    baseline_days: Days | None = None,
    kept_from: Goal | None = None,
    segment: Segment = TOTAL,
    cadence: str = "monthly",
    owner: uuid.UUID | None = None,
    now: datetime | None = None,
) -> Goal:
    """Set a goal, in the metric's own unit (a share from 0 to 1); the standing one of this metric and segment ends.

    The baseline is a known value, that of some days (half-open), the one of a former goal, as it was measured
    (`kept_from`), or else that of the first 30 answers from the start on.
    The metric becomes one of those watched. Raises ValidationError naming each field that is wrong and its remedy.
    """
    now = now or timezone.now()
    with acting_for(business):
        start = starts_on or local_day(now, calendar_of(business).zone)
        faults = _faults_of_place(business, metric, segment, owner)
        measured = None
        if baseline_days is not None and "metric" not in faults:
            measured, more = _baseline_of(business, metric, baseline_days, segment, now)
            faults |= more
        goal = Goal(
            business_id=business.id,
            metric=metric,
            dimension=segment[0],
            segment=segment[1],
            baseline=baseline,
            target=target,
            starts_on=start,
            due_on=due_on,
            cadence=cadence,
            owner=owner or by,
            created_at=now,
        )
        _keep_baseline(goal, measured)
        for field in BASELINE if kept_from else ():
            setattr(goal, field, getattr(kept_from, field))
        if faults := _faults_of(goal) | faults:
            raise ValidationError(faults)
        _put(business, goal, by, now)
    return goal


def end_goal(*, business: HasId, goal_id: uuid.UUID, by: uuid.UUID | None, now: datetime | None = None) -> None:
    """Let a goal stand no longer; its closed periods stay. Raises Goal.DoesNotExist."""
    with acting_for(business):
        goal = Goal.objects.select_for_update().get(id=goal_id)
        if goal.ended_at is None:
            goal.ended_at = now or timezone.now()
            goal.save(update_fields=["ended_at"])
            record(business=business, kind="goal.ended", subject=goal_id, actor=by)


def settle_baselines(*, business: LocalBusiness, now: datetime) -> int:
    """Give the goals that wait for their first 30 answers a baseline, where those are there; how many got one."""
    settled = 0
    if not run_for(business, WAITING, {"business": business.id}):
        return 0  # mostly: and so it takes one message to the database
    with acting_for(business):
        for goal in Goal.objects.select_for_update().filter(baseline=None, ended_at=None).order_by("id"):
            first = first_answers(business, goal, now)
            if first is None:
                continue
            _keep_baseline(goal, first)
            goal.save()
            record(business=business, kind="goal.baseline_settled", subject=goal.id, data={"n": first.n})
            settled += 1
    return settled


def closes_at(period_to: date, business: LocalBusiness) -> datetime:
    """When a period that ends before the day `period_to` is closed: at 08:00 on it, local time."""
    return instant(period_to, CLOSES_AT, ZoneInfo(business.timezone))


def _put(business: LocalBusiness, goal: Goal, by: uuid.UUID | None, now: datetime) -> None:
    """Let a goal stand in the place of the former one, and be looked at when its first period ends."""
    _watch(business, goal.metric, by)
    standing = goal_of(business, goal.metric, (goal.dimension, goal.segment))
    if standing:
        end_goal(business=business, goal_id=standing.id, by=by, now=now)
    goal.save()
    (_, first_end), *_ = closing_days(goal.starts_on, goal.due_on, goal.cadence, business.week_start)
    add(business=business, kind=CLOSE, key=str(goal.id), due_at=closes_at(first_end, business))
    data = {
        "metric": goal.metric,
        "target": goal.target,
        "due_on": goal.due_on.isoformat(),
        "cadence": goal.cadence,
    }
    record(business=business, kind="goal.set", subject=goal.id, actor=by, data=data)


def _baseline_of(
    business: LocalBusiness, metric: str, days: Days, segment: Segment, now: datetime
) -> tuple[Measured | None, Faults]:
    try:
        found = within(business, metric, days, segment=segment, now=now)
    except ValueError as fault:
        return None, {"baseline": str(fault)}
    if found.value is None:
        return None, {"baseline": f"There are no answers from {days[0]} to {days[1]}. Choose other days."}
    return found, {}


def _faults_of_place(business: LocalBusiness, metric: str, segment: Segment, owner: uuid.UUID | None) -> Faults:
    """What is wrong with where a goal belongs: its metric, its segment and its owner."""
    faults = {}
    watched = [measure.key for measure in chosen(business)]
    if metric not in MEASURES:
        faults["metric"] = f"There is no metric '{metric}'. Choose one of: {', '.join(MEASURES)}."
    elif metric not in watched and (full := fault_of_choice(len(watched) + 1)):
        faults["metric"] = full
    if segment[0] and segment[0] not in held_dimensions(business):
        faults["segment"] = f"There is no segment '{segment[0]}'."
    if owner is not None and owner not in {person.id for person in members(business)}:
        faults["owner"] = "Choose somebody of your team."
    return faults


def _faults_of(goal: Goal) -> Faults:
    if goal.metric not in MEASURES:
        return {}
    return faults_of(
        Proposal(
            measure=measure_of(goal.metric),
            baseline=goal.baseline,
            target=goal.target,
            starts_on=goal.starts_on,
            due_on=goal.due_on,
            cadence=goal.cadence,
        )
    )


def _watch(business: HasId, metric: str, by: uuid.UUID | None) -> None:
    watched = [measure.key for measure in chosen(business)]
    if metric not in watched:
        choose_metrics(business=business, metrics=[*watched, metric], by=by)


def _keep_baseline(goal: Goal, found: Measured | None) -> None:
    if found is not None:
        goal.baseline, goal.baseline_n = found.value, found.n
        goal.baseline_low, goal.baseline_high = found.low, found.high
        goal.baseline_from, goal.baseline_to = found.period_from, found.period_to
