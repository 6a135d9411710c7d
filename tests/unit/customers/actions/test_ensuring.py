"""Finding or adding the people that another room's file speaks of."""

from accounts.models import Business
from customers.actions.ensuring import ensure_customers
from customers.actions.suppression import suppress
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from tests.factories.customers import everybody, make_customer


def test_known_people_are_found_and_unknown_ones_added(business: Business) -> None:
    ann = make_customer(business, email="ann@example.com")
    ids, added = ensure_customers(business=business, people=[("ann@example.com", None), ("bob@example.com", "B7")])
    assert (ids[0], added) == (ann.id, 1)
    assert everybody(business)[ids[1]].external_id == "B7"  # type: ignore[index] # bob was added
    with acting_for(business):
        assert list(LedgerLine.objects.values_list("kind", "subject")) == [("customer.added", ids[1])]


def test_a_person_named_in_two_ways_is_added_once(business: Business) -> None:
    people = [(None, "B7"), ("bob@example.com", None), ("bob@example.com", "B7")]
    ids, added = ensure_customers(business=business, people=people)
    assert (len(set(ids)), added) == (1, 1)


def test_doing_it_again_adds_nobody(business: Business) -> None:
    people = [("ann@example.com", None), (None, "B7")]
    first = ensure_customers(business=business, people=people)
    assert ensure_customers(business=business, people=people) == (first[0], 0)


def test_somebody_who_was_forgotten_is_not_added(business: Business) -> None:
    suppress(business=business, email="ann@example.com", reason="erased")
    assert ensure_customers(business=business, people=[("ann@example.com", None)]) == ([None], 0)
    assert everybody(business) == {}
