"""What is heard of a letter after it was sent: it came back, or its reader reported it as spam."""

from datetime import datetime

from django.utils import timezone

from foundation.counters import Counter
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from letters.marks import Marked
from letters.models import Feedback, Letter, LetterState
from letters.purposes import BOUNCED, REFUSED, Returned, purposes

CAME_BACK = f"{REFUSED} after it was sent"
HEARD = Counter("trustapp_feedback", "What was heard of letters after they were sent", ["kind"])


class NotYetError(RuntimeError):
    """A worker still has the letter in hand, and its word about it comes first: ask again in a minute."""


def note_feedback(*, letter: Marked, kind: str, source: str, at: datetime | None = None) -> bool:
    """Note what was heard of a letter, and let its purpose hear it; whether it was news. Raises NotYetError.

    Hearing the same again, under whatever id, does nothing; neither does a letter that never went out or is nobody's.
    The letter's mark names the business; whoever passes a mark on has proof that it came back to us.
    """
    business_id = letter.business_id
    now = timezone.now()
    with acting_for(business_id):
        row = Letter.objects.select_for_update().filter(id=letter.letter_id).first()
        if row is None or row.state in (LetterState.QUEUED, LetterState.CANCELLED):
            return False
        if row.claim is not None:
            raise NotYetError
        if Feedback.objects.filter(letter=row, kind=kind).exists():  # the letter's row is the lock
            return False
        when = min(at or now, now)
        Feedback.objects.create(business_id=business_id, letter=row, kind=kind, source=source, at=when)
        if kind == BOUNCED:
            row.state, row.reason = LetterState.FAILED, CAME_BACK
            row.save(update_fields=["state", "reason"])
        about = {"purpose": row.purpose, "about": str(row.subject), "source": source}
        record(business=business_id, kind=f"letter.{kind}", subject=row.id, data=about)
        purpose = purposes.get(row.purpose)
        if purpose and purpose.returned:
            purpose.returned(business_id, [Returned(row.subject, kind, when)])
    HEARD.labels(kind).inc()
    return True
