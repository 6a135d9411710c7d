"""Running the project's own commands as processes, with services of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trustapp import processes
from trustapp.embedded import locks
from trustapp.embedded.environment import BASE_DIR
from trustapp.embedded.server_user import home

UNNAMED = dict.fromkeys(("DATABASE_URL", "MIGRATE_DATABASE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "BASE_URL"), "")


@contextmanager
def own_var(*, mode: int = 0o755) -> Iterator[Path]:
    """A folder for embedded services, gone afterwards with all it holds."""
    parent = Path(tempfile.mkdtemp(prefix="trustapp-test-"))
    parent.chmod(mode)
    try:
        yield parent / "var"
    finally:
        until(lambda: not running(parent / "var", "postgres") and not running(parent / "var", "broker"))
        away = home(parent / "var", "postgres").resolve()
        shutil.rmtree(away.parent if away.parent.parent == Path("/var/lib") else away)
        shutil.rmtree(parent)


def environment(var: Path) -> dict[str, str]:
    """An environment that names no services."""
    return {**os.environ, **UNNAMED, "TRUSTAPP_VAR": str(var)}


def python(var: Path, code: str) -> str:
    """What `code` prints when run with embedded services."""
    command = [sys.executable, "-m", "trustapp.embedded", "-c", code]
    done = subprocess.run(
        command, cwd=BASE_DIR, env=environment(var), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def query(sql: str, *, role: str = "MIGRATE_DATABASE_URL") -> str:
    """Code that prints the first value that `sql` returns, if any."""
    return (
        "import os, psycopg\n"
        f"with psycopg.connect(os.environ[{role!r}]) as c:\n"
        f"    cursor = c.execute({sql!r})\n"
        "    print(cursor.fetchone()[0] if cursor.description else '')\n"
    )


def running(var: Path, name: str) -> bool:
    """Whether an embedded service is kept."""
    return locks.taken(var / "run" / f"{name}.keeper.lock")


def until(wanted: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for `wanted`; fails when it does not come."""
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def ended(pid: int) -> bool:
    """Whether a process is gone, or only waits for its parent to hear of it."""
    return not processes.command_line(pid)
