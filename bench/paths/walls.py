"""What row-level security costs: the same statements with the policy on and off."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from bench.data import ANSWERS, fill, make_business
from bench.database import analyse, own_database
from bench.harness import Result, pairs, path, said
from foundation.postgres.owner import as_owner
from foundation.tenancy.context import acting_for

POINTS, SUMS = 1.05, 1.1
SIZE, DAYS, ROUNDS = 200_000, 400, 25
POINT = "SELECT score FROM surveys_answer WHERE business_id = %s AND id = %s"
SUM = "SELECT score, count(*) FROM surveys_answer WHERE business_id = %s GROUP BY score"


@path("walls", POINTS)
def measure() -> list[Result]:
    """One answer by its key, and a sum over all answers of a business; the business is named in both."""
    with own_database():
        business, _, survey = make_business("bench")
        other, _, survey_of_other = make_business("other")
        with said(f"walls: 2 × {SIZE:,} answers made"):
            fill(ANSWERS, business, survey.id, count=SIZE, days=DAYS)
            fill(ANSWERS, other, survey_of_other.id, count=SIZE, days=DAYS)
            analyse()
        with acting_for(business), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM surveys_answer WHERE business_id = %s LIMIT 2000", [business.id])
            points = [(POINT, (business.id, id_)) for (id_,) in cursor.fetchall()]
        sums = [(SUM, (business.id,))] * 5

        def cost(statements: list[tuple[str, tuple[object, ...]]]) -> float:
            with acting_for(business), connection.cursor() as cursor:
                raw = cursor.cursor  # psycopg's own, which prepares
                begun = time.perf_counter()
                for sql, values in statements:
                    raw.execute(sql, values, prepare=True).fetchall()
                return (time.perf_counter() - begun) / len(statements)

        def without(statements: list[tuple[str, tuple[object, ...]]]) -> float:
            with _walls_down():
                return cost(statements)

        size = f"{SIZE:,} answers of {2 * SIZE:,}"
        return [
            pairs(name, lambda s=s: without(s), lambda s=s: cost(s), rounds=ROUNDS, goal=goal, size=size)  # type: ignore[misc] # mypy cannot infer a lambda's default
            for name, s, goal in (("walls", points, POINTS), ("walls-sums", sums, SUMS))
        ]


@contextmanager
def _walls_down() -> Iterator[None]:
    _alter("DISABLE")
    try:
        yield
    finally:
        _alter("ENABLE")


def _alter(how: str) -> None:
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE surveys_answer {how} ROW LEVEL SECURITY")
