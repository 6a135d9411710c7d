"""Adding and changing one customer."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Business
from customers.actions import add_customer, change_customer, suppress
from customers.models import Customer
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from tests.factories.customers import everybody, make_customer


def test_a_customer_is_stored_tidied_with_a_line_that_names_nobody(business: Business) -> None:
    made = add_customer(business=business, email=" Ann@Example.COM", name="Ann\tWeber ", properties={"shop": " "})
    row = everybody(business)[made]
    assert (row.email, row.name, row.external_id, row.properties) == ("ann@example.com", "Ann Weber", None, {})
    with acting_for(business):
        line = LedgerLine.objects.get(subject=made)
    assert (line.kind, line.data) == ("customer.added", {})


def test_what_is_wrong_is_said_at_its_field(business: Business) -> None:
    with pytest.raises(ValidationError) as fault:
        add_customer(business=business, email="ann@gmial", language="klingon")
    assert fault.value.message_dict["email"] == ["E-mail: 'ann@gmial' has no ending such as .com."]
    assert "language" in fault.value.message_dict
    assert not everybody(business)


def test_one_address_belongs_to_one_customer_of_a_business(business: Business, other_business: Business) -> None:
    add_customer(business=business, email="ann@example.com")
    with pytest.raises(ValidationError, match="another customer's already"):
        add_customer(business=business, email="ANN@example.com")
    add_customer(business=other_business, email="ann@example.com")


def test_who_asked_to_be_forgotten_is_not_added_again(business: Business) -> None:
    suppress(business=business, email="ann@example.com", reason="erased")
    with pytest.raises(ValidationError, match="asked to be forgotten"):
        add_customer(business=business, email="ann@example.com")


def test_a_change_keeps_what_it_does_not_name(business: Business) -> None:
    ann = make_customer(business, email="ann@example.com", phone="1", properties={"shop": "Station"})
    assert change_customer(business=business, customer_id=ann.id, name="Ann Weber")
    row = everybody(business)[ann.id]
    assert (row.name, row.email, row.phone, row.properties) == (
        "Ann Weber",
        "ann@example.com",
        "1",
        {"shop": "Station"},
    )
    assert row.updated_at > ann.updated_at


def test_a_change_that_changes_nothing_leaves_no_line(business: Business) -> None:
    ann = make_customer(business)
    assert not change_customer(business=business, customer_id=ann.id, name=ann.name)
    with acting_for(business):
        assert not LedgerLine.objects.exists()


def test_another_business_cannot_change_a_customer(business: Business, other_business: Business) -> None:
    ann = make_customer(business)
    with pytest.raises(Customer.DoesNotExist):
        change_customer(business=other_business, customer_id=ann.id, name="Eve")
