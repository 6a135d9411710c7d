"""The environment of a command: what it names itself, and embedded services for the rest."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import environ

from trustapp import processes
from trustapp.embedded import locks
from trustapp.embedded.keys import secret_key
from trustapp.embedded.trouble import UnusableError

BASE_DIR = Path(__file__).resolve().parent.parent.parent
JOIN_SECONDS = 120
NAMED_BY = {"postgres": "DATABASE_URL", "broker": "CELERY_BROKER_URL"}


@dataclass
class Environment:
    """Variables for child processes, and the locks that keep the services up while they are held.

    `holds` are file descriptors: hand them to a child (`pass_fds`) and the services outlive this process with it.
    """

    var: Path
    variables: dict[str, str]
    holds: dict[str, int] = field(default_factory=dict)

    @property
    def embedded(self) -> list[str]:
        """The services that are embedded, of `postgres` and `broker`."""
        return [name for name, variable in NAMED_BY.items() if not os.environ.get(variable)]

    def join(self, name: str) -> None:
        """Start or join the embedded service `name`. Raises UnusableError."""
        if name not in self.holds:
            users = locks.hold(self.var / "run" / f"{name}.users.lock", shared=True)
            assert users is not None  # noqa: S101 # for mypy: it waited
            self.holds[name] = users
        with locks.exclusive(self.var / "run" / f"{name}.start.lock"):
            self.variables.update(address(self.var, name))
        self.variables["TRUSTAPP_EMBEDDED"] = ",".join(self.holds)  # for `doctor`

    def running(self, name: str) -> bool:
        """Whether the keeper of the embedded service `name` lives."""
        return locks.taken(keeper_lock(self.var, name))

    def leave(self, *, seconds: float = 40) -> None:
        """Let go of the services and wait until those that nobody else uses have stopped."""
        for descriptor in self.holds.values():
            os.close(descriptor)
        left, self.holds = list(self.holds), {}
        end = time.monotonic() + seconds
        for name in left:
            while self.running(name) and not locks.shared(self.var / "run" / f"{name}.users.lock"):
                if time.monotonic() > end:
                    return
                time.sleep(0.05)


def named() -> Environment:
    """The environment as it is, with a secret key and the folder for files; no service is joined yet.

    Raises UnusableError where the folder cannot be written or the names contradict each other.
    """
    environ.Env.read_env(BASE_DIR / ".env")
    var = Path(os.environ.get("TRUSTAPP_VAR") or BASE_DIR / "var").absolute()
    var.mkdir(mode=0o755, parents=True, exist_ok=True)
    if os.environ.get("MIGRATE_DATABASE_URL") and not os.environ.get("DATABASE_URL"):
        raise UnusableError("MIGRATE_DATABASE_URL is set and DATABASE_URL is not: set both, or neither.")
    variables = {**os.environ, "TRUSTAPP_VAR": str(var)}
    variables["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secret_key(var)
    variables["BASE_URL"] = os.environ.get("BASE_URL") or started_at(var) or "http://127.0.0.1:8000"
    return Environment(var, variables)


def started_at(var: Path) -> str | None:
    """The address that `bin/up` last served, so that links made by other commands lead there."""
    noted = var / "run" / "address"
    return noted.read_text().strip() if noted.exists() else None


def enter() -> Environment:
    """The environment with everything it needs: services that it does not name are embedded ones."""
    environment = named()
    for name in environment.embedded:
        environment.join(name)
    return environment


def keeper_lock(var: Path, name: str) -> Path:
    """The file that the keeper of `name` holds."""
    return var / "run" / f"{name}.keeper.lock"


def address(var: Path, name: str) -> dict[str, str]:
    """The variables of a running service, started if need be. Called with the start lock held."""
    told = var / "run" / f"{name}.json"
    end = time.monotonic() + JOIN_SECONDS
    while locks.taken(keeper_lock(var, name)):
        if told.exists():
            return dict(json.loads(told.read_text()))
        if time.monotonic() > end:
            raise UnusableError(f"The embedded {name} neither starts nor ends: see {var / 'log'}.")
        time.sleep(0.05)
    spawn = [sys.executable, "-m", "trustapp.embedded.keeper", name, str(var)]
    log = processes.log_file(var / "log", "keeper")
    with log.open("ab") as errors:
        keeper = subprocess.Popen(  # noqa: S603 # our own list of words, no shell
            spawn, cwd=BASE_DIR, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, start_new_session=True
        )
    assert keeper.stdout is not None  # noqa: S101 # for mypy: it is a pipe
    with keeper.stdout as said:
        line = said.readline().decode().strip()
    if line != "ready":
        raise UnusableError(line or f"The embedded {name} did not start: see {log}.")
    return dict(json.loads(told.read_text()))
