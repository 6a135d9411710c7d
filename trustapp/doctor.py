"""What this installation is made of, and what it lacks: the checks behind `manage.py doctor`."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import django
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from followup.addresses import LONGEST_NAME
from foundation.postgres.base import WeakRoleError
from letters.providers import is_open, wanted
from trustapp.health import readiness

State = Literal["ok", "note", "bad"]
OLDEST_POSTGRESQL = 15
SHORTEST_KEY = 50  # characters, as in Django's own deployment check


@dataclass(frozen=True)
class Finding:
    """One line of the report. `note` is worth knowing, `bad` makes the product unusable."""

    name: str
    state: State
    text: str


def examine() -> list[Finding]:
    """Every finding, in the order a person would look."""
    checks: list[Callable[[], Iterator[Finding]]] = [programs, secrets, addresses, files, database, machinery, mail]
    return [finding for check in checks for finding in check()]


def programs() -> Iterator[Finding]:
    """What runs it."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", "ok", f"{python}, Django {django.get_version()}")
    if settings.DEBUG:
        yield Finding("DEBUG", "note", "is on: errors show their insides. Leave it off where others can come.")


def secrets() -> Iterator[Finding]:
    """The key that signs sessions and links."""
    key = settings.SECRET_KEY if os.environ.get("SECRET_KEY") else ""
    made = settings.VAR_DIR / "secret_key"
    if not key:
        yield Finding("SECRET_KEY", "bad", "is not set. bin/manage and bin/up make one; a server sets its own.")
    elif len(key) < SHORTEST_KEY or len(set(key)) < 5 or key.startswith("django-insecure"):
        yield Finding("SECRET_KEY", "bad", f"is too easy to guess: {SHORTEST_KEY} random characters or more.")
    elif made.exists() and made.read_text().strip() == key:
        yield Finding("SECRET_KEY", "ok", f"not set; falls back to the one made in {made}")
    else:
        yield Finding("SECRET_KEY", "ok", "set")


def addresses() -> Iterator[Finding]:
    """Where people reach it."""
    if settings.HTTPS:
        yield Finding("BASE_URL", "ok", settings.BASE_URL)
    else:
        yield Finding("BASE_URL", "note", f"{settings.BASE_URL}: for this machine only; people need an https address.")


def files() -> Iterator[Finding]:
    """The folder for uploads, the outbox and embedded services."""
    if os.access(settings.VAR_DIR, os.W_OK | os.X_OK):
        yield Finding("TRUSTAPP_VAR", "ok", str(settings.VAR_DIR))
    else:
        yield Finding("TRUSTAPP_VAR", "bad", f"{settings.VAR_DIR} cannot be written by this account.")
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield Finding("static files", "note", "not collected yet: bin/up does it, or bin/manage collectstatic.")


def database() -> Iterator[Finding]:
    """The server, what this login may do, and whether the tables are there."""
    try:
        yield from _server()
        yield from _role()
        migrations = MigrationExecutor(connection)
        waiting = len(migrations.migration_plan(migrations.loader.graph.leaf_nodes()))
    except WeakRoleError as weak:
        yield Finding("role", "bad", str(weak))
        return
    except DatabaseError as error:
        yield Finding(
            "DATABASE_URL", "bad", f"{where('postgres', 'DATABASE_URL')}: {str(error).strip().splitlines()[0]}"
        )
        return
    if waiting:
        yield Finding("migrations", "bad", f"{waiting} wait: run bin/manage migrate.")
    else:
        yield Finding("migrations", "ok", "all applied")


def _server() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10_000
    text = f"{where('postgres', 'DATABASE_URL')}, PostgreSQL {major}"
    if major < OLDEST_POSTGRESQL:
        yield Finding("DATABASE_URL", "bad", f"{text}: {OLDEST_POSTGRESQL} or newer is needed.")
    else:
        yield Finding("DATABASE_URL", "ok", text)


def _role() -> Iterator[Finding]:
    """Who reads and writes; a role that row-level security does not hold gets no connection at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        role, login = cursor.fetchone()
    if role != login:
        yield Finding("role", "note", f"{login} steps down to {role}; name a login without its powers in DATABASE_URL.")
    else:
        yield Finding("role", "ok", role)
    if settings.MIGRATE_DATABASE:
        yield Finding("MIGRATE_DATABASE_URL", "ok", f"{settings.MIGRATE_DATABASE['USER']} owns the tables")
    else:
        yield Finding("MIGRATE_DATABASE_URL", "note", f"not set; falls back to {login}, who owns the tables then")


def machinery() -> Iterator[Finding]:
    """Broker, worker and scheduler. Without the latter two pages work, and letters and numbers wait."""
    parts = readiness(now=timezone.now())
    broker = where("broker", "CELERY_BROKER_URL")
    yield Finding("CELERY_BROKER_URL", "ok" if parts["broker"] == "ok" else "bad", f"{broker}: {parts['broker']}")
    for name in ("worker", "scheduler"):
        yield Finding(name, "ok" if parts[name] == "ok" else "note", parts[name])


def mail() -> Iterator[Finding]:
    """Where letters go."""
    if os.environ.get("EMAIL_URL"):
        yield Finding("EMAIL_URL", "ok", "set")
    else:
        yield Finding("EMAIL_URL", "note", "not set; letters go to the outbox inside the app and reach nobody.")
    name = settings.MAIL_PROVIDER
    if name and is_open(name, settings.MAIL_WEBHOOK_SECRET, settings.MAIL_WEBHOOK_KEY):
        yield Finding("MAIL_PROVIDER", "ok", f"{name} tells of bounces at {settings.BASE_URL}/hooks/mail/{name}/")
    elif name:
        yield Finding("MAIL_PROVIDER", "bad", f"{name} is not listened to: {wanted(name)}")
    if settings.REPLY_ADDRESS:
        yield _reply_address(settings.REPLY_ADDRESS)
    if not os.environ.get("SENTRY_DSN"):
        yield Finding("SENTRY_DSN", "note", "not set; errors are in the logs only.")


def _reply_address(address: str) -> Finding:
    name, _, domain = address.partition("@")
    if "." not in domain or not 0 < len(name) <= LONGEST_NAME or "+" in name:
        text = f"must be NAME@DOMAIN with a NAME of at most {LONGEST_NAME} characters and without a plus."
        return Finding("REPLY_ADDRESS", "bad", text)
    return Finding("REPLY_ADDRESS", "ok", f"customers’ answers go to {name}+…@{domain}; pipe them into `receive_mail`.")


def where(service: str, variable: str) -> str:
    """What a service's address falls back to, without the address itself: it may hold a password."""
    if service in os.environ.get("TRUSTAPP_EMBEDDED", "").split(","):
        return "not set; falls back to the embedded one"
    return "set" if os.environ.get(variable) else "not set; falls back to this machine's own"
