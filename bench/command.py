"""A management command in a process of its own: how long it took, the processor's work, and the most memory it had."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from bench.web import database_url

# Says how long the command took once Django was there, how much processor time, its own and the server's, and its peak.
PROGRAM = """
import io, json, sys, time
import django
from django.core.management import call_command
django.setup()
from bench.command import spent
begun = time.perf_counter(), spent()
call_command(*sys.argv[1:], stdout=io.StringIO())
took = time.perf_counter() - begun[0], spent() - begun[1]
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
sys.stderr.write(json.dumps([*took, int(peak) / 1024]))
"""


class Run(NamedTuple):
    """Seconds by the clock and by the processors, and megabytes at the peak."""

    clock: float
    processor: float
    megabytes: float = 0.0


def run(database: str, *command: str) -> Run:
    """What a command takes on that database of the product's server."""
    done = subprocess.run(  # noqa: S603 # our own words
        [sys.executable, "-c", PROGRAM, *command],
        env={**os.environ, "DATABASE_URL": database_url(database), "DEBUG": "0"},
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    )
    return Run(*json.loads(done.stderr.splitlines()[-1]))


def spent() -> float:
    """Processor seconds of this process and, where it runs on this machine, of its connection's server process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not server.exists():
        return time.process_time()
    user, system = server.read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
