"""Taking an import back: who it brought and nobody has written to goes, who it changed becomes what they were."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, QuerySet
from django.utils.timezone import now

from customers.actions import statements
from customers.actions.slices import hold
from customers.importing_words import KEPT
from customers.models import Customer, Import, ImportChange, ImportState, SuppressionReason
from customers.queries import suppressed
from foundation.agenda.actions import add
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for, business_id_of

UNDO = "customers.undo_import"
AT_ONCE = 500  # customers in one transaction


def undo_import(*, business: HasId | uuid.UUID, import_id: uuid.UUID, by: uuid.UUID | None = None) -> None:
    """Let the workers take an import back. Raises Import.DoesNotExist where there is none that can be, any more."""
    with acting_for(business):
        row = Import.objects.select_for_update().get(
            business_id=business_id_of(business),
            id=import_id,
            state=ImportState.DONE,
            finished_at__gt=now() - KEPT,
        )
        row.state = ImportState.UNDOING
        row.save(update_fields=["state"])
        record(business=business, kind="import.undo_asked", subject=row.id, actor=by)
        add(business=business, kind=UNDO, key=str(row.id), due_at=now())


def advance_undo(*, business: HasId | uuid.UUID, import_id: uuid.UUID) -> Import:
    """Take the next customers back, and say how far it is. Raises Import.DoesNotExist where nothing is being undone."""
    business_id = business_id_of(business)
    with acting_for(business):
        hold(business_id)
        row = Import.objects.select_for_update().get(business_id=business_id, id=import_id, state=ImportState.UNDOING)
        # The latest change first: one customer may have met several rows of one file.
        changes = list(ImportChange.objects.filter(business_id=business_id, of=row).order_by("-at", "id")[:AT_ONCE])
        if changes:
            _restore(row, changes)
        elif not _remove(row):
            row.state = ImportState.UNDONE
            counts = {"removed": row.removed, "restored": row.restored, "kept": row.kept}
            record(business=business, kind="customers.import_undone", subject=row.id, data=counts)
        row.save(update_fields=["state", "removed", "restored", "kept"])
    return row


def _restore(row: Import, changes: Sequence[ImportChange]) -> None:
    """Put back what these changes changed; what was changed again since, or is somebody else's by now, stays."""
    addresses = [change.before["email"] for change in changes if change.before["email"]]
    erased = {email for email, why in suppressed(row.business_id, addresses).items() if why == SuppressionReason.ERASED}
    allowed = [change.id for change in changes if change.before["email"] not in erased]
    try:
        done = _put_back(row.business_id, allowed)
    except IntegrityError:
        done = sum(_alone(row.business_id, change) for change in allowed)
    row.restored += done
    row.kept += len(changes) - done
    ImportChange.objects.filter(business_id=row.business_id, id__in=[change.id for change in changes]).delete()


def _put_back(business_id: uuid.UUID, changes: Sequence[uuid.UUID]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements.RESTORE, {"business": business_id, "changes": list(changes)})
        return int(cursor.rowcount)


def _alone(business_id: uuid.UUID, change: uuid.UUID) -> int:
    """One change alone: 0 where the address or number of before belongs to somebody else by now."""
    try:
        return _put_back(business_id, [change])
    except IntegrityError:
        return 0


def _remove(row: Import) -> bool:
    """Take the next customers off the list whom nothing points at; whether there were any to look at."""
    brought = Customer.objects.filter(
        business_id=row.business_id, brought_by=row.id, created_at__range=_when(row)
    ).order_by("-created_at")
    looked_at = list(brought.values_list("id", flat=True)[:AT_ONCE])
    if not looked_at:
        return False
    some = Customer.objects.filter(business_id=row.business_id, id__in=looked_at)
    gone = _free(some).delete()[0]
    row.removed += gone
    row.kept += some.update(brought_by=None)
    return True


def _free(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Those whom no letter, answer, case or later import names: whatever table points at customers says so."""
    for relation in Customer._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            pointing: Any = relation.related_model
            same = {"business_id": OuterRef("business_id"), relation.field.attname: OuterRef("id")}
            customers = customers.filter(~Exists(pointing.objects.filter(**same)))
    return customers


def _when(row: Import) -> tuple[datetime, datetime]:
    """When its customers were made: an index finds them by that."""
    return row.started_at or row.created_at, row.finished_at or now()
