"""What the templates of the pages are given, by the request's business, role and clock."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.models import Business
from accounts.roles import MATRIX, Permission
from dashboards import example
from dashboards.presenters.answers import MARKS, where_and_when
from dashboards.presenters.home import present
from dashboards.presenters.steps import Item, Later, Reminder, Review, State, Step, checklist, next_step
from dashboards.presenters.verdict import Stage
from dashboards.queries.first_steps import first_steps
from dashboards.queries.home import Home, Said, home
from dashboards.queries.live import token_of
from followup.queries import Mark, suggestion
from foundation.ids import uuid7
from metrics.businesses import calendar_of
from metrics.maths.periods import local_day
from metrics.measures import Measure
from surveys.queries.answers import AnswerView, last_answer_at
from surveys.queries.rounds import awaiting_reminder

EXAMPLE_OFF = "example_off"  # in the session


def home_context(request: MemberRequest) -> dict[str, Any]:
    """Context of `dashboards/home.html` and of its living part."""
    now, business, may = timezone.now(), request.business, MATRIX[request.role]
    found = home(business, may, now, request.GET.get("metric", ""))
    if Permission.WORK_CASES in may:
        request.waiting_cases = found.waiting.count
    today = local_day(now, calendar_of(business).zone)
    sees, markers = Permission.SEE_ANSWERS in may, markers_of(found.marks, found.figures.measure)
    words = present(found.figures, found.dimension, today, sees_answers=sees, markers=markers)
    is_new = words.stage is Stage.NOTHING and last_answer_at(business) is None
    state = state_of(request, found, has_answers=not is_new)
    step = next_step(state, found.waiting, later(business, found, may, now), may, now, calendar_of(business).zone)
    return {
        "measure": found.figures.measure,
        "watched": found.watched,
        "home": words,
        "dimension": found.dimension,
        "step": step and linked(request, step),
        "said": [line(request, one) for one in found.said],
        "token": token_of(found.as_of, found.waiting, today),
        "is_new": is_new,
        "example": example_words(request) if is_new and not request.session.get(EXAMPLE_OFF) else None,
        "checklist": [linked(request, item) for item in first_items(request, state)],
        "may_share": Permission.SHARE in may,
    }


def markers_of(marks: Sequence[Mark], measure: Measure) -> list[tuple[date, str]]:
    """Where the improvements of a metric began, as charts take it."""
    return [(one.starts_on, one.title) for one in marks if one.kind == measure.kind]


def later(business: Business, found: Home, may: frozenset[Permission], now: datetime) -> Later:
    """What has its day; the first of it alone, and asked for only where nothing else comes first."""
    if found.waiting.count or not found.has_goal:
        return Later()
    today = local_day(now, calendar_of(business).zone)
    due = [one for one in found.marks if one.review_on and one.review_on <= today]
    if due and Permission.IMPROVE in may:
        first = min(due, key=lambda one: (one.review_on or today, one.id))
        return Later(review=Review(first.id, first.title, first.starts_on))
    silent = awaiting_reminder(business, now) if Permission.MANAGE_SURVEYS in may else None
    if silent:
        return Later(reminder=Reminder(*silent))
    return Later(suggestion=suggestion(business, now) if Permission.IMPROVE in may else None)


def state_of(request: MemberRequest, found: Home, *, has_answers: bool) -> State:
    """How far the business is; what only the first steps need is not asked for once they are closed."""
    known = {"has_metrics": bool(found.watched), "has_goal": found.has_goal, "has_answers": has_answers}
    if has_answers and request.business.checklist_closed_at:
        return State(**known, has_customers=True, has_survey=True, has_test=True, has_round=True)
    return first_steps(request.business, **known)


def first_items(request: MemberRequest, state: State) -> list[Item]:
    """The checklist, for those who can do all of it, until it is closed."""
    wanted = {Permission.SET_GOALS, Permission.MANAGE_CUSTOMERS, Permission.MANAGE_SURVEYS}
    if request.business.checklist_closed_at or not wanted <= MATRIX[request.role]:
        return []
    return checklist(state)


def linked(request: MemberRequest, step: Step | Item) -> dict[str, Any]:
    """A step or a line of the checklist with its address."""
    where: dict[str, Any] = {"slug": request.business.slug}
    query = ""
    if isinstance(step, Step):
        where |= dict([step.row] if step.row else [])
        query = f"?{step.query}" if step.query else ""
    return {"step": step, "url": reverse(step.page, kwargs=where) + query, "new_id": uuid7()}


def example_words(request: MemberRequest) -> dict[str, Any]:
    """Home as it would look, of made-up figures."""
    now, calendar = timezone.now(), calendar_of(request.business)
    made = example.example(calendar, now)
    return {"home": present(made, example.DIMENSION, local_day(now, calendar.zone), sees_answers=False)}


def line(request: MemberRequest, said: Said) -> dict[str, Any]:
    """One answer of "What people said"."""
    return {**answer_line(request, said.answer), "case": said.case}


def answer_line(request: MemberRequest, answer: AnswerView) -> dict[str, Any]:
    """An answer with its mark, and where and when it was given."""
    zone = calendar_of(request.business).zone
    when = where_and_when(answer.segments, request.business.dimensions, answer.given_at, timezone.now(), zone)
    return {"answer": answer, "mark": MARKS[answer.band], "when": when}
