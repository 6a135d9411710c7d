"""What the page of one metric is given, and what its files hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.models import Business
from accounts.roles import Permission, allows
from customers import properties
from dashboards.charts import chart
from dashboards.exports.report import Report
from dashboards.forms import MetricForm
from dashboards.pages import markers_of
from dashboards.presenters import changes
from dashboards.presenters import metric as words
from dashboards.presenters import report as written
from dashboards.presenters.home import behind, point
from dashboards.presenters.verdict import from_to
from dashboards.queries.metric import Days, MetricFigures, metric_figures, present_days
from followup.about import About
from followup.queries import causes_about
from metrics.businesses import calendar_of
from metrics.maths.goals import Goal
from metrics.maths.periods import Period, local_day, previous
from metrics.maths.suppression import total_is_shown
from metrics.measures import Measure
from metrics.ranges import days_before

DAY = timedelta(days=1)
SPANS = {
    Period.DAY: "Yesterday",
    Period.WEEK: "Last week",
    Period.TWO_WEEKLY: "Last two weeks",
    Period.MONTH: "Last month",
    Period.QUARTER: "Last quarter",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for and what was found. `sees`: whether the reader may see single answers.

    `inside`: whether the reader is of the business, and so reads the names of its improvements.
    """

    measure: Measure
    form: MetricForm
    days: Days
    period: Period
    dimension: str
    found: MetricFigures
    now: datetime
    today: date
    sees: bool
    inside: bool


def context(request: MemberRequest, measure: Measure) -> dict[str, Any]:
    """Context of `dashboards/metric.html`."""
    asked = of_member(request, measure)
    form = asked.form
    first, end = asked.days
    form.initial = {"from": first, "to": end - DAY, "period": asked.period.value, "by": asked.dimension}
    given = {name: text for name, text in request.GET.items() if text}
    shown = form if form.errors else MetricForm(form.initial | given, request.business.dimensions, any_days=asked.sees)
    return {
        "form": form,
        "filters": shown,
        "watched": asked.found.watched,
        "spans": spans(request, asked) if asked.sees else [],
        "linked": True,
        "asked": request.GET.urlencode(),
        "may_share": allows(request.role, Permission.SHARE),
        "causes": causes(request.business, asked) if allows(request.role, Permission.WORK_CASES) else [],
        **parts(asked),
    }


def of_member(request: MemberRequest, measure: Measure) -> Asked:
    """What the address of a member's page asks for; who may not see single answers does not choose the days."""
    sees = allows(request.role, Permission.SEE_ANSWERS)
    return look(request.business, measure, request.GET, timezone.now(), sees=sees, any_days=sees, inside=True)


def look(
    business: Business,
    measure: Measure,
    data: Mapping[str, Any],
    now: datetime,
    *,
    sees: bool,
    any_days: bool,
    inside: bool = False,
    split: bool = True,
) -> Asked:
    """Read what the filters in `data` ask for; a wrong one counts as not given, and the form says so.

    `split` False: the total alone.
    """
    form = MetricForm(data, business.dimensions, any_days=any_days)
    form.full_clean()
    dimension = (form.cleaned_data.get("by") or next(iter(business.dimensions), "")) if split else ""
    period = Period(form.cleaned_data.get("period") or "month")
    days = chosen_days(business, measure, form, now)
    chosen = form.cleaned_data.get("from") and form.cleaned_data.get("to")
    before = days_before(*days) if chosen else as_many_before(days)
    found = metric_figures(business, measure, days, before, period, dimension, now)
    today = local_day(now, calendar_of(business).zone)
    return Asked(measure, form, days, period, dimension, found, now, today, sees, inside)


def chosen_days(business: Business, measure: Measure, form: MetricForm, now: datetime) -> Days:
    """The days asked for, half-open; a side left out is that of the present."""
    first, last = form.cleaned_data.get("from"), form.cleaned_data.get("to")
    since, until = present_days(business, measure, now)
    until = until if last is None else last + DAY
    return (min(since, until - DAY) if first is None else min(first, until - DAY), until)


def as_many_before(days: Days) -> Days:
    """As many days before them."""
    since, until = days
    return since - (until - since), since


def spans(request: MemberRequest, asked: Asked) -> list[dict[str, Any]]:
    """The last whole day, week, month … as addresses; each is compared with the one before it."""
    calendar = calendar_of(request.business)
    kept = {"by": request.GET["by"]} if request.GET.get("by") else {}
    present = not request.GET.get("from") and not request.GET.get("to")
    found = [{"label": "Now", "query": urlencode(kept), "current": present}]
    for period, label in SPANS.items():
        one = previous(asked.now, period, calendar.zone, calendar.week_start)
        query = kept | {"from": one.first.isoformat(), "to": one.last.isoformat(), "period": period.value}
        current = not present and asked.days == (one.first, one.end)
        found.append({"label": label, "query": urlencode(query), "current": current})
    return found


def parts(asked: Asked) -> dict[str, Any]:
    """The figures in words and shapes: context of `dashboards/metric_parts.html`."""
    measure, found, today, sees = asked.measure, asked.found, asked.today, asked.sees
    before, after = found.compared.before, found.compared.after
    goal = next((one.way for one in found.watched if one.measure.key == measure.key), None)
    shown = sees or total_is_shown(after.n) or not after.n
    shown_before = shown and (sees or total_is_shown(before.n) or not before.n)
    points = [point(one, today, sees_answers=sees) for one in found.line]
    split = [(one.measured, one.comparison) for one in found.segments]
    markers = markers_of(found.marks, measure) if asked.inside else []
    return {
        "measure": measure,
        "dimension": properties.in_words(asked.dimension),
        "column": properties.label(asked.dimension),
        "summary": words.summary(measure, after, today) if shown else None,
        "state": words.state_words(measure, after, today) if shown else words.HIDDEN,
        "compared": words.compared(measure, before, after, found.compared.comparison, today) if shown_before else "",
        "changed": words_of_change(asked) if shown_before else [],
        "query": behind(measure, after) if sees else "",
        "points": points,
        "chart": chart(measure, points, asked.period, today, goal, markers),
        "rows": words.rows(measure, asked.dimension, split, found.before, today, sees_answers=sees),
        "bars": words.bars(measure, after) if shown and after.n else [],
        "goal": goal_sentence(measure, goal, today),
    }


def report(business: Business, asked: Asked) -> Report:
    """The page as a file holds it."""
    zone = calendar_of(business).zone
    shown = written.Shown(
        business=business.name,
        measure=asked.measure,
        period=asked.period,
        dimension=asked.dimension,
        days=asked.days,
        today=asked.today,
        made=written.made(asked.now, zone),
    )
    return written.metric_report(shown, parts(asked))


def words_of_change(asked: Asked) -> list[str]:
    """Within which segment, and among whom, it changed."""
    measure, found = asked.measure, asked.found
    split = changes.Parts(
        dimension=asked.dimension,
        before=found.before,
        after={one.measured.segment or "": one.measured for one in found.segments},
        compared={one.measured.segment or "": one.comparison for one in found.segments},
    )
    most = changes.most_of_it(measure, split, sees_answers=asked.sees) if asked.dimension else ""
    return [*([most] if most else []), *changes.among_whom(measure, found.compared.before, found.compared.after)]


def causes(business: Business, asked: Asked) -> list[tuple[str, int, str]]:
    """What the closed cases about these days' answers were about: the cause, how many, and the list that holds them."""
    about = About(asked.measure.kind, *asked.days)
    return [(cause, n, about.query(cause)) for cause, n in causes_about(business, about)]


def goal_sentence(measure: Measure, goal: Goal | None, today: date) -> str:
    """The target is to go from 24 to 40 by 31 March."""
    return f"The target: {from_to(measure, goal, today)}." if goal else ""
