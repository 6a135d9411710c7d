"""Every address × every role × other people's ids: nobody sees what is not theirs."""

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from accounts.models import Business, User
from accounts.roles import Role, allows
from foundation.tenancy.context import acting_for
from foundation.tenancy.models import TenantModel
from tests.factories.accounts import make_member
from tests.factories.everything import CANARY, make_everything
from tests.isolation.routes import OUTSIDE, OUTSIDE_PREFIXES, Route, inside, outside

INSIDE = inside()
METHODS = ("get", "post", "put", "patch", "delete")
HIDDEN = {404, 405}  # not there, or there for another method: neither tells anything


def name(route: Route) -> str:
    return route.path


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(client: Client, method: str, address: str, **data: Any) -> int:
    return int(getattr(client, method)(address, data).status_code)


def test_the_url_configuration_is_read() -> None:
    assert {"team/", "settings/"} <= {route.path.removeprefix("b/<slug>/") for route in INSIDE}


@pytest.mark.parametrize("route", INSIDE, ids=name)
def test_every_page_of_a_business_asks_for_a_permission(route: Route) -> None:
    assert route.permission is not None


def test_every_address_outside_a_business_is_declared() -> None:
    unknown = [
        route.path
        for route in outside()
        if route.name not in OUTSIDE and not route.path.startswith(tuple(OUTSIDE_PREFIXES))
    ]
    assert unknown == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", INSIDE, ids=name)
def test_signed_out_people_are_led_to_the_login(business: Business, route: Route, method: str) -> None:
    response = getattr(Client(), method)(route.fill(business.slug, uuid.uuid4()))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", INSIDE, ids=name)
def test_another_business_is_not_there(business: Business, other_business: Business, route: Route, method: str) -> None:
    client = client_of(make_member(business))
    make_member(other_business)
    assert ask(client, method, route.fill(other_business.slug, uuid.uuid4())) == 404


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
@pytest.mark.parametrize("route", INSIDE, ids=name)
def test_a_role_without_the_permission_is_refused(business: Business, route: Route, role: Role) -> None:
    client = client_of(make_member(business, role))
    assert route.permission
    for method in ("get", "post"):
        status = ask(client, method, route.fill(business.slug, uuid.uuid4()))
        assert (status == 403) is not allows(role, route.permission), method


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_other_peoples_ids_in_a_path_are_not_there(business: Business, other_business: Business, role: Role) -> None:
    client = client_of(make_member(business, role))
    theirs = make_everything(other_business)
    before = contents(other_business)
    seen = {
        (method, route.path, what): status
        for route in INSIDE
        if route.takes_an_id and route.permission and allows(role, route.permission)
        for what, value in theirs.items()
        for method in (METHODS if role is Role.OWNER else ("get", "post"))
        if (status := ask(client, method, route.fill(business.slug, value))) not in HIDDEN
    }
    assert seen == {}
    assert contents(other_business) == before


def test_other_peoples_ids_in_query_and_body_show_and_change_nothing(
    business: Business, other_business: Business
) -> None:
    client = client_of(make_member(business))
    theirs = make_everything(other_business)
    data = {**theirs, **{f"{what}_id": value for what, value in theirs.items()}}
    data |= dict.fromkeys(("id", "after", "of", "owner", "assignee", "audience"), theirs["customer"])
    mine = make_everything(business, words="MINE")
    before = contents(other_business)
    for route in INSIDE:
        for own in mine.values() if route.takes_an_id else [uuid.uuid4()]:
            for method in ("get", "post"):
                response = getattr(client, method)(route.fill(business.slug, own), data)
                assert CANARY not in response.content.decode(errors="replace"), (method, route.path)
    assert contents(other_business) == before


def contents(business: Business) -> dict[str, list[str]]:
    """All tenant rows of a business, as text."""
    with acting_for(business):
        return {
            model.__name__: sorted(str(row) for row in model.objects.values_list())
            for model in apps.get_models()
            if issubclass(model, TenantModel)
        }
