"""Addresses that get no more letters."""

import uuid

from customers.actions.slices import hold
from customers.fingerprints import address_hash
from customers.models import Suppression, SuppressionReason
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for, business_id_of

# Of two reasons for one address the weightier is kept.
WEIGHT = {
    SuppressionReason.BOUNCED: 0,
    SuppressionReason.STOPPED: 1,
    SuppressionReason.COMPLAINED: 2,
    SuppressionReason.ERASED: 3,
}


def suppress(*, business: HasId | uuid.UUID, email: str, reason: str, by: uuid.UUID | None = None) -> None:
    """Send no more survey letters to an address. `reason` is one of SuppressionReason; doing it twice does no harm.

    Raises ValueError for an unknown reason.
    """
    why = SuppressionReason(reason)
    business_id = business_id_of(business)
    with acting_for(business):
        if why is SuppressionReason.ERASED:
            hold(business_id)  # an import that has looked already would bring the person back
        row, is_new = Suppression.objects.get_or_create(
            business_id=business_id, address_hash=address_hash(business_id, email), defaults={"reason": why}
        )
        weightier = WEIGHT[why] > WEIGHT[SuppressionReason(row.reason)]
        if weightier:
            row.reason = why
            row.save(update_fields=["reason"])
        if is_new or weightier:
            record(business=business, kind="letters.suppressed", subject=row.id, actor=by, data={"reason": why.value})


def resume_letters(*, business: HasId | uuid.UUID, email: str, by: uuid.UUID | None = None) -> bool:
    """Undo a stop that the person asked for, and no other reason; whether there was one."""
    business_id = business_id_of(business)
    with acting_for(business):
        row = Suppression.objects.filter(
            business_id=business_id,
            address_hash=address_hash(business_id, email),
            reason=SuppressionReason.STOPPED,
        ).first()
        if row is None:
            return False
        row.delete()
        record(business=business, kind="letters.resumed", subject=row.id, actor=by)
    return True
