"""What the pages behind a link are given: numbers alone, and no small groups."""

from typing import Any

from django.utils import timezone

from accounts.models import Business
from accounts.roles import Permission
from dashboards import metric_page
from dashboards.models import SharedLink
from dashboards.presenters.home import present
from dashboards.presenters.report import day
from dashboards.queries.home import home
from metrics.businesses import calendar_of
from metrics.maths.periods import local_day
from metrics.measures import measure_of

NUMBERS = frozenset({Permission.SEE_NUMBERS})


def home_context(business: Business, shared: SharedLink, token: str, key: str) -> dict[str, Any]:
    """Context of `dashboards/shared_home.html`."""
    now = timezone.now()
    found = home(business, NUMBERS, now, key)
    today = local_day(now, calendar_of(business).zone)
    return {
        **around(business, shared),
        "measure": found.figures.measure,
        "watched": found.watched,
        "home": present(found.figures, found.dimension, today, sees_answers=False),
        "screen_path": f"/d/{business.code}/{token}/screen?metric={found.figures.measure.key}",
    }


def metric_context(business: Business, shared: SharedLink) -> dict[str, Any]:
    """Context of `dashboards/shared_metric.html`."""
    data = {"period": shared.period, "by": shared.dimension, "from": shared.first, "to": shared.last}
    measure = measure_of(shared.metric)
    # Groups that are compared no longer leave the total: no other property was meant to be shown.
    split = not shared.dimension or shared.dimension in business.dimensions
    asked = metric_page.look(business, measure, data, timezone.now(), sees=False, any_days=True, split=split)
    return {**around(business, shared), **metric_page.parts(asked), "linked": False}


def around(business: Business, shared: SharedLink) -> dict[str, Any]:
    """Whose page it is, and for how long."""
    until = shared.expires_at.astimezone(calendar_of(business).zone).date()
    return {
        "business": {"name": business.name, "colour": business.colour},
        "until": day(until),
    }
