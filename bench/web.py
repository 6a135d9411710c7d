"""The product's own web server, on a port of its own."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from trustapp.supervisor import Child, Supervisor

READY_SECONDS = 120


def database_url(name: str) -> str:
    """The address of a database on the product's server, for the app's role."""
    own: dict[str, Any] = connection.settings_dict
    login = quote(own["USER"], safe="") + (f":{quote(own['PASSWORD'], safe='')}" if own["PASSWORD"] else "")
    host = quote(own["HOST"], safe="") + (f":{own['PORT']}" if own["PORT"] else "")
    return f"postgres://{login}@{host}/{name}"


@contextmanager
def served(database: str) -> Iterator[tuple[str, int]]:
    """gunicorn as `bin/up` starts it, on `database`; its host and port."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        host, port = line.getsockname()
    env = {
        **os.environ,
        "DATABASE_URL": database_url(database),
        "SECRET_KEY": settings.SECRET_KEY,
        "BIND": f"{host}:{port}",
        "DEBUG": "0",
        "TRUSTAPP_VAR": str(settings.VAR_DIR),
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=settings.BASE_DIR, env=env, check=True)  # noqa: S603 # our own words
    with tempfile.TemporaryDirectory() as logs:
        supervisor = Supervisor(folder=settings.BASE_DIR, env=env, logs=Path(logs), holds=[])
        command = [sys.executable, "-m", "gunicorn", "-c", "python:trustapp.serving", "trustapp.wsgi"]
        supervisor.start(Child("web", command))
        try:
            wait_until_ready(host, port)
            yield host, port
        finally:
            supervisor.stop()


def wait_until_ready(host: str, port: int, path: str = "/healthz") -> None:
    """Wait until a page answers 200. Raises TimeoutError after two minutes."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        with suppress(OSError, http.client.HTTPException), closing(HTTPConnection(host, port, timeout=5)) as line:
            line.request("GET", path)
            if line.getresponse().status == http.HTTPStatus.OK:
                return
        time.sleep(0.1)
    raise TimeoutError("The web server does not answer.")
