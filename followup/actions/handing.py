"""Handing over all that somebody has in hand: to a colleague, or back to the queue."""

import uuid

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.queries import able
from accounts.roles import Permission
from followup.models import Case, CaseEntry, CaseState, EntryKind
from foundation.ids import uuid7
from foundation.ledger.actions import record_many
from foundation.tenancy.context import HasId, acting_for

AT_ONCE = 200


def hand_over(*, business: HasId, of: uuid.UUID, to: uuid.UUID | None, by: uuid.UUID) -> int:
    """Give the open cases of one person to another, or to nobody; how many there were. A second press finds none.

    Raises ValidationError where the other is the same, may not work on cases, or is away.
    """
    here = {one.id for one in able(business, Permission.WORK_CASES) if not one.away_until}
    if to is not None and (to == of or to not in here):
        raise ValidationError({"cases": "Choose somebody else who works on cases and is not away."})
    handed = 0
    while moved := _hand_over(business, of, to, by):
        handed += moved
    return handed


def _hand_over(business: HasId, of: uuid.UUID, to: uuid.UUID | None, by: uuid.UUID) -> int:
    kind, line = (EntryKind.ASSIGNED, "case.assigned") if to else (EntryKind.RELEASED, "case.released")
    data = {"to": str(to)} if to else {}
    with acting_for(business):
        theirs = Case.objects.filter(state=CaseState.OPEN, assignee=of).order_by("id")
        cases = list(theirs.select_for_update().values_list("id", flat=True)[:AT_ONCE])
        if not cases:
            return 0
        Case.objects.filter(id__in=cases).update(assignee=to)
        CaseEntry.objects.bulk_create(
            CaseEntry(
                id=uuid7(), business_id=business.id, case_id=case_id, kind=kind, author=by, target=to, at=timezone.now()
            )
            for case_id in cases
        )
        record_many(business=business, lines=[(line, case_id, data) for case_id in cases], actor=by)
    return len(cases)
