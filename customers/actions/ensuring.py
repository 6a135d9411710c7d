"""Finding the customers that a file of another room speaks of, and adding those who are not known yet."""

import uuid
from collections.abc import Sequence
from typing import Any

from customers.models import Customer, SuppressionReason
from customers.queries import match, suppressed
from foundation.ledger.actions import record_many
from foundation.tenancy.context import HasId, acting_for, business_id_of


def ensure_customers(
    *,
    business: HasId | uuid.UUID,
    people: Sequence[tuple[str | None, str | None]],
    by: uuid.UUID | None = None,
) -> tuple[list[uuid.UUID | None], int]:
    """The customer of each `(email, external_id)`, and how many were added; None: somebody who asked to be forgotten.

    Addresses and numbers are taken as checked. Nothing of a known customer is changed.
    """
    business_id = business_id_of(business)
    with acting_for(business):
        found = match(business, people)
        unknown = {person for person, customer_id in zip(people, found, strict=True) if customer_id is None}
        reasons = suppressed(business, [email for email, _ in unknown if email])
        gone = {email for email, reason in reasons.items() if reason == SuppressionReason.ERASED}
        new = [
            Customer(business_id=business_id, email=email, external_id=number)
            for email, number in _one_each(unknown)
            if email not in gone
        ]
        if not new:
            return found, 0
        # Two files at once may bring the same person: whoever comes second finds them.
        Customer.objects.bulk_create(new, ignore_conflicts=True)
        here = Customer.objects.filter(id__in=[customer.id for customer in new]).values_list("id", flat=True)
        lines: list[tuple[str, uuid.UUID, dict[str, Any]]] = [
            ("customer.added", customer_id, {}) for customer_id in here
        ]
        record_many(business=business, lines=lines, actor=by)
        return match(business, people), len(lines)


def _one_each(people: set[tuple[str | None, str | None]]) -> list[tuple[str | None, str | None]]:
    """Leave out whoever shares an address or a number with one already there: each is unique."""
    seen: set[tuple[str, str]] = set()
    kept = []
    # With both first: they then match who comes with one of them.
    for email, number in sorted(people, key=lambda person: (None in person, str(person))):
        keys = {("email", email or ""), ("number", number or "")} - {("email", ""), ("number", "")}
        if not keys & seen:
            seen |= keys
            kept.append((email, number))
    return kept
