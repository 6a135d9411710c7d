"""Sign-up, confirming, signing in: what allauth is asked to do here."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Business, User
from tests.factories.accounts import make_user

WORDS = {"business": "Kornblume Bakery", "email": "ann@example.com", "password1": "a long pass phrase"}

pytestmark = pytest.mark.django_db


def sign_up(client: Client, **words: str) -> str:
    response = client.post("/accounts/signup/", {**WORDS, **words}, follow=True)
    return response.content.decode()


def test_signing_up_makes_the_business_and_asks_to_confirm(client: Client) -> None:
    page = sign_up(client, timezone="Europe/Berlin")
    assert "Look into your inbox" in page
    business = Business.objects.get()
    assert (business.name, business.timezone) == ("Kornblume Bakery", "Europe/Berlin")
    assert mail.outbox[0].to == ["ann@example.com"]


def test_opening_the_letters_link_does_not_confirm_yet(client: Client) -> None:
    sign_up(client)
    address = link(str(mail.outbox[0].body))
    assert "Yes, go on" in client.get(address).content.decode()
    assert "Look into your inbox" in sign_in(client)
    client.post(address)
    assert "Look into your inbox" not in sign_in(client)


def test_a_known_address_looks_like_an_unknown_one(client: Client) -> None:
    make_user(email="ann@example.com")
    page = sign_up(client)
    assert "Look into your inbox" in page
    assert (Business.objects.count(), User.objects.count()) == (0, 1)


def test_a_reset_looks_alike_for_known_and_unknown_addresses(client: Client) -> None:
    make_user(email="ann@example.com")
    pages = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True).content.decode()
        for email in ("ann@example.com", "nobody@example.com")
    ]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(("field", "value"), [("business", ""), ("email", "ann@"), ("password1", "short")])
def test_what_is_wrong_is_said_and_nothing_is_made(client: Client, field: str, value: str) -> None:
    page = sign_up(client, **{field: value})
    assert "There is a problem" in page
    assert not User.objects.exists()


def test_a_hostile_host_does_not_get_into_the_letter(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/accounts/signup/", WORDS, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in mail.outbox[0].message().as_string()
    assert settings.BASE_URL in mail.outbox[0].body


@pytest.mark.parametrize("address", ["login", "signup", "password/reset", "password/reset/done", "confirm-email"])
def test_the_pages_for_strangers_are_there(client: Client, address: str) -> None:
    assert client.get(f"/accounts/{address}/").status_code == 200


@pytest.mark.parametrize("address", ["email", "password/change", "2fa", "2fa/totp/activate", "logout"])
def test_the_pages_of_an_account_are_there(client: Client, address: str) -> None:
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/accounts/{address}/", follow=True).status_code == 200


def link(body: str) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", body)
    assert found
    return found[1]


def sign_in(client: Client) -> str:
    words = {"login": WORDS["email"], "password": WORDS["password1"]}
    return Client().post("/accounts/login/", words, follow=True).content.decode()
