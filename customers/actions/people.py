"""Adding and changing one customer by hand."""

import uuid
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from customers.actions.slices import hold
from customers.checks import LABELS, Values, check, quoted
from customers.models import Customer
from customers.queries import suppressed
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for, business_id_of

FIELDS = tuple(LABELS)


def add_customer(
    *,
    business: HasId | uuid.UUID,
    by: uuid.UUID | None = None,
    email: str = "",
    name: str = "",
    external_id: str = "",
    phone: str = "",
    language: str = "",
    properties: Mapping[str, str] | None = None,
) -> uuid.UUID:
    """Add one customer; their id. Raises ValidationError by field, as where the address is another customer's."""
    given = {"email": email, "name": name, "external_id": external_id, "phone": phone, "language": language}
    with acting_for(business):
        hold(business_id_of(business), shared=True)
        values = _checked(business, given, properties or {}, None)
        customer = Customer(business_id=business_id_of(business), properties=values.properties, **_fields(values))
        try:
            with transaction.atomic():
                customer.save(force_insert=True)
        except IntegrityError:  # somebody added them since the check, which says now whose address or number it is
            _checked(business, given, properties or {}, None)
            raise
        record(business=business, kind="customer.added", subject=customer.id, actor=by)
    return customer.id


def change_customer(
    *,
    business: HasId | uuid.UUID,
    customer_id: uuid.UUID,
    by: uuid.UUID | None = None,
    properties: Mapping[str, str] | None = None,
    **values: str,
) -> bool:
    """Change the named fields (of FIELDS), and all properties where given; whether anything was different.

    Raises Customer.DoesNotExist for an unknown or erased customer, ValidationError by field.
    """
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"not fields of a customer: {sorted(unknown)}")
    with acting_for(business):
        hold(business_id_of(business), shared=True)
        customer = Customer.objects.select_for_update().get(
            business_id=business_id_of(business), id=customer_id, erased_at=None
        )
        before = {field: getattr(customer, field) or "" for field in FIELDS}
        wanted = customer.properties if properties is None else properties
        clean = _checked(business, {**before, **values}, wanted, customer)
        after = {**_fields(clean), "properties": clean.properties}
        changed = [field for field, value in after.items() if getattr(customer, field) != value]
        if changed:
            for field in changed:
                setattr(customer, field, after[field])
            customer.updated_at = now()
            try:
                with transaction.atomic():
                    customer.save(update_fields=[*changed, "updated_at"])
            except IntegrityError:
                _checked(business, {**before, **values}, wanted, customer)
                raise
            record(
                business=business,
                kind="customer.changed",
                subject=customer.id,
                actor=by,
                data={"fields": sorted(changed)},
            )
    return bool(changed)


def _fields(values: Values) -> dict[str, str | None]:
    return {field: getattr(values, field) for field in FIELDS}


def _checked(
    business: HasId | uuid.UUID, given: Mapping[str, str], properties: Mapping[str, str], self: Customer | None
) -> Values:
    values, problems = check(given, properties)
    faults: dict[str, list[str]] = {}
    for problem in problems:
        field = problem.field if problem.field in LABELS else "properties"
        label = LABELS.get(problem.field, problem.field)
        faults.setdefault(field, []).append(f"{label}: {problem.message}")
    others = Customer.objects.filter(business_id=business_id_of(business))
    others = others.exclude(id=self.id) if self else others
    for field in ("email", "external_id"):
        value = getattr(values, field)
        if value and others.filter(**{field: value}).exists():
            faults.setdefault(field, []).append(f"{LABELS[field]}: {quoted(value)} is another customer's already.")
    # An erased person comes back only by asking: the list must not bring them.
    new_address = values.email if self is None or self.email != values.email else None
    if new_address and suppressed(business, [new_address]).get(new_address) == "erased":
        faults.setdefault("email", []).append(f"{LABELS['email']}: this person asked to be forgotten.")
    if faults:
        raise ValidationError(faults)
    return values
