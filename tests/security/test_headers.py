"""Headers of every answer, read over all addresses; cookies and redirects as a server with HTTPS sends them."""

import json
import os
import subprocess
import sys
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import Business
from tests.factories.accounts import make_member
from tests.factories.answers import make_asked
from tests.isolation.routes import Route, inside, outside
from trustapp.embedded.environment import BASE_DIR

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Letters stand in a frame, under a policy of their own: tests/unit/letters/test_outbox.py, unit/surveys/test_views.py.
FRAMED = ("outbox/", "b/<slug>/surveys/looks/")
GETTABLE = [route for route in (*inside(), *outside()) if not route.path.startswith(FRAMED)]
JSON = "application/json"  # UTF-8 by its definition
BINARY = {"application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "image/png"}
PRODUCTION = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
client = Client(SERVER_NAME="trust.example.com")
page, plain = client.get("/accounts/signup/", secure=True), client.get("/accounts/signup/")
probe = client.get("/healthz")
print(json.dumps({
    "headers": dict(page.headers), "plain": [plain.status_code, plain.headers.get("Location")],
    "probe": probe.status_code,
    "cookies": {name: {"secure": bool(m["secure"]), "httponly": bool(m["httponly"]), "samesite": m["samesite"],
                       "path": m["path"], "domain": m["domain"]} for name, m in page.cookies.items()},
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
                settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH],
}))
"""


def policy(value: str) -> dict[str, list[str]]:
    """A content security policy by directive."""
    return {words[0]: words[1:] for part in value.split(";") if (words := part.split())}


def held(response: Any) -> None:
    """Raise AssertionError unless an answer carries every header."""
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert response.headers["Referrer-Policy"] in ("same-origin", "no-referrer", "strict-origin")
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cache-Control"]
    rules = policy(response.headers["Content-Security-Policy"])
    assert (rules["default-src"], rules["frame-ancestors"], rules["base-uri"]) == (["'self'"], ["'none'"], ["'none'"])
    assert rules["object-src"] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:"} & {
        word for words in rules.values() for word in words
    }
    if response.headers.get("Content-Type") in BINARY:
        assert response.headers["Content-Disposition"].startswith("attachment; ")
    elif response.content and response.status_code not in (301, 302):
        assert "charset=utf-8" in response.headers["Content-Type"] or response.headers["Content-Type"] == JSON
        assert response.headers["Content-Type"].split(";")[0] in (
            "text/html",
            "text/plain",
            "application/json",
            "text/csv",
        )


@pytest.mark.parametrize("route", GETTABLE, ids=lambda route: route.path)
def test_every_answer_carries_the_headers(client: Client, business: Business, route: Route) -> None:
    address = route.fill(business.slug, uuid.uuid4())
    held(client.get(address))
    client.force_login(make_member(business), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address)
    held(response)
    if route.path.startswith("b/"):
        assert "no-store" in response.headers["Cache-Control"]


def test_no_answer_has_a_wildcard_for_other_origins(client: Client, db: None) -> None:
    asked = client.options("/accounts/login/", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in asked.headers


@pytest.mark.parametrize("more", ["", "/stop", "?score=9"])
def test_a_letter_s_link_is_not_kept_found_or_passed_on(client: Client, business: Business, more: str) -> None:
    response = client.get(make_asked(business).path + more)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize("address", ["/join/abcd2345/token/", "/accounts/confirm-email/key/"])
def test_pages_whose_address_is_a_key_are_not_found_or_passed_on(client: Client, db: None, address: str) -> None:
    response = client.get(address)
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_server_with_https_keeps_to_it() -> None:
    env = {
        **os.environ,
        "BASE_URL": "https://trust.example.com",
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "trustapp.settings",
    }
    done = subprocess.run([sys.executable, "-c", PRODUCTION], env=env, cwd=BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert said["plain"] == [301, "https://trust.example.com/accounts/signup/"]
    assert said["probe"] == 200
    assert said["session"] == ["__Host-sessionid", True, True, "Lax", None, "/"]
    assert said["cookies"] == {
        "__Host-csrftoken": {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    }


def test_the_deployment_check_finds_nothing_to_say() -> None:
    env = {**os.environ, "BASE_URL": "https://trust.example.com", "DEBUG": "0", "SECRET_KEY": uuid.uuid4().hex * 2}
    env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # set by the browser tests, for themselves
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=env, cwd=BASE_DIR, capture_output=True, text=True)
    assert done.stdout + done.stderr == "System check identified no issues (0 silenced).\n"
