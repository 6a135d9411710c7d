"""What logs hold, and what they never do."""

import json
import logging
import logging.config
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Business
from foundation.agenda.actions import add
from foundation.agenda.handlers import handlers
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from surveys.actions import answers
from surveys.links import answer_path, new_token
from tests.factories.accounts import make_member
from tests.factories.answers import make_asked
from tests.factories.letters import PURPOSE, queue_letters, register_test_purpose
from tests.smtp_sink import Sink
from trustapp.celery import app
from trustapp.logs import configuration, without_secrets

NAME, EMAIL, WORDS = "Canary Nightingale", "canary@nightingale.example", "the canary sang too loudly"
CANARIES = ["anary", "ightingale", "sang too"]

pytestmark = pytest.mark.django_db


def formatter(*, as_json: bool) -> logging.Formatter:
    form = configuration(json=as_json)["formatters"]["line"]
    made: logging.Formatter = logging.config.DictConfigurator({"version": 1}).configure_formatter(form)
    return made


@pytest.fixture
def written() -> Iterator[StringIO]:
    """All that production would write."""
    written = StringIO()
    console = logging.StreamHandler(written)
    console.setFormatter(formatter(as_json=True))
    logging.getLogger().addHandler(console)
    yield written
    logging.getLogger().removeHandler(console)


def lines(written: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def fail(*_: Any, **__: Any) -> None:
    raise ValueError(f"{NAME} <{EMAIL}>: {WORDS}")


def test_a_request_is_one_line_with_its_route_and_no_address(client: Client, written: StringIO) -> None:
    token = new_token()
    response = client.get(answer_path("nobody00", token))
    (line,) = lines(written)
    assert (line["event"], line["route"], line["method"], line["status"]) == ("request", "answering:answer", "GET", 404)
    assert line["request"] == response["X-Request-ID"]
    assert line["ms"] > 0
    assert token not in written.getvalue()


def test_a_members_request_names_the_business_by_its_id(client: Client, business: Business, written: StringIO) -> None:
    client.force_login(make_member(business), backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("accounts:team", args=[business.slug]))
    assert lines(written)[-1]["business"] == str(business.id)


def test_what_is_asked_every_few_seconds_writes_nothing(client: Client, written: StringIO) -> None:
    client.get("/healthz")
    assert lines(written) == []


def test_a_piece_of_work_is_one_line(business: Business, written: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(handlers, "test.work", lambda business_id, key: None)
    add(business=business, kind="test.work", due_at=timezone.now())
    drain()
    (line,) = lines(written)
    assert (line["event"], line["kind"], line["business"]) == ("work done", "test.work", str(business.id))


def test_an_exception_is_its_type_and_places_without_its_words(written: StringIO) -> None:
    try:
        fail()
    except ValueError:
        structlog.get_logger("test").exception("something failed")
    (line,) = lines(written)
    assert line["exception"][0]["type"] == "builtins.ValueError"
    assert line["exception"][0]["at"][-1].endswith(" fail")


@pytest.mark.parametrize("as_json", [True, False])
def test_tokens_and_addresses_are_blacked_out_of_any_line(as_json: bool) -> None:
    token = new_token()
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s and <%s>", (token, EMAIL), None)
    line = formatter(as_json=as_json).format(record)
    assert "[token] and <[address]>" in line
    assert token not in line
    assert EMAIL not in line


@pytest.mark.parametrize("kept", ["agenda.run", "2026-11-22T19:00:00", "a @ b", "worker@", "f47ac10b-58cc-4372-a567"])
def test_what_is_no_secret_stays(kept: str) -> None:
    assert without_secrets(None, "", kept) == kept


def test_a_customer_is_in_no_line_of_the_whole_journey(
    client: Client,
    business: Business,
    written: StringIO,
    sink: Sink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = tmp_path / "people.csv"
    people.write_text(f"email;name;notes\n{EMAIL};{NAME};{WORDS}\nnot-{EMAIL.replace('@', ' at ')};{NAME};x\n")
    call_command("import_customers", business.slug, str(people))
    asked = make_asked(business)
    client.raise_request_exception = False
    client.get(asked.path, {"q": EMAIL})
    client.post(asked.path, {"score": "77", "comment": WORDS})
    client.post(asked.path, {"score": "3", "comment": WORDS})
    client.post(reverse("account_login"), {"login": EMAIL, "password": WORDS})
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    client.post(reverse("account_signup"), {"email": EMAIL, "password1": WORDS, "business": NAME})
    register_test_purpose().instead = {}
    queue_letters(business, 2)
    drain()
    monkeypatch.setattr(answers, "send", fail)
    monkeypatch.setitem(handlers, "test.fails", fail)
    monkeypatch.setitem(handlers, "test.refused", refused_row)
    assert client.post(asked.path, {"score": "3", "comment": WORDS}).status_code == 500
    for kind in ("test.fails", "test.refused"):
        add(business=business, kind=kind, due_at=timezone.now())
    drain()
    fails = app.task(name="test.task")(fail)
    fails.apply(args=(EMAIL,))
    app.tasks.pop("test.task")
    events = [line["event"] for line in lines(written)]
    assert {"request", "work done", "work put off", "task failed"} <= set(events)
    assert [line for line in lines(written) for canary in CANARIES if canary in json.dumps(line)] == []
    assert asked.token not in written.getvalue()
    assert PURPOSE in written.getvalue() or "letters.send" in written.getvalue()


def refused_row(business_id: Any, key: str) -> None:
    """Makes the database quote a row in its refusal."""
    with acting_for(business_id), connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                "INSERT INTO accounts_user (id, email, name, password, is_active, is_staff, is_superuser, date_joined)"
                " VALUES (gen_random_uuid(), %s, %s, '', true, false, false, now())",
                [EMAIL, NAME],
            )
    raise AssertionError("the database took the same address twice", IntegrityError, sys)
