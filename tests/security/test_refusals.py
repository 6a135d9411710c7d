"""Doors that stay shut leave a line that says who stood there, and no text can make a second one."""

import json
import logging
import logging.config

import pytest
from django.test import Client

from accounts.models import Business
from accounts.roles import Role
from tests.factories.accounts import make_member
from trustapp.logs import configuration

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


def test_who_is_turned_away_leaves_a_line(
    business: Business, other_business: Business, caplog: pytest.LogCaptureFixture
) -> None:
    viewer, client = make_member(business, Role.VIEWER), Client()
    client.force_login(viewer, backend=BACKEND)
    assert client.get(f"/b/{business.slug}/settings/").status_code == 403
    assert client.get(f"/b/{other_business.slug}/settings/").status_code == 404
    said = [record.getMessage() for record in caplog.records if record.name == "accounts.entrance"]
    assert len(said) == 2
    assert all(str(viewer.id) in line for line in said)
    assert "MANAGE_BUSINESS" in said[0]


def test_a_line_break_makes_no_second_line() -> None:
    form = configuration(json=True)["formatters"]["line"]
    formatter = logging.config.DictConfigurator({"version": 1}).configure_formatter(form)
    forged = 'x\n{"event": "signed in", "user": "owner"}\r\nmore'
    line = formatter.format(logging.LogRecord("django.security", logging.WARNING, "", 0, "Bad: %s", (forged,), None))
    assert len(line.splitlines()) == 1
    assert json.loads(line)["event"] == f"Bad: {forged}"
