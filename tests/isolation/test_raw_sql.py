"""Raw SQL as the app's own role: what the database alone keeps apart."""

import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.models import Business
from customers.models import Customer, Import, ImportFault
from foundation.tenancy.context import acting_for
from tests.isolation.test_catalogue import tenant_tables


@pytest.fixture
def theirs(other_business: Business) -> Customer:
    """A customer of the other business."""
    with acting_for(other_business):
        return Customer.objects.create(business_id=other_business.id, name="Theirs")


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


def test_without_a_business_no_tenant_table_shows_a_row(theirs: Customer) -> None:
    assert {table: count(table) for table in tenant_tables() if count(table)} == {}


def test_another_business_sees_nothing(business: Business, theirs: Customer) -> None:
    with acting_for(business):
        assert count("customers_customer") == 0


@pytest.mark.parametrize("statement", ["UPDATE customers_customer SET name = 'x'", "DELETE FROM customers_customer"])
def test_another_business_changes_nothing(business: Business, theirs: Customer, statement: str) -> None:
    with acting_for(business), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 0


def test_a_row_cannot_be_slipped_into_another_business(business: Business, other_business: Business) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), acting_for(business):
        connection.cursor().execute(
            "INSERT INTO customers_suppression (business_id, id, address_hash, reason, at)"
            " VALUES (%s, %s, 'x', 'stopped', now())",
            [other_business.id, uuid.uuid4()],
        )


def test_a_row_cannot_be_moved_to_another_business(business: Business, other_business: Business) -> None:
    with acting_for(business):
        Customer.objects.create(business_id=business.id)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_for(business):
        connection.cursor().execute("UPDATE customers_customer SET business_id = %s", [other_business.id])


def test_a_row_cannot_point_at_another_businesses_row(business: Business, other_business: Business) -> None:
    with acting_for(other_business):
        brought = Import.objects.create(business_id=other_business.id, kind="customers", filename="a.csv")
    with pytest.raises(IntegrityError, match="foreign key"), acting_for(business), transaction.atomic():
        ImportFault.objects.create(business_id=business.id, of_id=brought.id, row=1, message="x")
