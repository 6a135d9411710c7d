"""Hearing from a customer who answers a reply by mail."""

import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.hours import due_after
from accounts.queries import by_code
from followup.actions.alerts import tell
from followup.actions.rows import LONGEST_TEXT
from followup.addresses import addressed
from followup.incoming import Incoming
from followup.models import Case, CaseEntry, CaseState, EntryKind
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for

NO_WORDS = "(a message without words)"


def hear(message: Incoming) -> int:
    """Note a message on the cases that it is for, and how many took it. A machine's message is for none.

    A case that was closed is opened again, and is due anew; whoever has it in hand is told. Delivered twice it is noted
    once. Where the customer has been erased, nothing is kept.
    """
    if message.automatic:
        return 0
    cases = {found for address in message.recipients if (found := addressed(address))}
    return sum(_hear(code, case_id, message) for code, case_id in cases)


def _hear(code: str, case_id: uuid.UUID, message: Incoming) -> bool:
    business = by_code(code)
    if business is None:
        return False
    with acting_for(business):
        case = Case.objects.select_for_update().filter(id=case_id, customer__isnull=False).first()
        if case is None:
            return False
        entry_id = uuid.uuid5(case_id, message.id)
        if CaseEntry.objects.filter(id=entry_id).exists():
            return True
        now = timezone.now()
        text = (message.text or NO_WORDS)[:LONGEST_TEXT]
        CaseEntry.objects.create(
            id=entry_id, business_id=business.id, case=case, kind=EntryKind.HEARD, text=text, at=now
        )
        record(business=business, kind="case.heard", subject=case.id)
        if case.state == CaseState.CLOSED:
            case.state, case.closed_at, case.closed_by, case.cause, case.outcome = CaseState.OPEN, None, None, "", ""
            record(business=business, kind="case.reopened", subject=case.id)
        if case.first_reply_at is not None:
            working = timedelta(hours=business.reply_within_hours)
            case.due_at = due_after(now, working, business.hours, ZoneInfo(business.timezone))
        case.heard_at = now
        case.save()
        tell(business=business, case_ids=[case.id], also=[case.assignee] if case.assignee else [])
    return True
