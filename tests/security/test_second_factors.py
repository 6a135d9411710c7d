"""Second factors in the database: encrypted, readable after a change of the key, encrypted where they were plain."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.second_factors import OtherKeyError, SecondFactors
from tests.factories.accounts import make_user
from tests.factories.second_factors import code_of

PASSWORD = "rye bread and honey"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person() -> User:
    user = make_user(email="ann@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        return str(cursor.fetchone()[0])


def gets_in(code: str) -> bool:
    cache.clear()
    client = Client()
    client.post("/accounts/login/", {"login": "ann@example.com", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code})
    return bool(client.get("/businesses/new/").status_code == 200)


def test_no_secret_of_a_second_factor_is_in_the_database(person: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).get_unused_codes()
    seed = SecondFactors().decrypt(Authenticator.objects.get(type="recovery_codes").data["seed"])
    assert not [plain for plain in (secret, seed, *codes) if plain in stored()]
    assert gets_in(code_of(secret))
    assert gets_in(codes[0])


def test_the_same_secret_is_never_encrypted_to_the_same_text() -> None:
    how = SecondFactors()
    assert len({how.encrypt("x") for _ in range(10)}) == 10


def test_a_key_of_before_still_opens_and_an_unknown_one_says_what_to_do(person: User, settings: Settings) -> None:
    secret, old = generate_totp_secret(), settings.SECRET_KEY
    TOTP.activate(person, secret)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key " * 5, [old]
    assert gets_in(code_of(secret))
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(OtherKeyError, match="SECRET_KEY_FALLBACKS"):
        SecondFactors().decrypt(Authenticator.objects.get().data["secret"])


def test_what_was_plain_is_encrypted_by_the_migration_and_works_as_before(person: User) -> None:
    secret, code = generate_totp_secret(), "12345678"
    Authenticator.objects.create(user=person, type="totp", data={"secret": secret})
    Authenticator.objects.create(
        user=person, type="recovery_codes", data={"used_mask": 0, "migrated_codes": [code], "seed": "0f" * 40}
    )
    migration = import_module("accounts.migrations.0004_second_factors_encrypted")
    for _ in range(2):  # one that was cut off is run again
        migration.encrypt.batch_size = 1
        migration.encrypt(apps, connection.schema_editor())
        assert not [plain for plain in (secret, code, "0f" * 40) if plain in stored()]
    assert Authenticator.objects.get(type="recovery_codes").data["used_mask"] == 0
    assert gets_in(code_of(secret))
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == [code]


def test_what_the_release_before_writes_meanwhile_is_read(person: User) -> None:
    secret = generate_totp_secret()
    Authenticator.objects.create(user=person, type="totp", data={"secret": secret})
    assert gets_in(code_of(secret))
