"""What other rooms read about customers."""

import uuid

import pytest
from django.utils import timezone

from accounts.models import Business
from customers.actions import suppress
from customers.queries import (
    Kind,
    audience,
    audience_size,
    kinds,
    match,
    people,
    person,
    segment_names,
    segment_values,
    suppressed,
)
from foundation.tenancy.context import NoBusinessError, acting_for
from tests.factories.customers import make_customer


def test_people_come_by_id_in_one_query(business: Business, django_assert_num_queries: object) -> None:
    ann, ben = make_customer(business, name="Ann"), make_customer(business)
    with acting_for(business), django_assert_num_queries(1):  # type: ignore[operator]
        found = people(business, [ann.id, ben.id, uuid.uuid4()])
    assert set(found) == {ann.id, ben.id}
    assert found[ann.id].name == "Ann"


def test_another_business_has_nobody_of_ours(business: Business, other_business: Business) -> None:
    ann = make_customer(business)
    with acting_for(other_business):
        assert person(other_business, ann.id) is None
        assert person(business, ann.id) is None
        assert match(other_business, [(ann.email, None)]) == [None]
        assert audience_size(other_business, {}) == 0


def test_outside_a_business_nothing_is_read(business: Business) -> None:
    with pytest.raises(NoBusinessError):
        person(business, uuid.uuid4())


def test_the_audience_pages_by_id_and_names_those_without_an_address_too(business: Business) -> None:
    reached = [make_customer(business), make_customer(business, email=None, external_id="1"), make_customer(business)]
    make_customer(business, email=None, erased_at=timezone.now())
    with acting_for(business):
        first = audience(business, {}, limit=2)
        rest = audience(business, {}, after=first[-1].id, limit=2)
    assert [row.id for row in [*first, *rest]] == [row.id for row in reached]


def test_an_audience_may_be_a_segment(business: Business) -> None:
    ann = make_customer(business, properties={"shop: 'main'": "Old Town"})
    make_customer(business, properties={"shop: 'main'": "Station"})
    segment = {"property": "shop: 'main'", "value": "Old Town"}
    with acting_for(business):
        assert [row.id for row in audience(business, segment)] == [ann.id]
        assert audience_size(business, segment) == 1


def test_values_of_a_segment_come_with_their_counts(business: Business) -> None:
    for shop in ("Station", "Old Town", "Old Town"):
        make_customer(business, properties={"shop": shop})
    make_customer(business)
    with acting_for(business):
        assert segment_values(business, "shop") == [("Old Town", 2), ("Station", 1)]
        assert segment_names(business, "shop") == ["Old Town", "Station"]


def test_values_to_choose_from_are_those_of_the_newest_customers(business: Business) -> None:
    for shop in ("Closed long ago", "Station", "Old Town", "Old Town"):
        make_customer(business, properties={"shop": shop})
    with acting_for(business):
        assert segment_names(business, "shop", among=3) == ["Old Town", "Station"]
        assert segment_names(business, "shop", limit=1) == ["Old Town"]
        assert segment_names(business, "nothing") == []


def test_properties_come_with_how_many_values_and_customers_they_have(business: Business) -> None:
    for shop, note in (("Closed long ago", "x"), ("Station", "a"), ("Old Town", "b"), ("Old Town", "")):
        make_customer(business, properties={"shop": shop, "note": note})
    make_customer(business, erased_at=timezone.now(), properties={"gone": "yes"})
    with acting_for(business):
        assert kinds(business, most=2) == [Kind("shop", 1, 1, [])]
        assert kinds(business, among=3) == [Kind("shop", 2, 3, ["Old Town"]), Kind("note", 2, 2, [])]


def test_properties_of_another_business_are_not_told(business: Business, other_business: Business) -> None:
    make_customer(business, properties={"shop": "Station"})
    with acting_for(other_business):
        assert kinds(other_business) == []


def test_a_number_matches_before_an_address(business: Business) -> None:
    ann = make_customer(business, email="ann@example.com", external_id=None)
    ben = make_customer(business, email="ben@example.com", external_id="7")
    with acting_for(business):
        found = match(
            business, [(" ANN@example.com ", ""), ("ann@example.com", "7"), ("x@example.com", None), ("", "")]
        )
    assert found == [ann.id, ben.id, None, None]


def test_suppressed_addresses_come_with_their_reason(business: Business, other_business: Business) -> None:
    suppress(business=business, email="Ann@Example.com", reason="stopped")
    with acting_for(business):
        assert suppressed(business, ["ann@example.com", "ben@example.com"]) == {"ann@example.com": "stopped"}
    with acting_for(other_business):
        assert suppressed(other_business, ["ann@example.com"]) == {}
