"""Making a link to one dashboard, ending it, and noting that somebody opened it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q

from dashboards.models import SharedLink
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for
from metrics.measures import MEASURES
from surveys.links import new_token, token_hash

HOME, METRIC = "home", "metric"
DAYS = (7, 30, 90)
PERIODS = ("week", "two_weekly", "month", "quarter")
MOST = 50
NOTED_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a link shows: Home, or one metric with the filters of its page."""

    screen: str = HOME
    metric: str = ""
    period: str = "month"
    dimension: str = ""
    first: date | None = None
    last: date | None = None


def make_link(
    *, business: HasId, by: uuid.UUID, name: str, target: Target, days: int, dimensions: Sequence[str], now: datetime
) -> tuple[SharedLink, str]:
    """A new link and its token, which is nowhere kept. Raises ValidationError naming the field and its remedy."""
    name = " ".join(name.split())
    faults = faults_of(name, target, days, dimensions)
    with acting_for(business):
        if SharedLink.objects.filter(open_at(now)).count() >= MOST:
            faults["name"] = f"There are {MOST} open links already. End one that nobody needs, then make this one."
        if faults:
            raise ValidationError(faults)
        token = new_token()
        link = SharedLink.objects.create(
            business_id=business.id,
            name=name,
            screen=target.screen,
            metric=target.metric,
            period=target.period,
            dimension=target.dimension,
            first=target.first,
            last=target.last,
            token_hash=token_hash(token),
            made_by=by,
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        data = {"screen": target.screen, "metric": target.metric, "days": days}
        record(business=business, kind="link.made", subject=link.id, actor=by, data=data)
    return link, token


def faults_of(name: str, target: Target, days: int, dimensions: Sequence[str]) -> dict[str, str]:
    """What is wrong, by field."""
    faults = {}
    if not name:
        faults["name"] = "Say who the link is for, as in “Our accountant”."
    elif len(name) > 80:
        faults["name"] = "Say it in 80 letters at most."
    if days not in DAYS:
        faults["days"] = "Choose 7, 30 or 90 days."
    known = (target.screen == HOME and not target.metric) or (target.screen == METRIC and target.metric in MEASURES)
    if not known:
        faults["what"] = "Choose Home or one of the metrics."
    elif target.period not in PERIODS or (target.dimension and target.dimension not in dimensions):
        faults["what"] = "The page that was to be shared is no longer there. Open it again, and share it from there."
    elif target.first and target.last and target.last < target.first:
        faults["what"] = "The last day comes before the first. Choose other days on the page, and share it from there."
    return faults


def revoke_link(*, business: HasId, link_id: uuid.UUID, by: uuid.UUID, now: datetime) -> bool:
    """End a link; whether there was one that still worked."""
    with acting_for(business):
        ended = SharedLink.objects.filter(open_at(now), id=link_id).update(revoked_at=now)
        if ended:
            record(business=business, kind="link.revoked", subject=link_id, actor=by)
    return bool(ended)


def open_link(*, business: HasId, token: str, now: datetime) -> SharedLink | None:
    """What a token shows; None where it shows nothing: wrong, over or ended. Openings are noted, one in 10 min."""
    with acting_for(business):
        link = SharedLink.objects.filter(open_at(now), token_hash=token_hash(token)).first()
        if link is None:
            return None
        lately = Q(opened_at=None) | Q(opened_at__lt=now - NOTED_AFTER)
        if SharedLink.objects.filter(lately, id=link.id).update(opened_at=now):
            record(business=business, kind="link.opened", subject=link.id)
    return link


def open_at(now: datetime) -> Q:
    """The links that work."""
    return Q(revoked_at=None, expires_at__gt=now)
