"""The whole product as separate processes: gunicorn, a Celery worker and beat, against a database of their own."""

import os
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from django.conf import settings
from django.db import connection

from bench.web import database_url
from foundation.postgres.owner import as_owner
from trustapp.supervisor import Supervisor
from trustapp.up import children

ROOT = Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 120


@dataclass
class Stack:
    """A running product: where it answers, its processes, and the environment they have."""

    url: str
    supervisor: Supervisor
    env: dict[str, str]


@contextmanager
def copied_database() -> Iterator[str]:
    """A copy of the migrated test database; its name. Processes may commit to it without touching other tests."""
    name = f"{connection.settings_dict['NAME']}_flows"
    with as_owner(connection), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        own = connection.settings_dict["NAME"]  # a thread of an earlier test may have left its connection open
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [own])
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
    try:
        yield name
    finally:
        with as_owner(connection), connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def running(folder: Path, database: str, email_url: str, **changes: str) -> Iterator[Stack]:
    """Start everything with its files in `folder` and its letters going to `email_url`; stop it all at the end.

    `changes` are further variables of the processes' environment, or other values of those below.
    """
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    env = {
        **os.environ,
        "DATABASE_URL": database_url(database),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "CELERY_KEY_PREFIX": f"{database}:",
        "EMAIL_URL": email_url,
        "BASE_URL": url,
        "BIND": f"127.0.0.1:{port}",
        "SECRET_KEY": settings.SECRET_KEY,
        "TRUSTAPP_VAR": str(folder),
        "DEBUG": "1",  # static files need no collecting
        "PYTHONPATH": str(ROOT),
        **changes,
    }
    supervisor = Supervisor(folder=ROOT, env=env, logs=folder / "log", holds=[])
    try:
        for child in children():
            supervisor.start(child)
        wait_until_ready(url, folder)
        yield Stack(url, supervisor, env)
    finally:
        supervisor.stop()


def wait_until_ready(url: str, folder: Path) -> None:
    """Until `/readyz` says that every part is well. Raises AssertionError with the logs' ends."""
    end = monotonic() + READY_SECONDS
    while monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310 # loopback
            return
        sleep(0.2)
    logs = [f"{path.name}: {path.read_text()[-2000:]}" for path in (folder / "log").glob("*.log")]
    raise AssertionError("The product is not ready.\n" + "\n".join(logs))
