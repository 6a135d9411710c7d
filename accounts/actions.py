"""Making businesses, and changing who belongs to them and how they work."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import now

from accounts.hearing import Hearing
from accounts.models import Business, Membership, User
from accounts.regions import usual
from accounts.roles import Role
from accounts.zones import zones
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for

MOST_DIMENSIONS = 8
MOST_STOPPED = 24  # of those that were dimensions; older ones are no longer noted
SETTINGS = frozenset(
    [
        "name",
        "timezone",
        "language",
        "week_start",
        "writing",
        "colour",
        "sender_name",
        "reply_to",
        "quiet_days",
        "one_click",
        "hours",
        "reply_within_hours",
    ]
)


class LastOwnerError(ValidationError):
    """A business keeps at least one owner."""

    def __init__(self) -> None:
        super().__init__("A business needs an owner: make somebody else an owner first.")


def create_business(*, name: str, owner: User, timezone: str = "UTC", slug: str | None = None) -> Business:
    """A new business with its first owner, writing and counting weeks as is usual in its time zone's country.

    Raises ValidationError naming the field that is wrong.
    """
    name = name.strip()
    faults = {}
    if not name:
        faults["name"] = "Give the business a name."
    if timezone not in zones():
        faults["timezone"] = f"'{timezone}' is no time zone. One looks like Europe/Berlin."
    if slug is not None and (not slug or slugify(slug) != slug):
        faults["slug"] = f"'{slug}' cannot stand in an address. Use small letters, digits and hyphens."
    elif slug is not None and Business.objects.filter(slug=slug).exists():
        faults["slug"] = f"Another business is already called '{slug}'. Choose another slug."
    if faults:
        raise ValidationError(faults)
    with transaction.atomic():
        here = usual(timezone)
        business = Business.objects.create(
            name=name,
            slug=slug or _free_slug(name),
            timezone=timezone,
            writing=here.writing,
            week_start=here.week_start,
            sender_name=name,
            reply_to=owner.email,
        )
        Membership.objects.create(business=business, user=owner, role=Role.OWNER.value, on_duty=True)
        with acting_for(business):
            record(business=business, kind="business.created", subject=business.id, actor=owner.id)
    return business


def owner_for(*, email: str) -> User:
    """The user of an address, made without a password where there is none. Raises ValidationError."""
    email = email.strip().lower()
    validate_email(email)
    return User.objects.filter(email=email).first() or User.objects.create_user(email)


def set_operator(*, person: User, is_operator: bool) -> None:
    """Let a person see the operator's pages, or no longer. It opens no business."""
    person.is_staff = is_operator
    person.save(update_fields=["is_staff"])


def change_business(*, business: Business, by: User, **values: Any) -> None:
    """Change settings. Raises ValidationError naming the field."""
    unknown = set(values) - SETTINGS
    if unknown:
        raise TypeError(f"not settings of a business: {sorted(unknown)}")
    for field, value in values.items():
        setattr(business, field, value)
    business.full_clean(exclude={field.name for field in Business._meta.fields} - set(values))
    with acting_for(business):
        business.save(update_fields=list(values))
        record(
            business=business,
            kind="business.changed",
            subject=business.id,
            actor=by.id,
            data={"fields": sorted(values)},
        )


def add_dimensions(*, business: Business, names: Iterable[str], by: uuid.UUID | None = None) -> list[str]:
    """Let properties become dimensions that segments are made of; the ones that are new. Eight at most are kept."""
    with acting_for(business):
        fresh = _held(business)
        new = [name for name in dict.fromkeys(names) if name not in fresh.dimensions]
        new = new[: MOST_DIMENSIONS - len(fresh.dimensions)]
        if new:
            stopped = [name for name in fresh.stopped_dimensions if name not in new]
            _keep_dimensions(business, [*fresh.dimensions, *new], stopped)
            data = {"count": len(new)}
            record(business=business, kind="business.dimensions_added", subject=business.id, actor=by, data=data)
    return new


def stop_dimension(*, business: Business, name: str, by: uuid.UUID | None) -> bool:
    """Let a property be a dimension no longer; whether it was one. It stays noted, and `add_dimensions` brings it back.

    The line does not say which: a name is as a file had it, and the ledger forgets nothing.
    """
    with acting_for(business):
        fresh = _held(business)
        if name not in fresh.dimensions:
            return False
        left = [one for one in fresh.dimensions if one != name]
        _keep_dimensions(business, left, [name, *fresh.stopped_dimensions][:MOST_STOPPED])
        data = {"count": 1}
        record(business=business, kind="business.dimensions_stopped", subject=business.id, actor=by, data=data)
    return True


def held_dimensions(business: HasId) -> list[str]:
    """The dimensions as they stand: nobody changes them before this transaction ends."""
    return _held(business).dimensions


def _held(business: HasId) -> Business:
    return Business.objects.select_for_update(no_key=True).get(id=business.id)


def _keep_dimensions(business: Business, dimensions: list[str], stopped: list[str]) -> None:
    business.dimensions, business.stopped_dimensions = dimensions, stopped
    business.save(update_fields=["dimensions", "stopped_dimensions"])


def pause_sending(*, business: Business, reason: str, by: User | None = None) -> None:
    """Stop all survey letters of a business, for a reason that its pages show; an empty one lets them go again."""
    with acting_for(business):
        business.sending_paused = reason
        business.save(update_fields=["sending_paused"])
        kind = "sending.paused" if reason else "sending.resumed"
        record(business=business, kind=kind, subject=business.id, actor=by.id if by else None)


def close_checklist(*, business: Business, by: User) -> None:
    """Put the first steps away for good; closing them again changes nothing."""
    with acting_for(business):
        if Business.objects.filter(id=business.id, checklist_closed_at=None).update(checklist_closed_at=now()):
            record(business=business, kind="checklist.closed", subject=business.id, actor=by.id)


def change_role(*, business: Business, member_id: uuid.UUID, role: Role, by: User) -> None:
    """Give a member another role. Raises LastOwnerError, and Membership.DoesNotExist for somebody else's member."""
    with acting_for(business):
        membership = _membership(business, member_id)
        if role is not Role.OWNER:
            _keep_an_owner(business, membership)
        membership.role = role.value
        membership.save(update_fields=["role"])
        record(business=business, kind="member.role_changed", subject=member_id, actor=by.id, data={"role": role.value})


def set_duty(*, business: Business, member_id: uuid.UUID, on_duty: bool, by: User) -> None:
    """Put a member on duty for new cases, or off it. Raises Membership.DoesNotExist."""
    with acting_for(business):
        membership = _membership(business, member_id)
        membership.on_duty = on_duty
        membership.save(update_fields=["on_duty"])
        record(business=business, kind="member.duty_changed", subject=member_id, actor=by.id, data={"on_duty": on_duty})


def set_away(*, business: Business, member_id: uuid.UUID, until: date | None, by: User) -> None:
    """Let a member be away up to and with the day `until`; None: they are back. Raises Membership.DoesNotExist."""
    with acting_for(business):
        membership = _membership(business, member_id)
        if membership.away_until == until:
            return
        membership.away_until = until
        membership.save(update_fields=["away_until"])
        data = {"until": until.isoformat() if until else None}
        record(business=business, kind="member.away_changed", subject=member_id, actor=by.id, data=data)


def set_hearing(*, business: Business, member_id: uuid.UUID, hears: Hearing, by: uuid.UUID) -> None:
    """Choose when a member hears how the numbers stand. Raises Membership.DoesNotExist."""
    with acting_for(business):
        membership = _membership(business, member_id)
        membership.hears = hears.value
        membership.save(update_fields=["hears"])
        data = {"hears": hears.value}
        record(business=business, kind="member.hearing_changed", subject=member_id, actor=by, data=data)


def remove_member(*, business: Business, member_id: uuid.UUID, by: User) -> None:
    """Let a member go. Raises LastOwnerError and Membership.DoesNotExist."""
    with acting_for(business):
        membership = _membership(business, member_id)
        _keep_an_owner(business, membership)
        membership.delete()
        record(business=business, kind="member.removed", subject=member_id, actor=by.id)


def _membership(business: Business, member_id: uuid.UUID) -> Membership:
    return Membership.objects.select_for_update().get(business=business, user_id=member_id)


def _keep_an_owner(business: Business, leaving: Membership) -> None:
    # The business's row is the lock: two owners who leave at once do not both succeed.
    Business.objects.select_for_update().get(id=business.id)
    owners = Membership.objects.filter(business=business, role=Role.OWNER.value).exclude(pk=leaving.pk)
    if leaving.role == Role.OWNER.value and not owners.exists():
        raise LastOwnerError


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "business"
    taken = set(Business.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)
