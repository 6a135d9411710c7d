"""The links that were made. Called inside `acting_for(business)`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Business
from accounts.queries import members
from dashboards.models import SharedLink

KEPT_IN_SIGHT = timedelta(days=30)  # a link that is over stays on the list for so long


@dataclass(frozen=True, slots=True)
class Shared:
    """A link with the name of who made it; "" where they left the team."""

    link: SharedLink
    made_by: str
    is_open: bool


def links(business: Business, now: datetime) -> Sequence[Shared]:
    """The links that work, the newest first, then those that are over since lately."""
    names = {person.id: person.name or person.email for person in members(business)}
    rows = SharedLink.objects.filter(expires_at__gt=now - KEPT_IN_SIGHT).order_by("-made_at", "id")
    found = [
        Shared(row, names.get(row.made_by, ""), row.revoked_at is None and row.expires_at > now)
        for row in rows
        if row.revoked_at is None or row.revoked_at > now - KEPT_IN_SIGHT
    ]
    return sorted(found, key=lambda one: not one.is_open)
