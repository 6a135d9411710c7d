"""What the page of one metric is given."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.roles import Permission, allows
from dashboards.charts import chart
from dashboards.forms import MetricForm
from dashboards.presenters import metric as words
from dashboards.presenters.home import behind, point
from dashboards.presenters.verdict import from_to
from dashboards.queries.metric import MetricFigures, metric_figures, present_days
from metrics.businesses import calendar_of
from metrics.maths.goals import Goal
from metrics.maths.periods import Period, local_day
from metrics.maths.suppression import total_is_shown
from metrics.measures import Measure

DAY = timedelta(days=1)


def context(request: MemberRequest, measure: Measure) -> dict[str, Any]:
    """Context of `dashboards/metric.html`."""
    business, now = request.business, timezone.now()
    sees = allows(request.role, Permission.SEE_ANSWERS)
    form = MetricForm(request.GET, business.dimensions, any_days=sees)
    form.full_clean()
    dimension = form.cleaned_data.get("by") or next(iter(business.dimensions), "")
    period = Period(form.cleaned_data.get("period") or "month")
    days = chosen_days(request, measure, form, now)
    found = metric_figures(business, measure, days, period, dimension, now)
    form.initial = {"from": days[0], "to": days[1] - DAY, "period": period.value, "by": dimension}
    asked = {name: text for name, text in request.GET.items() if text}
    shown = form if form.errors else MetricForm(form.initial | asked, business.dimensions, any_days=sees)
    return {
        "measure": measure,
        "form": form,
        "filters": shown,
        "watched": found.watched,
        "dimension": dimension,
        **figures(measure, found, dimension, local_day(now, calendar_of(business).zone), period, sees=sees),
    }


def chosen_days(request: MemberRequest, measure: Measure, form: MetricForm, now: datetime) -> tuple[date, date]:
    """The days asked for, half-open; a side left out is that of the present."""
    first, last = form.cleaned_data.get("from"), form.cleaned_data.get("to")
    since, until = present_days(request.business, measure, now)
    until = until if last is None else last + DAY
    return (min(since, until - DAY) if first is None else min(first, until - DAY), until)


def figures(
    measure: Measure, found: MetricFigures, dimension: str, today: date, period: Period, *, sees: bool
) -> dict[str, Any]:
    """The figures in words and shapes."""
    before, after = found.compared.before, found.compared.after
    goal = next((one.way for one in found.watched if one.measure.key == measure.key), None)
    shown = sees or total_is_shown(after.n) or not after.n
    shown_before = shown and (sees or total_is_shown(before.n) or not before.n)
    points = [point(one, today, sees_answers=sees) for one in found.line]
    split = [(one.measured, one.comparison) for one in found.segments]
    return {
        "summary": words.summary(measure, after, today) if shown else None,
        "state": words.state_words(measure, after, today) if shown else words.HIDDEN,
        "compared": words.compared(measure, before, after, found.compared.comparison, today) if shown_before else "",
        "query": behind(measure, after) if sees else "",
        "chart": chart(measure, points, period, today, goal),
        "rows": words.rows(measure, dimension, split, found.before, today, sees_answers=sees),
        "bars": words.bars(measure, after) if shown and after.n else [],
        "goal": goal_sentence(measure, goal, today),
    }


def goal_sentence(measure: Measure, goal: Goal | None, today: date) -> str:
    """The target is to go from 24 to 40 by 31 March."""
    return f"The target: {from_to(measure, goal, today)}." if goal else ""
