"""One reminder, once, to those who got the letter and kept silent."""

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from foundation.agenda.actions import add
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from letters.actions import queue
from surveys.asker import Asker
from surveys.models import Invitation, Round
from surveys.queries.rounds import silent

REMIND = "surveys.reminder"  # work on the agenda; its key is the round and the last invitation looked at
REMINDER = "survey.reminder"
SLICE = 1000


def remind_round(*, business: Asker, round_id: uuid.UUID, by: uuid.UUID | None = None) -> None:
    """Send a round's one reminder. Raises ValidationError where it went out already or nobody can be reminded yet."""
    now = timezone.now()
    with acting_for(business):
        current = Round.objects.select_for_update().get(id=round_id)
        if current.reminded_at:
            raise ValidationError("The reminder of this round has gone out already. There is only one.")
        if not Invitation.objects.filter(silent(now), round_id=round_id).exists():
            raise ValidationError("Nobody can be reminded yet: a letter needs three days without an answer.")
        current.reminded_at = now
        current.save(update_fields=["reminded_at"])
        record(business=business, kind="round.reminded", subject=round_id, actor=by)
        add(business=business, kind=REMIND, key=round_id.hex, due_at=now)


def remind_slice(*, business: Asker, key: str, now: datetime) -> None:
    """Queue a slice of a round's reminders, and put the next one on the agenda. Doing it twice doubles nobody."""
    round_id, _, after = key.partition(":")
    with acting_for(business):
        rows = Invitation.objects.filter(silent(now), round_id=uuid.UUID(round_id))
        if after:
            rows = rows.filter(id__gt=uuid.UUID(after))
        ids = list(rows.order_by("id").values_list("id", flat=True)[:SLICE])
        queue(business=business, purpose=REMINDER, subjects=ids)
        if len(ids) == SLICE:
            add(business=business, kind=REMIND, key=f"{round_id}:{ids[-1].hex}", due_at=now)
