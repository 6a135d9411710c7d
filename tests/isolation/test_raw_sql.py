"""Raw SQL as the app's own role: what the database alone keeps apart."""

import uuid
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.models import Business
from customers.models import Customer, Import, ImportFault
from foundation.tenancy.context import acting_for
from tests.factories.everything import make_everything
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


POINTERS = """
SELECT c.relname, f.relname, a.attname FROM pg_constraint con
JOIN pg_class c ON c.oid = con.conrelid JOIN pg_class f ON f.oid = con.confrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = con.conkey[2]
WHERE con.contype = 'f' AND array_length(con.conkey, 1) = 2 AND c.relnamespace = 'public'::regnamespace
"""


@pytest.fixture
def both(business: Business, other_business: Business) -> Callable[[str], tuple[int, list[uuid.UUID]]]:
    """Rows of both businesses in the main tables; how many a table has of the other one, and their ids."""
    make_everything(business, "MINE")
    make_everything(other_business)

    def others(table: str) -> tuple[int, list[uuid.UUID]]:
        with acting_for(other_business), connection.cursor() as cursor:
            cursor.execute(f'SELECT id FROM "{table}" ORDER BY id')
            ids = [row_id for (row_id,) in cursor.fetchall()]
        return len(ids), ids

    return others


Both = Callable[[str], tuple[int, list[uuid.UUID]]]


def test_the_main_tables_have_rows_of_both(both: Both) -> None:
    assert len([table for table in tenant_tables() if both(table)[0]]) >= 9


def test_no_table_shows_changes_or_loses_a_row_of_another_business(business: Business, both: Both) -> None:
    for table in sorted(tenant_tables()):
        n, ids = both(table)
        for statement in (
            f'SELECT 1 FROM "{table}" WHERE id = ANY(%s)',
            f'SELECT 1 FROM "{table}" WHERE id = ANY(%s) FOR UPDATE',
            f'UPDATE "{table}" SET business_id = business_id WHERE id = ANY(%s)',
            f'DELETE FROM "{table}" WHERE id = ANY(%s)',
        ):
            # The ledger's rows may not be changed by anybody, not even one's own.
            with suppress(ProgrammingError), acting_for(business), connection.cursor() as cursor:
                cursor.execute(statement, [ids])
                assert (statement, cursor.rowcount) == (statement, 0)
        assert both(table) == (n, ids)


def test_no_row_of_any_table_is_slipped_into_another_business(business: Business, both: Both) -> None:
    taken = []
    for table in sorted(tenant_tables()):
        with acting_for(business), connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            if not cursor.fetchone()[0]:
                continue
        other = both(table)[0]
        with pytest.raises(ProgrammingError), acting_for(business), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET business_id = gen_random_uuid()')
        copied = "jsonb_build_object('business_id', gen_random_uuid(), 'id', gen_random_uuid())"
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            acting_for(business),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f'INSERT INTO "{table}" SELECT (jsonb_populate_record(t, {copied})).* FROM "{table}" AS t LIMIT 1'
            )
        assert both(table)[0] == other
        taken.append(table)
    assert len(taken) >= 9


def test_no_row_of_any_table_points_at_another_businesses_row(business: Business, both: Both) -> None:
    with connection.cursor() as cursor:
        cursor.execute(POINTERS)
        pointers = cursor.fetchall()
    tried = 0
    for table, target, column in pointers:
        theirs = both(target)[1]
        with acting_for(business), connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            if not theirs or not cursor.fetchone()[0]:
                continue
        with pytest.raises(IntegrityError, match="foreign key"), acting_for(business), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET "{column}" = %s', [theirs[0]])
        tried += 1
    assert tried >= 8


def test_a_row_cannot_point_at_another_businesses_row(business: Business, other_business: Business) -> None:
    with acting_for(other_business):
        brought = Import.objects.create(business_id=other_business.id, kind="customers", filename="a.csv")
    with pytest.raises(IntegrityError, match="foreign key"), acting_for(business), transaction.atomic():
        ImportFault.objects.create(business_id=business.id, of_id=brought.id, row=1, message="x")
