"""The second step, as the pages lead through it."""

import re
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from tests.factories.accounts import make_user
from tests.factories.second_factors import code_of

PASSWORD = "rye bread and honey"
WORDS = {"login": "ann@example.com", "password": PASSWORD}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]


@pytest.fixture
def account(client: Client, settings: Settings) -> Client:
    """Somebody who signed in and has just shown once more that it is they."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    user = make_user(email=WORDS["login"], password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post("/accounts/login/", WORDS)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def page(client: Client, address: str) -> str:
    response = client.get(f"/accounts/2fa/{address}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def switch_on(client: Client) -> str:
    """The page after the second step was switched on."""
    secret = re.findall(r"<code>(\w+)</code>", page(client, "totp/activate/"))[0]
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    return unescape(response.content.decode())


def test_it_is_switched_on_by_a_code_and_spare_codes_follow(account: Client) -> None:
    assert "It is off" in page(account, "")
    after = switch_on(account)
    assert "Your spare codes" in after
    assert len(re.findall(r"<code>\d{8}</code>", after)) == 10
    assert "It is on" in page(account, "")


def test_a_wrong_code_says_what_to_do(account: Client) -> None:
    page(account, "totp/activate/")
    response = account.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert "type the one you see now" in response.content.decode()


def test_it_is_switched_off_again(account: Client) -> None:
    switch_on(account)
    assert "Switch the second step off?" in page(account, "totp/deactivate/")
    assert "It is off" in account.post("/accounts/2fa/totp/deactivate/", follow=True).content.decode()


def test_the_password_alone_does_not_let_in(account: Client) -> None:
    switch_on(account)
    stranger = Client()
    assert "The second step" in stranger.post("/accounts/login/", WORDS, follow=True).content.decode()
    assert stranger.get("/businesses/new/").status_code == 302


def test_new_spare_codes_end_the_old_ones(account: Client) -> None:
    old = re.findall(r"<code>(\d{8})</code>", switch_on(account))
    assert "The 10 that you have stop working at once." in page(account, "recovery-codes/generate/")
    account.post("/accounts/2fa/recovery-codes/generate/")
    new = re.findall(r"<code>(\d{8})</code>", page(account, "recovery-codes/"))
    assert len(new) == 10
    assert not set(new) & set(old)
