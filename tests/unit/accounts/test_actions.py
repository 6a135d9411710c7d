"""Making businesses, and changing who belongs to them."""

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import (
    MOST_STOPPED,
    LastOwnerError,
    add_dimensions,
    change_business,
    change_role,
    create_business,
    remove_member,
    stop_dimension,
)
from accounts.models import Business, Membership
from accounts.queries import by_code, members, on_duty
from accounts.roles import Role
from foundation.ledger.models import LedgerLine
from foundation.ledger.queries import history
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member, make_user


@pytest.mark.django_db
def test_a_new_business_has_its_owner_and_a_ledger_line() -> None:
    owner = make_user()
    business = create_business(name="Kornblume Bakery", owner=owner)
    assert (business.slug, business.reply_to) == ("kornblume-bakery", owner.email)
    assert [(member.id, member.role) for member in members(business)] == [(owner.id, Role.OWNER)]
    with acting_for(business):
        assert [line.kind for line in history(business=business, subject=business.id)] == ["business.created"]


@pytest.mark.django_db
def test_two_businesses_of_one_name_get_two_slugs() -> None:
    owner = make_user()
    slugs = [create_business(name="Café Nord", owner=owner).slug for _ in range(3)]
    assert slugs == ["cafe-nord", "cafe-nord-2", "cafe-nord-3"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"timezone": "Mars/Base"}, "timezone"), ({"slug": "Not a slug"}, "slug")],
)
def test_what_is_wrong_is_named(values: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        create_business(**{"name": "Bakery", "owner": make_user(), **values})  # type: ignore[arg-type] # mixed values
    assert list(caught.value.message_dict) == [field]
    assert not Business.objects.exists()


def test_a_taken_slug_is_refused(business: Business) -> None:
    with pytest.raises(ValidationError, match="already called"):
        create_business(name="Other", owner=make_user(), slug=business.slug)


def test_the_last_owner_stays(business: Business) -> None:
    owner = make_member(business)
    with pytest.raises(LastOwnerError):
        change_role(business=business, member_id=owner.id, role=Role.STAFF, by=owner)
    with pytest.raises(LastOwnerError):
        remove_member(business=business, member_id=owner.id, by=owner)


def test_one_of_two_owners_may_leave(business: Business) -> None:
    first, second = make_member(business), make_member(business)
    remove_member(business=business, member_id=first.id, by=second)
    assert [member.id for member in members(business)] == [second.id]


def test_a_member_of_another_business_cannot_be_changed(business: Business, other_business: Business) -> None:
    owner, stranger = make_member(business), make_member(other_business, Role.STAFF)
    with pytest.raises(Membership.DoesNotExist):
        change_role(business=business, member_id=stranger.id, role=Role.OWNER, by=owner)


def test_at_most_eight_dimensions_are_kept(business: Business) -> None:
    assert add_dimensions(business=business, names=[str(n) for n in range(6)]) == [str(n) for n in range(6)]
    assert add_dimensions(business=business, names=["5", "6", "7", "8"]) == ["6", "7"]
    business.refresh_from_db()
    assert len(business.dimensions) == 8


def test_a_dimension_is_stopped_once_with_a_line_of_who(business: Business) -> None:
    owner = make_member(business)
    add_dimensions(business=business, names=["shop", "town"])
    assert stop_dimension(business=business, name="shop", by=owner.id)
    assert not stop_dimension(business=business, name="shop", by=owner.id)
    business.refresh_from_db()
    assert (business.dimensions, business.stopped_dimensions) == (["town"], ["shop"])
    with acting_for(business):
        (line,) = LedgerLine.objects.filter(kind="business.dimensions_stopped")
    assert (line.actor, line.data) == (owner.id, {"count": 1})


def test_what_was_stopped_and_comes_back_is_no_longer_among_the_stopped(business: Business) -> None:
    owner = make_member(business)
    add_dimensions(business=business, names=["shop"])
    stop_dimension(business=business, name="shop", by=owner.id)
    assert add_dimensions(business=business, names=["shop"], by=owner.id) == ["shop"]
    business.refresh_from_db()
    assert (business.dimensions, business.stopped_dimensions) == (["shop"], [])


def test_so_many_that_were_stopped_are_noted_the_latest_first(business: Business) -> None:
    for name in map(str, range(MOST_STOPPED + 1)):
        add_dimensions(business=business, names=[name])
        stop_dimension(business=business, name=name, by=None)
    assert business.noted_dimensions == [str(n) for n in range(MOST_STOPPED, 0, -1)]


def test_a_wrong_setting_changes_nothing(business: Business) -> None:
    owner = make_member(business)
    with pytest.raises(ValidationError):
        change_business(business=business, by=owner, name="New", reply_to="nowhere")
    business.refresh_from_db()
    assert business.name != "New"


def test_without_anybody_on_duty_the_owners_are_told(business: Business) -> None:
    owner, staff = make_member(business), make_member(business, Role.STAFF)
    assert [member.id for member in on_duty(business)] == [owner.id]
    Membership.objects.filter(user=staff).update(on_duty=True)
    assert [member.id for member in on_duty(business)] == [staff.id]


def test_a_business_is_found_by_its_code(business: Business) -> None:
    found = by_code(business.code)
    assert found
    assert found.id == business.id
    assert by_code("nothing") is None
