"""Who works on a case, and what they note on it. Each can be pressed twice."""

import uuid

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.queries import able
from accounts.roles import Permission
from followup.actions.rows import lock, name_of, require_open, seen_before, tidy_text, write_down, write_down_answer
from followup.errors import TakenError
from followup.models import WAITS, Case, CaseState, EntryKind
from foundation.tenancy.context import HasId, acting_for


def take(*, business: HasId, case_id: uuid.UUID, by: uuid.UUID) -> None:
    """Make a case one's own. Raises TakenError, which names who was quicker, ClosedError and Case.DoesNotExist."""
    with acting_for(business):
        case = lock(case_id)
        require_open(business, case)
        if case.assignee == by:
            return
        if case.assignee is not None:
            raise TakenError(name_of(business, case.assignee))
        case.assignee = by
        write_down(case, EntryKind.TAKEN, by=by, at=timezone.now())


def take_next(*, business: HasId, by: uuid.UUID, seen: uuid.UUID | None = None) -> uuid.UUID | None:
    """Take the soonest due case that waits and that nobody has, and which one it is; None where there is none.

    `seen` is the one the person saw as next: it is taken if still free, and pressed twice the button gives it again.
    """
    with acting_for(business):
        rows = Case.objects.filter(state=CaseState.OPEN).select_for_update()
        case = rows.filter(id=seen).first() if seen else None
        if case and case.assignee == by:
            return case.id
        if case is None or case.assignee is not None:
            free = Case.objects.filter(WAITS, state=CaseState.OPEN, assignee=None).order_by("due_at", "id")
            case = free.select_for_update(skip_locked=True).first()
        if case is None:
            return None
        case.assignee = by
        write_down(case, EntryKind.TAKEN, by=by, at=timezone.now())
        return case.id


def assign(*, business: HasId, case_id: uuid.UUID, to: uuid.UUID, by: uuid.UUID) -> None:
    """Give a case to a colleague.

    Raises ValidationError where they may not work on cases, ClosedError and Case.DoesNotExist.
    """
    with acting_for(business):
        case = lock(case_id)
        require_open(business, case)
        if case.assignee == to:
            return
        if to not in {person.id for person in able(business, Permission.WORK_CASES)}:
            raise ValidationError({"to": "Choose a colleague who works on cases."})
        case.assignee = to
        write_down(case, EntryKind.ASSIGNED, by=by, at=timezone.now(), target=to, data={"to": str(to)})


def release(*, business: HasId, case_id: uuid.UUID, by: uuid.UUID) -> None:
    """Give a case back to the queue. Raises ClosedError and Case.DoesNotExist."""
    with acting_for(business):
        case = lock(case_id)
        require_open(business, case)
        if case.assignee is None:
            return
        case.assignee = None
        write_down(case, EntryKind.RELEASED, by=by, at=timezone.now())


def note_call(
    *,
    business: HasId,
    case_id: uuid.UUID,
    text: str,
    by: uuid.UUID,
    entry_id: uuid.UUID | None = None,
    reopen: bool = False,
) -> None:
    """Note a call to the customer: it answers them as a reply does.

    Raises ValidationError without words, ClosedError unless the case shall be opened again for it, and
    Case.DoesNotExist. The same `entry_id` again does nothing.
    """
    with acting_for(business):
        case = lock(case_id)
        if seen_before(case, entry_id):
            return
        words = tidy_text(text, "Write what was said.")
        write_down_answer(business, case, EntryKind.CALL, by=by, text=words, entry_id=entry_id, reopen=reopen)


def note(*, business: HasId, case_id: uuid.UUID, text: str, by: uuid.UUID, entry_id: uuid.UUID | None = None) -> None:
    """Note something for colleagues, on a closed case too. Raises ValidationError without words, Case.DoesNotExist."""
    with acting_for(business):
        case = lock(case_id)
        if seen_before(case, entry_id):
            return
        words = tidy_text(text, "Write the note.")
        write_down(case, EntryKind.NOTE, by=by, at=timezone.now(), text=words, entry_id=entry_id)
