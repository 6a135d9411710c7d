"""Who may be asked now, and why somebody may not. Everything here is called inside `acting_for(business)`."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Max

from customers import queries as customers
from customers.queries import Person
from surveys.asker import Asker
from surveys.localtime import free_on, quiet_since, written
from surveys.models import Invitation, InvitationState
from surveys.reasons import NO_ADDRESS, Skip, quiet

SLICE = 1000
REACHED = (InvitationState.SENT, InvitationState.UNKNOWN)  # a letter whose fate is unknown may well have arrived


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a round would do now: how many letters, and how many people are left out for which reason."""

    letters: int
    skipped: list[tuple[str, int]]


def judge(business: Asker, people: Sequence[Person], now: datetime) -> dict[uuid.UUID, Skip]:
    """Those of `people` who may not be asked at `now`, by customer, and why. Two queries, however many people."""
    stopped = customers.suppressed(business, [person.email for person in people if person.email])
    asked = last_asked(business, [person.id for person in people], now)
    skips: dict[uuid.UUID, Skip] = {}
    for person in people:
        if not person.email:
            skips[person.id] = Skip(NO_ADDRESS)
        elif person.email in stopped:
            skips[person.id] = Skip(customers.reason_words(stopped[person.email]))
        elif person.id in asked:
            skips[person.id] = rest(business, asked[person.id])
    return skips


def rest(business: Asker, asked_at: datetime) -> Skip:
    """Somebody asked at `asked_at` is left in peace, until a day that is named."""
    free = free_on(asked_at, business.quiet_days, ZoneInfo(business.timezone))
    return Skip(quiet(business.quiet_days), f"may be asked again from {written(free)}")


def last_asked(business: Asker, ids: Collection[uuid.UUID], now: datetime) -> Mapping[uuid.UUID, datetime]:
    """When those asked within the quiet period, in any survey, were last asked, by customer."""
    since = quiet_since(now, business.quiet_days, ZoneInfo(business.timezone))
    rows = Invitation.objects.filter(customer_id__in=ids, delivered_at__gte=since, state__in=REACHED)
    return dict(rows.values_list("customer_id").annotate(at=Max("delivered_at")))


def forecast(business: Asker, audience: Mapping[str, str], now: datetime) -> Forecast:
    """What a round to `audience` would do at `now`, by the same rules that the round itself goes by."""
    letters, reasons, after = 0, Counter[str](), None
    while people := customers.audience(business, audience, after, SLICE):
        skips = judge(business, people, now)
        letters += len(people) - len(skips)
        reasons.update(skip.reason for skip in skips.values())
        after = people[-1].id
    return Forecast(letters, reasons.most_common())
