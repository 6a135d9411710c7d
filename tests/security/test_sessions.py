"""Sessions: rotated at sign-in, ended on time, and gone once ended."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.sessions import LONGEST_SECONDS
from tests.factories.accounts import make_user

PASSWORD = "rye bread and honey"
NEW_PASSWORD = "another long pass phrase"
PAGE = "/businesses/new/"  # any page for people who are signed in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    user = make_user(password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client: Client, user: User) -> str:
    """Sign in by the form; the session's key."""
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return str(client.session.session_key)


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def travel(**time: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**time))


def test_signing_in_gives_the_session_a_new_key(client: Client, person: User) -> None:
    client.get("/accounts/login/")
    before = client.session
    before["planted"] = True
    before.save()
    client.cookies["sessionid"] = str(before.session_key)
    after = sign_in(client, person)
    assert after != before.session_key
    assert not Session.objects.filter(session_key=before.session_key).exists()


def test_a_session_s_key_has_at_least_128_random_bits(client: Client, person: User) -> None:
    keys = {sign_in(Client(), person) for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) == 32 and key.isalnum() for key in keys)  # 36 ** 32 is over 2 ** 165


def test_signing_out_ends_the_session_on_the_server(client: Client, person: User) -> None:
    key = sign_in(client, person)
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_not_used_for_a_week_is_over(client: Client, person: User) -> None:
    sign_in(client, person)
    with travel(days=6.9):
        assert is_in(client)
    with travel(days=6.9 + 7.1):
        assert not is_in(client)


def test_using_a_session_keeps_it_for_another_week(client: Client, person: User) -> None:
    sign_in(client, person)
    for days in (5, 10, 15):
        with travel(days=days):
            assert is_in(client)


def test_a_session_ends_a_month_after_signing_in_however_much_it_is_used(client: Client, person: User) -> None:
    key = sign_in(client, person)
    for days in (6, 12, 18, 24, 29.9):
        with travel(days=days):
            assert is_in(client)
    with travel(seconds=LONGEST_SECONDS + 60):
        assert not is_in(client)
    assert not Session.objects.filter(session_key=key).exists()


def test_a_page_viewed_twice_in_an_hour_writes_no_session(client: Client, person: User) -> None:
    sign_in(client, person)
    with travel(hours=2):
        assert "sessionid" in client.get(PAGE).cookies
    with travel(hours=2.5):
        assert "sessionid" not in client.get(PAGE).cookies


def test_a_new_password_ends_all_other_sessions(client: Client, person: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, person)
    sign_in(client, person)
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", words).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)


def test_a_new_password_asks_for_the_old_one(client: Client, person: User) -> None:
    sign_in(client, person)
    words = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", words).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_who_is_switched_off_is_out_at_once(client: Client, person: User) -> None:
    sign_in(client, person)
    User.objects.filter(id=person.id).update(is_active=False)
    assert not is_in(client)


def test_a_session_older_than_the_rules_is_given_their_end(client: Client, person: User) -> None:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    for mark in ("began", "seen"):
        del session[mark]
    Session.objects.filter(session_key=session.session_key).update(session_data=session.encode(dict(session.items())))
    assert is_in(client)
    assert "began" in client.session
