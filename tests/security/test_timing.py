"""How long signing in, signing up and asking for a new password take tells nobody which addresses are known here.

In the ordinary run the work is counted: statements here, passwords hashed and letters written in `test_sign_in.py`.
With `-m slow` the time is measured: 2,000 requests for each form, about an address that is known and one that is not,
turn by turn, with passwords hashed as they are and answers held back as they are.
"""

import sys
import time
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from tests.factories.accounts import make_user
from tests.security.test_sign_in import KNOWN, LOGIN, PASSWORD, RESET, SIGN_UP, asked_of

TURNS = 1_000
STATEMENTS_APART = 3
EVEN_SECONDS = 0.3  # as in the settings; the tests' own are 0
MOST_APART = 0.05  # of the medians
pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    user = make_user(email=KNOWN, password=PASSWORD)
    user.last_login = timezone.now()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def unknown() -> str:
    return f"{uuid.uuid4().hex[:5]}@example.com"  # as long as the known one


def ask(address: str, email: str, measure: Callable[[], Any]) -> Any:
    """One request from a browser that was never here, undone afterwards; how far `measure` moved meanwhile."""
    cache.clear()  # nobody has tried anything yet
    mail.outbox.clear()
    client, where = Client(), asked_of(address, email)
    with transaction.atomic():
        before = measure()
        assert client.post(*where).status_code in (200, 302)
        after = measure()
        transaction.set_rollback(True)
    return after - before


@pytest.mark.parametrize("address", [LOGIN, SIGN_UP, RESET])
def test_a_known_address_takes_about_as_many_statements(person: User, settings: Settings, address: str) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person.set_password(PASSWORD)
    person.save()
    sent = []
    for email in (KNOWN, unknown()):
        with CaptureQueriesContext(connection) as asked:
            ask(address, email, lambda: 0)
        sent.append(len(asked))
    assert abs(sent[0] - sent[1]) <= STATEMENTS_APART


@pytest.mark.parametrize("address", [LOGIN, SIGN_UP, RESET])
@pytest.mark.parametrize("email", [KNOWN, "nobody@example.com"])
def test_no_form_about_an_address_answers_sooner_than_all(
    person: User, settings: Settings, address: str, email: str
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EVEN_SECONDS = 2 * EVEN_SECONDS
    assert ask(address, email, time.perf_counter) >= 2 * EVEN_SECONDS


def test_looking_at_a_form_is_not_held_back(settings: Settings) -> None:
    settings.EVEN_SECONDS = 60
    assert Client().get(LOGIN).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("address", [LOGIN, SIGN_UP, RESET])
def test_medians_of_two_thousand_requests_lie_within_five_in_a_hundred(
    person: User, settings: Settings, address: str
) -> None:
    settings.EVEN_SECONDS = EVEN_SECONDS
    took: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(2 * TURNS + 20):
        known = turn % 2 == 0
        seconds = ask(address, KNOWN if known else unknown(), time.perf_counter)
        if turn >= 20:  # the first ones warm up
            took[known].append(seconds)
    here, nobody = (median(took[known]) * 1000 for known in (True, False))
    apart = abs(here - nobody) / min(here, nobody)
    sys.stdout.write(f"\n{address}: medians {here:.2f} ms known, {nobody:.2f} ms unknown, {apart:.2%} apart\n")
    assert apart <= MOST_APART
