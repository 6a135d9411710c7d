"""Signing in, up and resetting: limits that hold, a second factor that counts, and nothing told about who is known."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import MD5PasswordHasher as Quick
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Business, RecentTry, User
from tests.factories.accounts import make_user
from tests.factories.second_factors import code_of

PASSWORD, WRONG = "rye bread and honey", "honey and rye bread"
LOGIN, SIGN_UP, RESET = "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"
PAGE = "/businesses/new/"
KNOWN, UNKNOWN = "known@example.com", "nobody@example.com"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # these tests sign in hundreds of times


@pytest.fixture
def person() -> User:
    user = make_user(email=KNOWN, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def attempt(email: str, password: str, client: Client | None = None, **more: Any) -> Any:
    return (client or Client()).post(LOGIN, {"login": email, "password": password}, **more)


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def counting(step: Callable[..., Any], times: list[str]) -> Callable[..., Any]:
    """A function that notes each call."""

    def counted(*given: Any) -> Any:
        times.append(step.__name__)
        return step(*given)

    return counted


def plain(page: str) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nobody@example\.com|known@example\.com', "", page)


def asked_of(address: str, email: str) -> tuple[str, dict[str, str]]:
    """An address of the product, and what a form there sends for an e-mail address."""
    words = {
        LOGIN: {"login": email, "password": WRONG},
        SIGN_UP: {"email": email, "password1": PASSWORD, "business": "Kornblume"},
        RESET: {"email": email},
    }
    return address, words[address]


def seen_by_a_stranger(address: str, email: str) -> tuple[Any, ...]:
    """All that a browser is told."""
    client = Client()
    first = client.post(*asked_of(address, email))
    then = client.get(first["Location"]) if first.status_code == 302 else first
    told = [first.status_code, first.headers.get("Location"), plain(then.content.decode()), sorted(first.headers)]
    return *told, sorted(first.cookies), sorted(then.cookies)


@pytest.mark.parametrize("address", [LOGIN, SIGN_UP, RESET])
def test_a_known_address_is_told_the_same_as_an_unknown_one(person: User, address: str) -> None:
    assert seen_by_a_stranger(address, KNOWN) == seen_by_a_stranger(address, UNKNOWN)


@pytest.mark.parametrize("address", [LOGIN, SIGN_UP, RESET])
def test_a_known_address_costs_the_same_work_as_an_unknown_one(
    person: User, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(Quick, "encode", counting(Quick.encode, hashed))  # checking a password encodes it too
    work = []
    for email in (KNOWN, UNKNOWN):
        hashed.clear()
        mail.outbox.clear()
        Client().post(*asked_of(address, email))
        work.append((len(hashed), len(mail.outbox)))
    assert work[0] == work[1]
    assert work[0] == {LOGIN: (2, 0), SIGN_UP: (1, 1), RESET: (0, 1)}[address]


def test_signing_up_with_a_known_address_leaves_no_row_behind(person: User) -> None:
    Client().post(*asked_of(SIGN_UP, KNOWN))
    assert (User.objects.count(), EmailAddress.objects.count(), Business.objects.count()) == (1, 1, 0)


def test_five_wrong_passwords_close_the_door_even_to_the_right_one(person: User) -> None:
    for _ in range(5):
        assert attempt(KNOWN, WRONG).status_code == 200
    client = Client()
    assert "Too many tries" in attempt(KNOWN, PASSWORD, client).content.decode()
    assert not is_in(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        attempt(KNOWN, PASSWORD, client)
        assert is_in(client)


def test_an_unknown_address_is_shut_out_the_same_way(person: User) -> None:
    for _ in range(5):
        attempt(UNKNOWN, WRONG)
    assert "Too many tries" in attempt(UNKNOWN, WRONG).content.decode()


def test_a_letter_lets_in_whom_a_stranger_locked_out(person: User) -> None:
    for _ in range(6):
        attempt(KNOWN, WRONG)
    client = Client()
    client.post(RESET, {"email": KNOWN})
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert link
    form = client.get(link[1])["Location"]
    client.post(form, {"password1": WRONG, "password2": WRONG})
    assert is_in(client)


def test_a_password_is_tried_at_many_addresses_ten_times_a_minute(person: User) -> None:
    for n in range(10):
        attempt(f"somebody{n}@example.com", WRONG)
    assert "Too many tries" in attempt(KNOWN, PASSWORD).content.decode()
    elsewhere = Client()
    attempt(KNOWN, PASSWORD, elsewhere, REMOTE_ADDR="203.0.113.9")
    assert is_in(elsewhere)


def test_a_caller_s_own_forwarded_address_is_not_believed(person: User) -> None:
    for n in range(10):
        attempt(f"somebody{n}@example.com", WRONG, headers={"X-Forwarded-For": f"203.0.113.{n}"})
    assert "Too many tries" in attempt(KNOWN, PASSWORD, headers={"X-Forwarded-For": "203.0.113.99"}).content.decode()


def test_behind_a_proxy_its_word_is_believed_and_the_caller_s_is_not(person: User, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(10):
        attempt(f"somebody{n}@example.com", WRONG, headers={"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.1"})
    forged = {"X-Forwarded-For": "198.51.100.200, 203.0.113.1"}
    assert "Too many tries" in attempt(KNOWN, PASSWORD, headers=forged).content.decode()
    client = Client()
    attempt(KNOWN, PASSWORD, client, headers={"X-Forwarded-For": "203.0.113.2"})
    assert is_in(client)


def test_limits_are_kept_in_the_database_and_name_nobody(person: User) -> None:
    attempt(KNOWN, WRONG, REMOTE_ADDR="203.0.113.9")
    rows = list(RecentTry.objects.values_list("cache_key", flat=True))
    assert rows
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(r::text, ' ') FROM accounts_recenttry r")
        stored = cursor.fetchone()[0]
    assert KNOWN not in stored
    assert "203.0.113" not in stored
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in rows)


def test_what_was_tried_is_seen_by_every_process(person: User) -> None:
    cache.set("here", 1)
    assert RecentTry.objects.filter(cache_key=cache.make_key("here")).exists()


@pytest.mark.usefixtures("one_moment")
def test_a_password_alone_is_not_enough_where_a_second_factor_is_set(client: Client, person: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    assert attempt(KNOWN, PASSWORD, client)["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not is_in(client)
    code = code_of(secret)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(client)
    again = Client()
    attempt(KNOWN, PASSWORD, again)
    again.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_in(again), "a code counts once"


def test_a_recovery_code_lets_in_once(person: User) -> None:
    TOTP.activate(person, generate_totp_secret())
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    seen = []
    for _ in range(2):
        client = Client()
        attempt(KNOWN, PASSWORD, client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        seen.append(is_in(client))
    assert seen == [True, False]


@pytest.mark.usefixtures("one_moment")
def test_guessing_second_factors_is_limited(person: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    client = Client()
    attempt(KNOWN, PASSWORD, client)
    for _ in range(11):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    code = code_of(secret)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_in(client)


def test_changing_the_address_asks_who_one_is(client: Client, person: User) -> None:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/accounts/email/", {"email": "thief@example.com", "action_add": ""})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not EmailAddress.objects.filter(email="thief@example.com").exists()


def test_an_operator_signs_in_by_the_same_door(client: Client, person: User) -> None:
    User.objects.filter(id=person.id).update(is_staff=True, is_superuser=True)
    TOTP.activate(person, generate_totp_secret())
    assert client.get("/operator/").status_code == 404
    answer = client.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/operator/").status_code == 404


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(client: Client, person: User, target: str) -> None:
    answer = client.post(f"{LOGIN}?next={target}", {"login": KNOWN, "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert "evil" not in answer["Location"]


@pytest.mark.parametrize("password", ["short", "password1234", "1q2w3e4r5t6y", KNOWN])
def test_a_password_that_many_have_is_refused(password: str) -> None:
    Client().post(SIGN_UP, {"email": KNOWN, "password1": password, "business": "Kornblume"})
    assert not User.objects.exists()


def test_a_password_is_checked_as_it_was_typed(person: User) -> None:
    person.set_password(f"  {PASSWORD}  ÄÖÜ ")
    person.save()
    for typed, right in (
        (f"  {PASSWORD}  ÄÖÜ ", True),
        (f"{PASSWORD}  ÄÖÜ", False),
        (f"  {PASSWORD.upper()}  ÄÖÜ ", False),
    ):
        client = Client()
        attempt(KNOWN, typed, client)
        assert is_in(client) is right


def test_signing_in_and_failing_to_leave_a_line_without_the_address(
    person: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client = Client()
    for _ in range(6):
        attempt(KNOWN, WRONG)
    attempt("other@example.com", WRONG)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        attempt(KNOWN, PASSWORD, client)
    client.post("/accounts/logout/")
    said = caplog.text
    for line in ("sign-in failed", "tried too often", "signed in", "signed out", str(person.id)):
        assert line in said, line
    assert "@example.com" not in said
