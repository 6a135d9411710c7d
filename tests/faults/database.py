"""A PostgreSQL of a test's own, the one `bin/up` brings along, to be stopped at once in the middle of work."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import unquote, urlsplit

import psycopg
from django.conf import settings
from django.db import connection

from trustapp.embedded.postgres import Postgres
from trustapp.embedded.server_user import home

START_SECONDS = 60
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
CREDENTIALS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


class Server:
    """One server with its tables made."""

    def __init__(self, var: Path) -> None:
        self.service = Postgres(var)
        self.start()
        self.service.settle()
        self.env = self.service.variables()
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        env = {**os.environ, **self.env, "SECRET_KEY": settings.SECRET_KEY}
        subprocess.run(migrate, cwd=settings.BASE_DIR, env=env, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start it and wait until it takes connections: after a stop at once it first reads back its journal."""
        self.service.prepare()
        self.process = self.service.start()
        end = monotonic() + START_SECONDS
        while not self.service.ready():
            assert monotonic() < end, "The database does not start."
            sleep(0.02)

    def stop_at_once(self) -> None:
        """What `pg_ctl stop -m immediate` does: nothing is finished, nothing is written out."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def end(self) -> None:
        """For good."""
        if self.process.poll() is None:
            self.stop_at_once()

    def durability(self) -> dict[str, str]:
        """The settings that make a commit outlive a power cut, as the app's own connections have them."""
        with psycopg.connect(self.env["DATABASE_URL"]) as line:
            return {name: line.execute(f"SHOW {name}").fetchone()[0] for name in DURABLE}  # type: ignore[index] # one row


@contextmanager
def own_postgres() -> Iterator[Server]:
    """A server for the length of the block, to which this process's own connection leads meanwhile."""
    parent = Path(tempfile.mkdtemp(prefix="trustapp-test-"))
    parent.chmod(0o755)
    own = {name: connection.settings_dict[name] for name in CREDENTIALS}
    try:
        server = Server(parent / "var")
        try:
            where = urlsplit(server.env["DATABASE_URL"])
            host = unquote(where.netloc.partition("@")[2])
            connection.close()
            connection.settings_dict.update(NAME=where.path[1:], USER=where.username, PASSWORD="", HOST=host, PORT="")
            yield server
        finally:
            connection.close()
            connection.settings_dict.update(own)
            server.end()
    finally:
        away = home(parent / "var", "postgres").resolve()
        shutil.rmtree(away.parent if away.parent.parent == Path("/var/lib") else away)
        shutil.rmtree(parent)
