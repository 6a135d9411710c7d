"""The whole product as `bin/up` runs it, on a database of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from bench.web import database_url, wait_until_ready
from trustapp.supervisor import Child, Supervisor
from trustapp.up import children

HOST = "127.0.0.1"


@contextmanager
def product(database: str, email_url: str, folder: Path) -> Iterator[tuple[Supervisor, int]]:
    """Pages, worker and scheduler; their supervisor, whose `look` starts again what has died, and the pages' port."""
    with socket.socket() as line:
        line.bind((HOST, 0))
        port = int(line.getsockname()[1])
    env = {
        **os.environ,
        "DATABASE_URL": database_url(database),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "CELERY_KEY_PREFIX": f"{database}:",
        "EMAIL_URL": email_url,
        "SECRET_KEY": settings.SECRET_KEY,
        "BASE_URL": f"http://{HOST}:{port}",
        "BIND": f"{HOST}:{port}",
        "DEBUG": "0",
        "TRUSTAPP_VAR": str(folder),
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=settings.BASE_DIR, env=env, check=True)  # noqa: S603 # our own words
    supervisor = Supervisor(folder=settings.BASE_DIR, env=env, logs=folder / "log", holds=[])
    try:
        for child in children():
            supervisor.start(child)
        wait_until_ready(HOST, port, "/readyz")
        yield supervisor, port
    finally:
        supervisor.stop()


def kill_worker(supervisor: Supervisor) -> bool:
    """Kill the worker with all its processes; whether there was one."""
    child: Child = next(child for child in supervisor.children if child.name == "worker")
    if child.process is None or child.process.poll() is not None:
        return False
    os.killpg(child.process.pid, signal.SIGKILL)
    return True
