"""A hostile `Host` or `X-Forwarded-Host` stands in no letter: links begin with BASE_URL, whoever asked."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.adapter import AccountAdapter
from accounts.models import Business
from letters.purposes import Mail
from tests.factories.accounts import make_member, make_user
from tests.factories.everything import make_everything
from tests.security.writers import subjects_of, written
from trustapp import settings as project
from trustapp.embedded.environment import BASE_DIR

EVIL = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
KNOWN, UNKNOWN, UNCONFIRMED = "known@example.com", "nobody@example.com", "new@example.com"
PASSWORD = "rye bread and honey"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lenient(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # as if the first guard had failed
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def links(words: str) -> set[str]:
    """Every address of the web in a text."""
    return set(ADDRESS.findall(words))


def ask_for_every_letter() -> None:
    """Do, from a hostile host, everything that makes allauth write."""
    user = make_user(email=KNOWN, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=KNOWN, verified=True, primary=True)
    for email in (KNOWN, UNCONFIRMED):
        words = {"email": email, "password1": PASSWORD, "business": "Kornblume"}
        Client().post("/accounts/signup/", words, headers=EVIL)
    for email in (KNOWN, UNKNOWN):
        Client().post("/accounts/password/reset/", {"email": email}, headers=EVIL)
    member = Client()
    member.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD}, headers=EVIL)
    member.post("/accounts/reauthenticate/", {"password": PASSWORD}, headers=EVIL)
    member.post("/accounts/email/", {"email": "second@example.com", "action_add": ""}, headers=EVIL)


def test_no_letter_about_an_account_names_another_host(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    kinds: set[str] = set()
    send = AccountAdapter.send_mail

    def noted(adapter: AccountAdapter, template: str, email: str, context: dict[str, Any]) -> None:
        kinds.add(template.rpartition("/")[2])
        send(adapter, template, email, context)

    monkeypatch.setattr(AccountAdapter, "send_mail", noted)
    ask_for_every_letter()
    templates = Path(BASE_DIR / "templates" / "account" / "email").glob("*_subject.txt")
    assert kinds == {file.name.removesuffix("_subject.txt") for file in templates}
    for letter in mail.outbox:
        raw = str(letter.message())
        assert "evil.example" not in raw
        assert all(link.startswith(settings.BASE_URL) for link in links(str(letter.body)))
    assert sum(len(links(str(letter.body))) for letter in mail.outbox) >= len(kinds)


def test_every_letter_of_a_business_links_to_us_alone(business: Business, settings: Settings) -> None:
    settings.BASE_URL = "https://ours.example"
    mails = written(business, subjects_of(business, make_member(business), make_everything(business)))
    for purpose, letter in mails.items():
        assert isinstance(letter, Mail), (purpose, letter)
        found = links(letter.text) | links(letter.html) | links(" ".join(letter.headers.values()))
        assert all(link.startswith("https://ours.example/") for link in found), (purpose, found)
        assert found or purpose == "followup.reply", purpose


def test_nobody_else_is_answered_unless_the_environment_says_so() -> None:
    assert set(project.ALLOWED_HOSTS) == {urlsplit(project.BASE_URL).hostname, "127.0.0.1", "localhost"}


def test_a_host_that_is_not_ours_is_refused(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["ours.example"]
    assert client.get("/accounts/login/", headers={"Host": "evil.example"}).status_code == 400
    forwarded = {"Host": "ours.example", "X-Forwarded-Host": "evil.example"}
    assert client.get("/accounts/login/", headers=forwarded).status_code == 200
