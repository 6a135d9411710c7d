"""What the pages of goals are given."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.models import Business
from accounts.roles import Permission, allows
from customers.queries import segment_names
from dashboards.goal_forms import GoalForm, initial_of
from dashboards.presenters import goals as words
from metrics.businesses import calendar_of
from metrics.maths.goals import Goal as Way
from metrics.maths.periods import local_day
from metrics.measures import MEASURES, Measure, UnknownMetricError, measure_of
from metrics.queries import Goal, GoalView, chosen, current, detectable, goal_view, goals
from metrics.queries.goals import way_of

ENOUGH = 30  # answers of late, from which a baseline can be taken


def list_context(request: MemberRequest) -> dict[str, Any]:
    """Context of `dashboards/goals.html`."""
    now, sees = timezone.now(), allows(request.role, Permission.SEE_ANSWERS)
    standing = [goal_view(request.business, goal, now) for goal in goals(request.business)]
    return {
        "rows": [row(request.business, view, now, sees=sees) for view in standing],
        "ended": [ended(goal) for goal in goals(request.business, ended=True)],
        "watched": chosen(request.business),
        "may_set": allows(request.role, Permission.SET_GOALS),
    }


def row(business: Business, view: GoalView, now: datetime, *, sees: bool) -> dict[str, Any]:
    """One goal of the list."""
    way: Way | None = way_of(view.goal)
    said = words.words(
        view.measure,
        (view.goal.dimension, view.goal.segment),
        way,
        view.judgement,
        view.now,
        target=view.goal.target,
        due=view.goal.due_on,
        today=local_day(now, calendar_of(business).zone),
        sees_answers=sees,
    )
    return {"id": view.goal.id, "measure": view.measure, "words": said, "cadence": words.CADENCES[view.goal.cadence]}


def ended(goal: Goal) -> dict[str, Any]:
    """One goal that stands no longer."""
    measure = measure_of(goal.metric)
    day = goal.ended_at.date() if goal.ended_at else goal.due_on
    aim = words.aim(measure, goal.target, goal.due_on, day)
    return {"title": words.title(measure, (goal.dimension, goal.segment)), "aim": aim, "ended_at": goal.ended_at}


def measure_asked(request: MemberRequest) -> Measure:
    """The metric that a new goal is about: `?metric=`, else the first that is watched. Raises Http404 for no metric."""
    key = request.GET.get("metric")
    if not key:
        return next(iter(chosen(request.business)), MEASURES["nps"])
    try:
        return measure_of(key)
    except UnknownMetricError as fault:
        raise Http404 from fault


def form_for(
    request: MemberRequest, measure: Measure, goal: Goal | None = None, data: Mapping[str, Any] | None = None
) -> GoalForm:
    """The form of a new goal, or of one that stands."""
    hint = words.cannot_show(measure, detectable(measure))
    segments = {name: segment_names(request.business, name) for name in request.business.dimensions}
    initial = initial_of(measure, goal) if goal else {"start": usual_start(request.business, measure)}
    return GoalForm(measure, segments, hint, data, initial)


def usual_start(business: Business, measure: Measure) -> str:
    """Where there are answers enough, they tell the baseline; otherwise the first that come."""
    return "last" if current(business, measure.key, timezone.now()).n >= ENOUGH else "first"


def form_context(measure: Measure, form: GoalForm, goal: Goal | None = None) -> dict[str, Any]:
    """Context of `dashboards/goal.html`."""
    return {"measure": measure, "measures": MEASURES.values(), "form": form, "goal": goal}
