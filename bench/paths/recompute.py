"""All metrics of a large tenant from scratch, beside DuckDB over the same answers in Parquet."""

import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.data import ANSWERS, fill, make_business
from bench.database import analyse, own_database
from bench.harness import Result, pairs, path, said, size_of, timed
from foundation.tenancy.context import acting_for
from metrics.actions.recount import mark_all_stale, recount

GOAL = 12.0
SIZE, DAYS, ROUNDS = 1_000_000, 730, 3
COLUMNS = "survey_id::text AS survey, kind, score, given_on AS day, segments ->> 'shop' AS shop"
EXPORT = f"COPY (SELECT {COLUMNS} FROM surveys_answer WHERE state = 'confirmed') TO STDOUT (FORMAT csv, HEADER)"  # noqa: S608 # made of the constant above
SUMS = (
    "SELECT survey, kind, day, score, count(*) FROM '{file}' GROUP BY ALL",
    "SELECT survey, kind, shop, day, score, count(*) FROM '{file}' GROUP BY ALL",
)


@path("recompute", GOAL)
def measure() -> list[Result]:
    """Daily histograms in total and by one dimension; DuckDB, on one thread, keeps nothing: ours stores and commits."""
    size = size_of("recompute", SIZE)
    with own_database(), tempfile.TemporaryDirectory() as folder:
        business, _, survey = make_business("bench")
        with said(f"recompute: {size:,} answers made"):
            fill(ANSWERS, business, survey.id, count=size, days=DAYS)
            analyse()
        file = Path(folder) / "answers.parquet"
        duckdb = import_module("duckdb")  # comes with the tools of bin/test; the product itself has no use for it
        with acting_for(business):
            _export(duckdb, file)

        def ours() -> None:
            with acting_for(business):
                mark_all_stale(business=business)
            while recount(business=business, dimensions=business.dimensions, now=timezone.now()):
                pass

        found = f"{size:,} answers over {DAYS} days"
        return [
            pairs("recompute", lambda: _bare(duckdb, file), lambda: timed(ours), rounds=ROUNDS, goal=GOAL, size=found)
        ]


def _export(duckdb: Any, file: Path) -> None:
    rows = file.with_suffix(".csv")
    with rows.open("wb") as out, connection.cursor() as cursor, cursor.cursor.copy(EXPORT) as lines:
        for line in lines:
            out.write(line)
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{rows}')) TO '{file}' (FORMAT parquet)")  # noqa: S608 # a file of our own
    rows.unlink()


def _bare(duckdb: Any, file: Path) -> float:
    line = duckdb.connect(config={"threads": 1})
    begun = time.perf_counter()
    for sql in SUMS:
        line.execute(sql.format(file=file)).fetchall()
    return time.perf_counter() - begun
