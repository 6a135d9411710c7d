"""Customers brought in by CSV, beside the same rows by COPY into a table with the same indexes; the memory it takes."""

import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from accounts.models import Business
from bench.command import Run, run, spent
from bench.data import make_business
from bench.database import own_database
from bench.harness import Result, path, said, timed
from foundation.ids import uuid7
from foundation.postgres.owner import as_owner

GOAL, AGAIN, MEGABYTES = 2.5, 1.3, 100.0
SIZE, FEW, ROUNDS = 1_000_000, 10_000, 2
BLOCK = 1 << 18
PROPERTIES = ("shop", "since")
HEADER = ",".join(("email", "external_id", "name", "phone", "language", *PROPERTIES))
COLUMNS = "business_id, id, email, external_id, name, phone, language, properties, created_at, updated_at"


@path("import", GOAL)
def measure() -> list[Result]:
    """A new list and the same list again, each against COPY; then the command's memory against what it may have."""
    with own_database() as database, TemporaryDirectory() as folder:
        business = make_business("bench")[0]
        few, csv, raw = (Path(folder) / name for name in ("few.csv", "customers.csv", "raw"))
        with said(f"import: files of {SIZE:,} customers written"):
            write_customers(few, FEW)
            write_customers(csv, SIZE)
            _write_raw(raw, business)
        little = _bring_in(database, few).megabytes
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


def _round(database: str, csv: Path, raw: Path) -> tuple[Run, Run, Run]:
    """By COPY, as a new list, and as the same list again."""
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("TRUNCATE customers_customer CASCADE")
        cursor.execute("CREATE TABLE bare (LIKE customers_customer INCLUDING ALL)")
        before = spent()
        limit = Run(timed(lambda: _copy(raw)), spent() - before)
        cursor.execute("DROP TABLE bare")
    return limit, _bring_in(database, csv), _bring_in(database, csv)


def _copy(raw: Path) -> None:
    into = f"COPY bare ({COLUMNS}) FROM STDIN"
    with raw.open("rb") as file, connection.cursor() as cursor, cursor.copy(into) as copy:
        while block := file.read(BLOCK):
            copy.write(block)


def _bring_in(database: str, file: Path) -> Run:
    return run(database, "import_customers", "bench", str(file))


def write_customers(file: Path, count: int) -> None:
    """So many customers as a person's file has them."""
    with file.open("w") as rows:
        rows.write(f"{HEADER}\n")
        rows.writelines(f"{','.join((*_known(n), *_properties(n)))}\n" for n in range(count))


def _write_raw(file: Path, business: Business) -> None:
    """The same customers as the table has them."""
    with file.open("w") as rows:
        for n in range(SIZE):
            properties = json.dumps(dict(zip(PROPERTIES, _properties(n), strict=True)))
            rows.write("\t".join((str(business.id), str(uuid7()), *_known(n), properties, "now", "now")) + "\n")


def _known(n: int) -> tuple[str, ...]:
    return f"person{n}@example.com", f"K{n:07d}", f"Person Número {n}", f"+49 30 {n:07d}", "de"


def _properties(n: int) -> tuple[str, ...]:
    return f"Shop {n % 4}", str(2000 + n % 25)


def _result(name: str, limits: Sequence[Run], ours: Sequence[Run], goal: float, size: str) -> Result:
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
