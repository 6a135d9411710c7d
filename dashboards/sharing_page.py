"""What the page of links is given."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.entrance import MemberRequest
from customers.properties import in_words
from dashboards.presenters import periods
from dashboards.presenters.report import LINES, day
from dashboards.queries.sharing import Shared, links
from dashboards.sharing_forms import LinkForm
from metrics.businesses import calendar_of
from metrics.maths.periods import Period
from metrics.measures import MEASURES, UnknownMetricError, measure_of
from metrics.queries import chosen


def form_for(request: MemberRequest) -> LinkForm:
    """The form, as the page that is to be shared filled it in."""
    asked = request.GET.get("metric", "")
    watched = chosen(request.business)
    measures = [*watched, *(MEASURES[key] for key in MEASURES if key == asked and MEASURES[key] not in watched)]
    initial = {name: request.GET[name] for name in ("period", "by", "from", "to") if request.GET.get(name)}
    if initial.get("period") == Period.DAY:  # a line of single days is for those who may see single answers
        initial["period"] = Period.WEEK.value
    initial |= {"what": asked if asked in MEASURES else "home"}
    return LinkForm(request.POST or None, measures or [MEASURES["nps"]], initial)


def context(request: MemberRequest, form: LinkForm) -> dict[str, Any]:
    """Context of `dashboards/sharing.html`."""
    now, zone = timezone.now(), calendar_of(request.business).zone
    return {
        "form": form,
        "filters": filters(form),
        "links": [line(one, now, zone) for one in links(request.business, now)],
    }


def filters(form: LinkForm) -> str:
    """With the filters of its page: the line in weeks, split by branch, 1 June to 31 August."""
    period, by, first, last = form.filters()
    said = [f"the line in {LINES[Period(period)]}"] if period in LINES and period != Period.MONTH else []
    said += [f"split by {in_words(by)}"] if by else []
    said += [f"from {first}"] if first else []
    said += [f"up to {last}"] if last else []
    return f"A metric is shown with the filters of its page: {', '.join(said)}." if said else ""


def line(shared: Shared, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """One link in words."""
    link = shared.link
    end = day(link.expires_at.astimezone(zone).date())
    opened = periods.moment(link.opened_at, now, zone) if link.opened_at else ""
    return {
        "id": link.id,
        "name": link.name,
        "what": what(link.screen, link.metric),
        "until": f"works until {end}" if shared.is_open else "over" if link.revoked_at is None else "ended by you",
        "opened": f"last opened {opened}" if opened else "not opened yet",
        "made_by": shared.made_by,
        "is_open": shared.is_open,
    }


def what(screen: str, metric: str) -> str:
    """The name of what a link shows."""
    if screen == "home":
        return "Home"
    try:
        return measure_of(metric).plain_name
    except UnknownMetricError:
        return metric
