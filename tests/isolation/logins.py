"""Other ways into the tests' database server: a superuser's, and a connection pooler that shares one connection."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
PASSWORD = "of-tests-only"
CONFIG = """
[databases]
{name} = {address}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
max_db_connections = 1
server_check_delay = 0
query_wait_timeout = 20
"""


def superuser() -> psycopg.Connection:
    """A superuser's own connection to the tests' database: the app's login itself, or the server's first user."""
    for user in (connection.settings_dict["USER"], "postgres"):
        with suppress(psycopg.OperationalError):
            line = psycopg.connect(address(user), autocommit=True)
            if line.info.parameter_status("is_superuser") == "on":
                return line
            line.close()
    raise RuntimeError("No superuser can log in to the tests' database server.")


def address(user: str, password: str = "") -> str:
    """The tests' database in libpq's words, for one login."""
    own = connection.settings_dict
    if user == own["USER"]:
        password = own["PASSWORD"]
    return make_conninfo(
        host=own["HOST"] or None, port=own["PORT"] or None, dbname=own["NAME"], user=user, password=password or None
    )


@contextmanager
def login(rights: str) -> Iterator[str]:
    """The name of a role of the tests' own with `rights`, who may do what the app's role may; gone afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (app,) = cursor.fetchone()
    name = f"trustapp_test_{os.getpid()}"
    with superuser() as line:
        line.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}' {rights} IN ROLE {app}")
    try:
        yield name
    finally:
        with superuser() as line:
            line.execute(f"DROP OWNED BY {name}")
            line.execute(f"DROP ROLE {name}")


@contextmanager
def logged_in(user: str, *, port: int | None = None) -> Iterator[None]:
    """Let Django's connections log in as `user`, directly or by a pooler's port, for the length of a block."""
    settings = connections.settings["default"]
    before = {key: settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    change = {"USER": user, "PASSWORD": before["PASSWORD"] if user == before["USER"] else PASSWORD}
    if port:
        change |= {"HOST": "127.0.0.1", "PORT": str(port)}
    connection.close()
    for of in (settings, connection.settings_dict):
        of.update(change)
    try:
        yield
    finally:
        connection.close()
        for of in (settings, connection.settings_dict):
            of.update(before)


@contextmanager
def pooler(user: str) -> Iterator[int]:
    """The port of a pooler in transaction mode, which logs everybody in as `user` over one connection."""
    if PROGRAM is None:
        pytest.skip("There is no pgbouncer here (Debian, Ubuntu: apt-get install pgbouncer).")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="trustapp-pooler-"))
    config = folder / "pgbouncer.ini"
    config.write_text(CONFIG.format(name=connection.settings_dict["NAME"], address=address(user, PASSWORD), port=port))
    account = _account()
    for path in (folder, config):
        os.chown(path, account.pw_uid, account.pw_gid)
    root = os.getuid() == 0
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [PROGRAM, "-q", str(config)],
            stdout=log,
            stderr=log,
            cwd=folder,
            user=account.pw_uid if root else None,
            group=account.pw_gid if root else None,
            extra_groups=[] if root else None,
        )
    try:
        _wait(process, port, folder / "log")
        yield port
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder)


def _account() -> pwd.struct_passwd:
    """Who runs the pooler: never root, and whoever may enter the folder of the server's socket."""
    if os.getuid():
        return pwd.getpwuid(os.getuid())
    host = Path(connection.settings_dict["HOST"] or "/nowhere")
    owner = host.stat().st_uid if host.is_dir() else 0
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"pgbouncer did not start: {log.read_text()}")
