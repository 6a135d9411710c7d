"""Queueing letters, and taking them back."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from foundation.agenda.actions import add
from foundation.ids import uuid7
from foundation.tenancy.context import HasId, acting_for, business_id_of

SEND = "letters.send"  # the work on the agenda; its key is the purpose, so that no purpose waits for another's letters

QUEUE = """
INSERT INTO letters_letter (business_id, id, purpose, subject, bundle, state, reason, message_id, attempts,
                            queued_at, not_before)
SELECT %(business)s, l.id, %(purpose)s, l.subject, %(bundle)s, 'queued', '', '', 0, %(now)s, %(not_before)s
FROM unnest(%(ids)s::uuid[], %(subjects)s::uuid[]) AS l (id, subject)
ON CONFLICT (business_id, purpose, subject) DO NOTHING
RETURNING id
"""
CANCEL = """
UPDATE letters_letter SET state = 'cancelled', reason = %(reason)s, settled_at = %(now)s
WHERE business_id = %(business)s AND bundle = %(bundle)s AND state = 'queued'
RETURNING subject
"""


def queue(
    *,
    business: HasId | uuid.UUID,
    purpose: str,
    subjects: Sequence[uuid.UUID],
    bundle: uuid.UUID | None = None,
    not_before: datetime | None = None,
) -> int:
    """Queue one letter about each subject, in the caller's transaction and one statement; how many were new.

    A subject that already has a letter of this purpose gets no second one.
    """
    now = timezone.now()
    with acting_for(business), connection.cursor() as cursor:
        cursor.execute(
            QUEUE,
            {
                "business": business_id_of(business),
                "purpose": purpose,
                "bundle": bundle,
                "now": now,
                "not_before": not_before or now,
                "ids": [uuid7() for _ in subjects],
                "subjects": list(subjects),
            },
        )
        queued = len(cursor.fetchall())  # on Citus the row count includes what was in conflict
        if queued:
            add(business=business, kind=SEND, key=purpose, due_at=not_before or now)
    return queued


def cancel(*, business: HasId | uuid.UUID, bundle: uuid.UUID, reason: str = "cancelled") -> list[uuid.UUID]:
    """Cancel the letters of a bundle that nobody has claimed yet; the subjects of those. Their purpose is not told."""
    with acting_for(business), connection.cursor() as cursor:
        cursor.execute(
            CANCEL,
            {"business": business_id_of(business), "bundle": bundle, "reason": reason, "now": timezone.now()},
        )
        return [subject for (subject,) in cursor.fetchall()]
