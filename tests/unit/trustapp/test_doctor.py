"""`manage.py doctor`."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from trustapp import doctor

pytestmark = pytest.mark.django_db
Bad = Callable[[], set[str]]


@pytest.fixture
def bad() -> Bad:
    """The names of what is found bad."""
    return lambda: {finding.name for finding in doctor.examine() if finding.state == "bad"}


@pytest.fixture(autouse=True)
def _strong_key(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECRET_KEY = "kK3-9v" * 10
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)


def test_a_working_installation_has_nothing_bad(bad: Bad) -> None:
    assert bad() == set()


def test_findings_can_be_read_by_programs() -> None:
    out = StringIO()
    call_command("doctor", "--json", stdout=out)
    findings = {finding["name"]: finding for finding in json.loads(out.getvalue())}
    assert {"SECRET_KEY", "DATABASE_URL", "role", "migrations", "CELERY_BROKER_URL", "EMAIL_URL"} <= findings.keys()
    assert findings["migrations"] == {"name": "migrations", "state": "ok", "text": "all applied"}


@pytest.mark.parametrize("key", ["short", "django-insecure-" + "x1y2z3" * 10, "a" * 60])
def test_a_weak_key_is_bad(bad: Bad, settings: Settings, key: str) -> None:
    settings.SECRET_KEY = key
    assert bad() == {"SECRET_KEY"}


def test_a_folder_that_is_missing_is_bad_and_ends_the_command(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "missing"
    with pytest.raises(CommandError, match=r"^Trustapp cannot run like this: see TRUSTAPP_VAR\.$"):
        call_command("doctor", stdout=StringIO())


def test_a_fallback_is_named_and_an_address_with_its_password_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://app:hidden@127.0.0.1/trustapp")
    monkeypatch.setenv("TRUSTAPP_EMBEDDED", "broker")
    monkeypatch.delenv("EMAIL_URL", raising=False)
    texts = {finding.name: finding.text for finding in doctor.examine()}
    assert texts["CELERY_BROKER_URL"] == "not set; falls back to the embedded one: ok"
    assert texts["EMAIL_URL"].startswith("not set; letters go to the outbox")
    assert not any("hidden" in text for text in texts.values())


@pytest.mark.parametrize(
    "address", ["answers", "answers@localhost", "@mail.example", f"{'a' * 20}@mail.example", "a+b@mail.example"]
)
def test_a_mailbox_that_answers_cannot_come_to_is_bad(bad: Bad, settings: Settings, address: str) -> None:
    settings.REPLY_ADDRESS = address
    assert bad() == {"REPLY_ADDRESS"}
    settings.REPLY_ADDRESS = "answers@mail.example"
    assert bad() == set()
