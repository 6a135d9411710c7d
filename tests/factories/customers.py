"""Customers."""

import uuid
from itertools import count
from typing import Any

from customers.models import Customer
from foundation.tenancy.context import HasId, acting_for

numbers = count(1)


def make_customer(business: HasId, **values: Any) -> Customer:
    """A customer with an address of their own."""
    n = next(numbers)
    with acting_for(business):
        return Customer.objects.create(
            **{"business_id": business.id, "email": f"customer{n}@example.com", "name": f"Customer {n}", **values}
        )


def everybody(business: HasId) -> dict[uuid.UUID, Customer]:
    """All customers of a business, by id."""
    with acting_for(business):
        return {row.id: row for row in Customer.objects.all()}
