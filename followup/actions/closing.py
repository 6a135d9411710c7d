"""Closing a case with its cause and outcome, and opening it again."""

import uuid

from django.core.exceptions import ValidationError
from django.utils import timezone

from followup.actions.rows import lock, open_again, require_open, write_down
from followup.causes import LONGEST, tidy
from followup.models import CaseState, EntryKind, Outcome
from foundation.tenancy.context import HasId, acting_for

BY_PEOPLE = tuple(outcome for outcome in Outcome if outcome is not Outcome.SET_ASIDE)


def close(*, business: HasId, case_id: uuid.UUID, cause: str, outcome: str, by: uuid.UUID) -> None:
    """Close a case. `cause` is one of the business's or new words, `outcome` one of BY_PEOPLE.

    Raises ValidationError by field, ClosedError where somebody else was quicker, Case.DoesNotExist.
    """
    with acting_for(business):
        case = lock(case_id)
        if case.state == CaseState.CLOSED and case.closed_by == by:
            return
        require_open(business, case)
        words, ended = tidy(cause), _outcome(outcome)
        faults = {}
        if not words:
            faults["cause"] = "Say what caused it."
        elif len(words) > LONGEST:
            faults["cause"] = f"The cause is {len(words)} characters long; {LONGEST} fit. Shorten it."
        if ended is None:
            faults["outcome"] = "Say how it ended."
        if faults or ended is None:
            raise ValidationError(faults)
        now = timezone.now()
        case.state, case.closed_at, case.closed_by = CaseState.CLOSED, now, by
        case.cause, case.outcome, case.heard_at = words, ended, None
        case.assignee = case.assignee or by
        text = f"{words}. {ended.label}."
        write_down(case, EntryKind.CLOSED, by=by, at=now, text=text, data={"outcome": ended.value})


def reopen(*, business: HasId, case_id: uuid.UUID, by: uuid.UUID) -> None:
    """Open a closed case again; it keeps its due time. Raises Case.DoesNotExist."""
    with acting_for(business):
        case = lock(case_id)
        if case.state == CaseState.OPEN:
            return
        open_again(case, by)


def _outcome(value: str) -> Outcome | None:
    return next((outcome for outcome in BY_PEOPLE if outcome.value == value), None)
