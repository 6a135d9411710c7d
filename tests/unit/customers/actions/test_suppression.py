"""Addresses that get no more letters."""

import pytest

from accounts.models import Business
from customers.actions import resume_letters, suppress
from customers.fingerprints import address_hash
from customers.models import Suppression
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for


def reasons(business: Business) -> list[str]:
    with acting_for(business):
        return list(Suppression.objects.values_list("reason", flat=True))


def test_stopping_twice_is_stopping_once(business: Business) -> None:
    for _ in range(2):
        suppress(business=business, email="ann@example.com", reason="stopped")
    assert reasons(business) == ["stopped"]
    with acting_for(business):
        assert LedgerLine.objects.count() == 1


def test_the_weightier_reason_is_kept(business: Business) -> None:
    for reason in ("bounced", "erased", "stopped"):
        suppress(business=business, email="ann@example.com", reason=reason)
    assert reasons(business) == ["erased"]


def test_only_a_stop_can_be_undone(business: Business) -> None:
    suppress(business=business, email="ann@example.com", reason="stopped")
    suppress(business=business, email="ben@example.com", reason="complained")
    assert resume_letters(business=business, email="ann@example.com")
    assert not resume_letters(business=business, email="ben@example.com")
    assert reasons(business) == ["complained"]


def test_an_unknown_reason_is_refused(business: Business) -> None:
    with pytest.raises(ValueError, match="dislike"):
        suppress(business=business, email="ann@example.com", reason="dislike")


def test_no_address_stands_in_the_table(business: Business) -> None:
    suppress(business=business, email="ann@example.com", reason="stopped")
    with acting_for(business):
        row = Suppression.objects.get()
    assert row.address_hash == address_hash(business.id, " ANN@example.com")
    assert len(row.address_hash) == 64


def test_two_businesses_hash_one_address_differently(business: Business, other_business: Business) -> None:
    assert address_hash(business.id, "ann@example.com") != address_hash(other_business.id, "ann@example.com")
