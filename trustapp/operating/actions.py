"""What an operator may do: have work done now, or give it up. Each leaves its line in the business's ledger."""

import uuid
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

import structlog
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.agenda.actions import give_up, hurry
from foundation.agenda.models import NOBODY, Due
from foundation.agenda.queries import piece
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for

log = structlog.get_logger(__name__)


class Change(Protocol):
    """What the agenda does to a piece of work; 0 where it cannot any more."""

    def __call__(self, *, row: Due, now: datetime) -> int: ...


def retry_work(*, row_id: uuid.UUID, by: User) -> bool:
    """Have a piece of work done at the next tick; False where it is done, or being done."""
    return _change(row_id, hurry, "work.retried", by)


def give_up_work(*, row_id: uuid.UUID, by: User) -> bool:
    """Strike out a piece of work that was not done; False where it is done, or being done."""
    return _change(row_id, give_up, "work.given_up", by)


def _change(row_id: uuid.UUID, change: Change, kind: str, by: User) -> bool:
    row = piece(row_id=row_id)
    if row is None:
        return False
    with _around(row):
        if not change(row=row, now=timezone.now()):
            return False
        _note(row, kind, by)
    return True


def _around(row: Due) -> AbstractContextManager[None]:
    return transaction.atomic() if row.business_id == NOBODY else acting_for(row.business_id)


def _note(row: Due, kind: str, by: User) -> None:
    if row.business_id != NOBODY:
        record(business=row.business_id, kind=kind, subject=row.id, actor=by.id, data={"kind": row.kind})
    log.warning(kind, work=row.kind, business=str(row.business_id), operator=str(by.id))
