"""Goals: from where to where, by when?"""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import goals_page
from dashboards.forms import blame
from dashboards.goal_forms import ChooseForm, GoalForm
from metrics.actions.goals import choose_metrics, end_goal, set_goal
from metrics.businesses import calendar_of
from metrics.maths.periods import local_day
from metrics.measures import measure_of
from metrics.queries import Goal, chosen
from metrics.queries import goal as find_goal

SET = Permission.SET_GOALS


@member(Permission.SEE_NUMBERS)
@require_safe
def goals(request: MemberRequest) -> HttpResponse:
    """Every goal with its verdict."""
    return render(request, "dashboards/goals.html", goals_page.list_context(request))


@member(SET)
@require_http_methods(["GET", "POST"])
def new_goal(request: MemberRequest) -> HttpResponse:
    """Set a goal."""
    measure = goals_page.measure_asked(request)
    form = goals_page.form_for(request, measure, data=request.POST or None)
    if request.method == "POST" and saved(request, form):
        return redirect("dashboards:goals", slug=request.business.slug)
    return render(request, "dashboards/goal.html", goals_page.form_context(measure, form))


@member(SET)
@require_http_methods(["GET", "POST"])
def goal(request: MemberRequest, goal_id: uuid.UUID) -> HttpResponse:
    """Change a goal: the new one takes the place of the old, which is kept among the ended."""
    standing = found(request, goal_id)
    measure = measure_of(standing.metric)
    form = goals_page.form_for(request, measure, standing, request.POST or None)
    if request.method == "POST" and saved(request, form, standing):
        return redirect("dashboards:goals", slug=request.business.slug)
    return render(request, "dashboards/goal.html", goals_page.form_context(measure, form, standing))


@member(SET)
@require_POST
def end(request: MemberRequest, goal_id: uuid.UUID) -> HttpResponse:
    """Let a goal stand no longer."""
    end_goal(business=request.business, goal_id=found(request, goal_id).id, by=request.user.id)
    messages.success(request, "The target stands no longer.")
    return redirect("dashboards:goals", slug=request.business.slug)


@member(SET)
@require_http_methods(["GET", "POST"])
def choose(request: MemberRequest) -> HttpResponse:
    """Choose two or three metrics."""
    watched = [measure.key for measure in chosen(request.business)]
    form = ChooseForm(request.POST or None, initial={"metrics": watched or ["nps", "csat"]})
    if request.method == "POST" and form.is_valid():
        try:
            choose_metrics(business=request.business, metrics=form.cleaned_data["metrics"], by=request.user.id)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, "These are watched from now on.")
            return redirect("dashboards:goals", slug=request.business.slug)
    return render(request, "dashboards/choose.html", {"form": form})


def found(request: MemberRequest, goal_id: uuid.UUID) -> Goal:
    """The standing goal of an id. Raises Http404."""
    standing = find_goal(request.business, goal_id)
    if standing is None or standing.ended_at is not None:
        raise Http404
    return standing


def saved(request: MemberRequest, form: GoalForm, standing: Goal | None = None) -> bool:
    """Set the goal; what is wrong with it is said by the form."""
    if not form.is_valid():
        return False
    today = local_day(timezone.now(), calendar_of(request.business).zone)
    values: dict[str, Any] = form.values(today)
    if standing and form.cleaned_data["start"] == "known":
        values["starts_on"] = standing.starts_on  # the way goes on from where it began
        if not {"baseline", "segment"} & set(form.changed_data):
            values["kept_from"] = standing  # with how many answers told it, and its range
    try:
        set_goal(business=request.business, by=request.user.id, **values)
    except ValidationError as fault:
        blame(form, fault)
        return False
    messages.success(request, "The target is set.")
    return True
