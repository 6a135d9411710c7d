"""Customers brought in by CSV, beside the same rows by COPY into a table with the same indexes; the memory it takes."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from accounts.models import Business
from bench.data import make_business
from bench.database import own_database
from bench.harness import Result, path, said, timed
from bench.web import database_url
from foundation.ids import uuid7
from foundation.postgres.owner import as_owner

GOAL, AGAIN, MEGABYTES = 2.5, 1.3, 100.0
SIZE, FEW, ROUNDS = 1_000_000, 10_000, 2
BLOCK = 1 << 18
HEADER = "email,external_id,name,phone,language,shop,since"
COLUMNS = "business_id, id, email, external_id, name, phone, language, properties, created_at, updated_at"
# The command in a process of its own, which says how long it took once Django was there, how much processor time, its
# own and the server's, and the most memory it had.
COMMAND = """
import io, json, sys, time
import django
from django.core.management import call_command
django.setup()
from bench.paths.bring_in import spent
begun = time.perf_counter(), spent()
call_command("import_customers", *sys.argv[1:], stdout=io.StringIO())
took = time.perf_counter() - begun[0], spent() - begun[1]
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([*took, int(peak) / 1024]))
"""


@path("import", GOAL)
def measure() -> list[Result]:
    """A new list and the same list again, each against COPY; then the command's memory against what it may have."""
    with own_database() as database, TemporaryDirectory() as folder:
        business = make_business("bench")[0]
        few, csv, raw = (Path(folder) / name for name in ("few.csv", "customers.csv", "raw"))
        with said(f"import: files of {SIZE:,} customers written"):
            _write(few, csv, raw, business)
        little = _run(database, few).megabytes
        rounds = [_round(database, csv, raw) for _ in range(ROUNDS)]
    limits, fresh, again = zip(*rounds, strict=True)
    peak = max(run.megabytes for run in (*fresh, *again))
    size = f"{SIZE:,} customers of {len(HEADER.split(','))} columns"
    return [
        _result("import", limits, fresh, GOAL, size),
        _result("import-again", limits, again, AGAIN, f"{size}, nothing new"),
        Result(
            path="import-memory",
            ratio=round(peak / MEGABYTES, 3),
            spread=(round(little / MEGABYTES, 3), round(peak / MEGABYTES, 3)),
            limit=MEGABYTES / 1e6,
            ours=peak / 1e6,
            goal=1.0,
            size=size,
            note=f"megabytes, not µs: at most {peak:.0f} resident, Django and all; {little:.0f} for {FEW:,} customers",
        ),
    ]


class _Run(NamedTuple):
    """Seconds by the clock and by the processors, and megabytes at the peak."""

    clock: float
    processor: float
    megabytes: float = 0.0


def spent() -> float:
    """Processor seconds of this process and, where it runs on this machine, of its connection's server process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not server.exists():
        return time.process_time()
    user, system = server.read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _round(database: str, csv: Path, raw: Path) -> tuple[_Run, _Run, _Run]:
    """By COPY, as a new list, and as the same list again."""
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("TRUNCATE customers_customer CASCADE")
        cursor.execute("CREATE TABLE bare (LIKE customers_customer INCLUDING ALL)")
        before = spent()
        limit = _Run(timed(lambda: _copy(raw)), spent() - before)
        cursor.execute("DROP TABLE bare")
    return limit, _run(database, csv), _run(database, csv)


def _copy(raw: Path) -> None:
    into = f"COPY bare ({COLUMNS}) FROM STDIN"
    with raw.open("rb") as file, connection.cursor() as cursor, cursor.copy(into) as copy:
        while block := file.read(BLOCK):
            copy.write(block)


def _run(database: str, file: Path) -> _Run:
    """What `import_customers` takes."""
    done = subprocess.run(  # noqa: S603 # our own words
        [sys.executable, "-c", COMMAND, "bench", file],
        env={**os.environ, "DATABASE_URL": database_url(database), "DEBUG": "0"},
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
    )
    return _Run(*json.loads(done.stdout))


def _write(few: Path, csv: Path, raw: Path, business: Business) -> None:
    """The customers as a person's file, whole and in part, and as the table has them."""
    with few.open("w") as first, csv.open("w") as rows, raw.open("w") as ready:
        for file in (first, rows):
            file.write(f"{HEADER}\n")
        for n in range(SIZE):
            known = f"person{n}@example.com", f"K{n:07d}", f"Person Número {n}", f"+49 30 {n:07d}", "de"
            shop, since = f"Shop {n % 4}", str(2000 + n % 25)
            line = ",".join((*known, shop, since))
            rows.write(f"{line}\n")
            if n < FEW:
                first.write(f"{line}\n")
            properties = json.dumps({"shop": shop, "since": since})
            ready.write("\t".join((str(business.id), str(uuid7()), *known, properties, "now", "now")) + "\n")


def _result(name: str, limits: Sequence[_Run], ours: Sequence[_Run], goal: float, size: str) -> Result:
    ratios, worked = ([mine[at] / bound[at] for bound, mine in zip(limits, ours, strict=True)] for at in range(2))
    return Result(
        path=name,
        ratio=round(statistics.median(ratios), 3),
        spread=(round(min(ratios), 3), round(max(ratios), 3)),
        limit=statistics.median(run.clock for run in limits) / SIZE,
        ours=statistics.median(run.clock for run in ours) / SIZE,
        goal=goal,
        size=size,
        note=f"by processor time, the server's too, {statistics.median(worked):.3f}",
    )
