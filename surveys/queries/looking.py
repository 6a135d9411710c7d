"""How far back one look at answers reaches. Called inside `acting_for(business)`."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from foundation.tenancy.context import HasId, business_id_of
from surveys.localtime import local_day
from surveys.models import Answer
from surveys.queries.answers import Filters, around


def first_day_looked_at(business: HasId | uuid.UUID, zone: ZoneInfo, filters: Filters, *, most: int) -> date | None:
    """The day from which a look for `filters` goes through `most` answers, or fewer; None where there are no more.

    Whole days are looked at, one at least. Only the index by time is read, so this takes as long for any filter.
    """
    since, until = filters.get("since"), filters.get("until")
    moments = _moments(business, filters)
    beyond = moments[most : most + 1].first()
    if beyond is None:
        return None
    newest = moments[:1].get()
    day = min(local_day(beyond, zone) + timedelta(days=1), local_day(newest, zone))
    day = day if until is None else min(day, until - timedelta(days=1))
    return day if since is None or day > since else None


def moment_looked_back_to(
    business: HasId | uuid.UUID, filters: Filters, *, before: datetime | None, most: int
) -> datetime | None:
    """The moment down to which a look for `filters` goes through `most` answers given before another moment.

    That moment is within, with whatever else was given at it. None where there are no more answers than that.
    """
    moments = _moments(business, filters)
    moments = moments.filter(given_at__lt=before) if before else moments
    last = list(moments[most - 1 : most + 1])
    return last[0] if len(last) > 1 else None


def _moments(business: HasId | uuid.UUID, filters: Filters) -> QuerySet[Answer, datetime]:
    """When the answers were given that are read for these filters, the newest first."""
    rows = around(
        Answer.objects.filter(business_id=business_id_of(business)), filters.get("since"), filters.get("until")
    )
    if filters.get("words") or filters.get("with_comment"):
        rows = rows.exclude(comment="")
    return rows.order_by("-given_at").values_list("given_at", flat=True)
