"""Inviting a colleague: a link by letter, spent when it is accepted. The writes of invitations, and their letter."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from accounts.models import Business, ColleagueInvitation, Membership, User
from accounts.queries import by_id
from accounts.roles import Role
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from letters.actions import queue
from letters.layout import render
from letters.purposes import Held, Mail, register

PURPOSE = "accounts.join"
OPEN_FOR = timedelta(days=14)


class NotYoursError(ValidationError):
    """The link was made for another address."""

    def __init__(self) -> None:
        super().__init__("This invitation was made for another address. Sign out, then open the link again.")


def invite(*, business: Business, email: str, role: Role, by: User) -> ColleagueInvitation:
    """Ask somebody to join. Raises ValidationError where they are here already. An older invitation of theirs ends."""
    email = email.strip().lower()
    if Membership.objects.filter(business=business, user__email=email).exists():
        raise ValidationError({"email": "This person is in the team already."})
    with acting_for(business):
        ColleagueInvitation.objects.filter(email=email, accepted_at=None).delete()
        invitation = ColleagueInvitation.objects.create(
            business_id=business.id,
            email=email,
            role=role.value,
            token_hash=_hash(secrets.token_urlsafe(32)),  # nobody's, until the letter is written
            invited_by=by.id,
            expires_at=now() + OPEN_FOR,
        )
        record(business=business, kind="member.invited", subject=invitation.id, actor=by.id, data={"role": role.value})
        queue(business=business, purpose=PURPOSE, subjects=[invitation.id])
    return invitation


def withdraw(*, business: Business, invitation_id: uuid.UUID, by: User) -> bool:
    """End an open invitation, whose link stops working; whether there was one."""
    with acting_for(business):
        found = bool(ColleagueInvitation.objects.filter(id=invitation_id, accepted_at=None).delete()[0])
        if found:
            record(business=business, kind="member.uninvited", subject=invitation_id, actor=by.id)
    return found


def find(*, business: Business, token: str) -> ColleagueInvitation | None:
    """The open invitation of a link, or None."""
    with acting_for(business):
        return ColleagueInvitation.objects.filter(
            token_hash=_hash(token), accepted_at=None, expires_at__gt=now()
        ).first()


def join_as_new(*, business: Business, token: str, name: str, password: str) -> User | None:
    """Make the invited person's account, confirmed by the link, and let them in. None where the link is spent."""
    with acting_for(business):
        invitation = _lock(token)
        if invitation is None or User.objects.filter(email=invitation.email).exists():
            return None
        user = User.objects.create_user(invitation.email, password, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        _accept(business, invitation, user)
    return user


def join(*, business: Business, token: str, user: User) -> bool:
    """Let a person with an account in; whether the link was still open. Raises NotYoursError."""
    with acting_for(business):
        invitation = _lock(token)
        if invitation is None:
            return False
        if invitation.email != user.email.lower():
            raise NotYoursError
        _accept(business, invitation, user)
    return True


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _lock(token: str) -> ColleagueInvitation | None:
    open_ones = ColleagueInvitation.objects.filter(accepted_at=None, expires_at__gt=now())
    return open_ones.select_for_update().filter(token_hash=_hash(token)).first()


def _accept(business: Business, invitation: ColleagueInvitation, user: User) -> None:
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    Membership.objects.get_or_create(business=business, user=user, defaults={"role": invitation.role})
    record(business=business, kind="member.joined", subject=user.id, actor=user.id, data={"role": invitation.role})


def write_letters(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mail | Held]:
    """The letters of invitations; each gets its link now, and only the hash of it is kept."""
    business = by_id(business_id)
    letters: dict[uuid.UUID, Mail | Held] = {subject: Held("the invitation was withdrawn") for subject in subjects}
    for invitation in ColleagueInvitation.objects.filter(id__in=subjects, accepted_at=None):
        token = secrets.token_urlsafe(32)
        ColleagueInvitation.objects.filter(id=invitation.id).update(token_hash=_hash(token))
        inviter = User.objects.get(id=invitation.invited_by)
        context = {
            "business": business,
            "inviter": inviter.name or inviter.email,
            "url": f"{settings.BASE_URL}/join/{business.code}/{token}/",
            "days": OPEN_FOR.days,
        }
        text, html = render("letters/join", context)
        subject = f"{context['inviter']} asks you to join {business.name}"
        letters[invitation.id] = Mail(invitation.email, subject, text, html, from_name=business.name)
    return letters


register(PURPOSE, write_letters)
