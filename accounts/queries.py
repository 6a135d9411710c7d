"""Reading businesses and their people."""

import time
import uuid
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from accounts.hearing import Hearing
from accounts.models import Business, ColleagueInvitation, Membership, User
from accounts.roles import Permission, Role, allows
from foundation.tenancy.context import HasId, acting_for, business_id_of

CODE_REMEMBERED_SECONDS = 30


@dataclass(frozen=True)
class Member:
    """A person in a business."""

    id: uuid.UUID
    email: str
    name: str
    role: Role
    on_duty: bool
    hears: Hearing
    away_until: date | None = None  # their last day away; None: they are here

    @property
    def label(self) -> str:
        """What colleagues call them."""
        return self.name or self.email


class UnknownBusinessError(LookupError):
    """No business has this slug."""


def business(slug: str) -> Business:
    """The business of a slug. Raises UnknownBusinessError, whose text says what to do."""
    found = Business.objects.filter(slug=slug).first()
    if found is None:
        raise UnknownBusinessError(f"No business is called '{slug}'. `create_business` makes one.")
    return found


def by_id(business_id: uuid.UUID) -> Business:
    """The business of an id. Raises Business.DoesNotExist."""
    return Business.objects.get(id=business_id)


def by_code(code: str) -> Business | None:
    """The business of a short code, remembered for half a minute: every survey link asks."""
    kept = _by_code.get(code)
    if kept is None or kept[0] < time.monotonic():
        found = Business.objects.filter(code=code).first()
        if found is None:
            return None
        if len(_by_code) >= 10_000:
            _by_code.clear()
        kept = _by_code[code] = (time.monotonic() + CODE_REMEMBERED_SECONDS, found)
    return kept[1]


_by_code: dict[str, tuple[float, Business]] = {}


def how_many() -> dict[str, int]:
    """How many businesses there are, by whether their letters go out: `on` or `paused`."""
    paused = Business.objects.exclude(sending_paused="").count()
    return {"on": Business.objects.count() - paused, "paused": paused}


def members(business: HasId | uuid.UUID) -> list[Member]:
    """Everybody in a business, by name."""
    rows = Membership.objects.filter(business_id=business_id_of(business), user__is_active=True)
    people = [
        Member(row.user.id, row.user.email, row.user.name, Role(row.role), row.on_duty, Hearing(row.hears), _away(row))
        for row in rows.select_related("user", "business")
    ]
    return sorted(people, key=lambda person: person.label.lower())


def _away(membership: Membership) -> date | None:
    until = membership.away_until
    today = now().astimezone(ZoneInfo(membership.business.timezone)).date()
    return until if until and until >= today else None


def able(business: HasId | uuid.UUID, permission: Permission) -> list[Member]:
    """The members whose role has a permission."""
    return [person for person in members(business) if allows(person.role, permission)]


def on_duty(business: HasId | uuid.UUID) -> list[Member]:
    """Who is told of a new case: those on duty and not away, or the owners where nobody is."""
    working = able(business, Permission.WORK_CASES)
    return [person for person in working if person.on_duty and not person.away_until] or [
        person for person in working if person.role is Role.OWNER
    ]


def memberships(user: User) -> list[Membership]:
    """The businesses a person belongs to, by name."""
    return list(Membership.objects.filter(user=user).select_related("business").order_by("business__name"))


def open_invitations(business: HasId) -> list[ColleagueInvitation]:
    """Colleagues who were asked and have not come yet."""
    with acting_for(business):
        return list(ColleagueInvitation.objects.filter(accepted_at=None).order_by("email"))
