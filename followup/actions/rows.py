"""What every action on a case begins and ends with: its row locked, one entry, one line in the ledger."""

import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from accounts.queries import members
from followup.errors import ClosedError
from followup.models import ANSWERS, ARRIVED, Case, CaseEntry, CaseState, EntryKind
from foundation.ids import uuid7
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId

LONGEST_TEXT = 5000
LINES = {
    EntryKind.REPLY: "case.replied",
    EntryKind.CALL: "case.called",
    EntryKind.NOTE: "case.noted",
    EntryKind.TAKEN: "case.taken",
    EntryKind.ASSIGNED: "case.assigned",
    EntryKind.RELEASED: "case.released",
    EntryKind.CLOSED: "case.closed",
    EntryKind.REOPENED: "case.reopened",
}


def lock(case_id: uuid.UUID) -> Case:
    """The case, locked until the transaction ends. Raises Case.DoesNotExist for somebody else's."""
    return Case.objects.select_for_update().get(id=case_id)


def require_open(business: HasId, case: Case) -> None:
    """Raise ClosedError, naming who closed the case."""
    if case.state == CaseState.CLOSED:
        raise ClosedError(name_of(business, case.closed_by))


def open_again(case: Case, by: uuid.UUID) -> None:
    """Open a closed case by hand; it keeps its due time, and waits where the customer's last words have no answer."""
    case.state, case.closed_at, case.closed_by = CaseState.OPEN, None, None
    case.cause = case.outcome = ""
    case.heard_at = unanswered_since(case)
    write_down(case, EntryKind.REOPENED, by=by, at=timezone.now())


def unanswered_since(case: Case) -> datetime | None:
    """When the customer wrote back, where no answer has reached them since."""
    answered = case.entries.filter(kind__in=ANSWERS, fault__in=ARRIVED).aggregate(last=Max("at"))["last"]
    heard: datetime | None = case.entries.filter(kind=EntryKind.HEARD).aggregate(last=Max("at"))["last"]
    return None if heard and answered and heard <= answered else heard


def write_down_answer(
    business: HasId, case: Case, kind: EntryKind, *, by: uuid.UUID, text: str, entry_id: uuid.UUID | None, reopen: bool
) -> CaseEntry:
    """Add what answers the customer: the case waits no longer, and one in nobody's hands is now in theirs who answered.

    Raises ClosedError where the case is closed, or opens it again for this where that is asked for.
    """
    if reopen and case.state == CaseState.CLOSED:
        open_again(case, by)
    require_open(business, case)
    now = timezone.now()
    case.first_reply_at, case.heard_at = case.first_reply_at or now, None
    case.answered_at, case.answered_by = now, by
    case.assignee = case.assignee or by
    return write_down(case, kind, by=by, at=now, text=text, entry_id=entry_id)


def name_of(business: HasId, user: uuid.UUID | None) -> str:
    """What colleagues call a user of this business."""
    names = {person.id: person.name or person.email for person in members(business)}
    return names.get(user, "A former colleague") if user else "Trustapp"


def seen_before(case: Case, entry_id: uuid.UUID | None) -> bool:
    """Whether this entry stands already: the button was pressed twice."""
    return entry_id is not None and CaseEntry.objects.filter(id=entry_id, case=case).exists()


def tidy_text(text: str, missing: str) -> str:
    """What was typed, without blanks around it. Raises ValidationError where it is empty or too long."""
    text = text.strip()
    if not text:
        raise ValidationError({"text": missing})
    if len(text) > LONGEST_TEXT:
        raise ValidationError({"text": f"This is {len(text)} characters long; {LONGEST_TEXT} fit. Shorten it."})
    return text


def write_down(
    case: Case,
    kind: EntryKind,
    *,
    by: uuid.UUID,
    at: datetime,
    text: str = "",
    target: uuid.UUID | None = None,
    entry_id: uuid.UUID | None = None,
    data: dict[str, Any] | None = None,
) -> CaseEntry:
    """Save the case, add the entry, and write the ledger's line."""
    case.save()
    entry = CaseEntry.objects.create(
        id=entry_id or uuid7(),
        business_id=case.business_id,
        case=case,
        kind=kind,
        author=by,
        target=target,
        text=text,
        at=at,
    )
    record(business=case.business_id, kind=LINES[kind], subject=case.id, actor=by, data=data or {})
    return entry
