"""What this room does when it is due, and which letters it writes."""

import uuid
from datetime import datetime

from django.utils import timezone

from accounts import queries as accounts
from foundation.agenda.handlers import handles
from letters.purposes import register
from surveys.actions import invitations, returns
from surveys.actions.answers import FORGET_PREVIOUS
from surveys.actions.corrections import forget_previous
from surveys.actions.reminders import REMIND, REMINDER, remind_slice
from surveys.actions.rounds import INVITATION, PREPARE, prepare_slice
from surveys.actions.surveys import TEST

register(
    INVITATION,
    write=invitations.write_invitations,
    settled=invitations.settle_invitations,
    returned=returns.hear_of_invitations,
)
register(
    REMINDER,
    write=invitations.write_reminders,
    settled=invitations.settle_reminders,
    returned=returns.hear_of_reminders,
)
register(TEST, write=invitations.write_tests)


@handles(PREPARE)
def prepare_round(business_id: uuid.UUID, key: str) -> datetime | None:
    """Prepare a slice of a round; `key` is its id."""
    return prepare_slice(business=accounts.by_id(business_id), round_id=uuid.UUID(key), now=timezone.now())


@handles(REMIND)
def remind(business_id: uuid.UUID, key: str) -> None:
    """Queue a slice of a round's reminders."""
    remind_slice(business=accounts.by_id(business_id), key=key, now=timezone.now())


@handles(FORGET_PREVIOUS)
def forget(business_id: uuid.UUID, key: str) -> None:
    """Drop what an answer said before it was changed; `key` is its id."""
    forget_previous(business=business_id, answer_id=uuid.UUID(key))
