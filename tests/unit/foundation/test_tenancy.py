"""The walls that stand in Python."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Business
from customers.models import Customer
from foundation.tenancy.context import NoBusinessError, OtherBusinessError, acting_for


def set_business() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.business_id', true)")
        return str(cursor.fetchone()[0] or "")


@pytest.mark.django_db
def test_tenant_rows_cannot_be_read_outside_acting_for() -> None:
    with pytest.raises(NoBusinessError):
        Customer.objects.count()


def test_a_row_is_seen_by_its_own_business_only(business: Business, other_business: Business) -> None:
    with acting_for(business):
        Customer.objects.create(business_id=business.id, name="Ann")
        assert Customer.objects.get().name == "Ann"
    with acting_for(other_business):
        assert not Customer.objects.exists()


def test_a_row_of_another_business_is_not_saved(business: Business, other_business: Business) -> None:
    with acting_for(business), pytest.raises(OtherBusinessError):
        Customer.objects.create(business_id=other_business.id)


def test_bulk_create_checks_every_row(business: Business, other_business: Business) -> None:
    rows = [Customer(business_id=business.id), Customer(business_id=other_business.id)]
    with acting_for(business), pytest.raises(OtherBusinessError):
        Customer.objects.bulk_create(rows)


def test_a_query_made_for_one_business_does_not_run_for_another(business: Business, other_business: Business) -> None:
    with acting_for(business):
        late = Customer.objects.all()
    with acting_for(other_business), pytest.raises(OtherBusinessError):
        list(late)
    with pytest.raises(NoBusinessError):
        list(late)


def test_one_business_is_left_before_the_next_is_entered(business: Business, other_business: Business) -> None:
    with acting_for(business), pytest.raises(OtherBusinessError), acting_for(other_business):
        pass


def test_the_setting_ends_with_the_block_though_the_transaction_goes_on(business: Business) -> None:
    with transaction.atomic():
        with acting_for(business):
            assert set_business() == business.id.hex
        assert set_business() == ""


def test_the_setting_ends_when_the_block_fails(business: Business) -> None:
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), acting_for(business):
            raise ZeroDivisionError
        assert set_business() == ""


def test_an_update_names_the_business(business: Business) -> None:
    with acting_for(business):
        customer = Customer.objects.create(business_id=business.id)
        customer.name = "Ben"
        customer.save()
        customer.refresh_from_db()
        assert customer.name == "Ben"
        customer.delete()
        assert not Customer.objects.exists()


def test_a_question_names_the_business_too_whatever_the_database_hides(business: Business) -> None:
    with acting_for(business), CaptureQueriesContext(connection) as asked:
        list(Customer.objects.all())
        Customer.objects.filter(name="x").exists()
    questions = [query["sql"] for query in asked.captured_queries if "customers_customer" in query["sql"]]
    assert [sql for sql in questions if business.id.hex not in sql] == []
    assert len(questions) == 2
