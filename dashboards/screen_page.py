"""What the large screen is given. It hangs where anybody passes: numbers alone, whoever opened it."""

from typing import Any

from django.utils import timezone

from accounts.models import Business
from dashboards.presenters import periods
from dashboards.presenters.home import present
from dashboards.presenters.steps import Waiting
from dashboards.queries.home import home
from dashboards.queries.live import token_of
from dashboards.shared_page import NUMBERS
from metrics.businesses import calendar_of
from metrics.maths.periods import local_day
from metrics.queries import as_of

NOBODY = Waiting(0, None)


def context(business: Business, key: str, live_path: str) -> dict[str, Any]:
    """Context of `dashboards/screen.html` and of its living part."""
    now, zone = timezone.now(), calendar_of(business).zone
    found = home(business, NUMBERS, now, key)
    today = local_day(now, zone)
    return {
        "business": {"name": business.name, "colour": business.colour},
        "measure": found.figures.measure,
        "home": present(found.figures, found.dimension, today, sees_answers=False),
        "counted": periods.moment(found.as_of, now, zone) if found.as_of else "",
        "live_path": live_path,
        "token": token_of(found.as_of, NOBODY, today),
    }


def token(business: Business) -> str:
    """What a screen shows now: it changes when there is something new."""
    return token_of(as_of(business), NOBODY, local_day(timezone.now(), calendar_of(business).zone))
