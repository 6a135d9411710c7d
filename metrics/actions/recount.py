"""Bringing the stored histograms up to date: days are marked stale, and stale days are counted anew from nothing.

Day by day or from scratch, this is the one way to the numbers; the two differ in which days are marked.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from foundation.agenda.quietly import NOT_WAITING
from foundation.ids import uuid7
from foundation.postgres.messages import run_together
from foundation.tenancy.context import HasId, acting_for, business_id_of, joining
from metrics.maths.scales import CELLS
from surveys.queries.counts import counted_days, counts_of_days

Day = tuple[uuid.UUID, date]  # a survey and a local day
Cell = tuple[str, str, str, date]  # kind, dimension, segment, day
Cells = dict[Cell, list[int]]

SLICE = 31  # days in one transaction
# With less the planner sorts the answers for each dimension, which takes half as long again.
ROOM = "SET LOCAL work_mem = '64MB'"
MARK = """
INSERT INTO metrics_staleday (business_id, id, survey_id, day)
SELECT %(business)s, d.id, d.survey, d.day FROM unnest(%(ids)s::uuid[], %(surveys)s::uuid[], %(days)s::date[])
    AS d (id, survey, day)
ON CONFLICT (business_id, survey_id, day) DO NOTHING
"""
LAST = "SELECT refreshed_at FROM metrics_refresh WHERE business_id = %(business)s"
# A day marked again meanwhile waits at the unique key for our commit, and is then counted once more.
# MATERIALIZED: else a plan may ask for the first days again with each row, and so take more than the limit.
TAKE = """
WITH first AS MATERIALIZED (
    SELECT id FROM metrics_staleday WHERE business_id = %(business)s
    ORDER BY survey_id, day LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
DELETE FROM metrics_staleday AS d USING first WHERE d.business_id = %(business)s AND d.id = first.id
RETURNING d.survey_id, d.day
"""
# What did not change is not written.
STORE = """
WITH fresh AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(dimensions)s::text[], %(segments)s::text[],
        %(cell_days)s::date[], %(counts)s::text[]) AS f (id, kind, dimension, segment, day, counts)
), gone AS (
    DELETE FROM metrics_dailyhistogram AS h
    WHERE h.business_id = %(business)s AND h.survey_id = %(survey)s AND h.day = ANY(%(days)s)
        AND (h.kind, h.dimension, h.segment, h.day) NOT IN (SELECT kind, dimension, segment, day FROM fresh))
INSERT INTO metrics_dailyhistogram AS h (business_id, id, survey_id, kind, dimension, segment, day, counts)
SELECT %(business)s, id, %(survey)s, kind, dimension, segment, day, counts::int[] FROM fresh
ON CONFLICT (business_id, kind, dimension, segment, day, survey_id) DO UPDATE SET counts = excluded.counts
    WHERE h.counts <> excluded.counts
"""
STORED_DAYS = "SELECT DISTINCT survey_id, day FROM metrics_dailyhistogram WHERE business_id = %(business)s"
COUNTED = """
INSERT INTO metrics_refresh (business_id, id, refreshed_at) VALUES (%(business)s, %(id)s, %(now)s)
ON CONFLICT (business_id) DO UPDATE SET refreshed_at = excluded.refreshed_at
"""


def mark_stale(*, business: HasId | uuid.UUID, days: Iterable[Day]) -> datetime | None:
    """Mark days whose histograms no longer match the answers; when days were counted last (None: never).

    Marking one twice does no harm.
    """
    rows = sorted(set(days))
    surveys, dates = zip(*rows, strict=True) if rows else ((), ())
    values = {"ids": [uuid7() for _ in rows], "surveys": list(surveys), "days": list(dates)}
    with joining(business):
        *_, last = run_together([MARK, LAST], {"business": business_id_of(business), **values})
    return last[0][0] if last else None


def mark_all_stale(*, business: HasId | uuid.UUID) -> int:
    """Mark every day that has answers, deliveries or histograms; how many they are."""
    with acting_for(business):
        stored = _run(STORED_DAYS, {"business": business_id_of(business)})
        days = counted_days(business) | {(survey, day) for survey, day in stored}
        mark_stale(business=business, days=days)
    return len(days)


def recount(*, business: HasId | uuid.UUID, dimensions: Sequence[str], now: datetime, limit: int = SLICE) -> int:
    """Count up to `limit` stale days anew, in one transaction; how many they were. Two workers share the days.

    Where the transaction is its own, it does not wait for the disk: cut off, the days are stale once more.
    """
    business_id = business_id_of(business)
    by_survey: dict[uuid.UUID, list[date]] = defaultdict(list)
    settings = [ROOM] if connection.in_atomic_block else [NOT_WAITING, ROOM]
    with acting_for(business_id):
        *_, taken = run_together([*settings, TAKE], {"business": business_id, "limit": limit})
        for survey, day in taken:
            by_survey[survey].append(day)
        for survey, days in by_survey.items():
            _store(business_id, survey, days, _count(business_id, survey, days, dimensions))
        if taken:
            _run(COUNTED, {"business": business_id, "id": uuid7(), "now": now})
    return len(taken)


def _count(business_id: uuid.UUID, survey: uuid.UUID, days: Sequence[date], dimensions: Sequence[str]) -> Cells:
    cells: Cells = defaultdict(lambda: [0] * CELLS)
    answers, letters = counts_of_days(business_id, survey, days, dimensions)
    for kind, day, dimension, segment, score, n in answers:
        cells[kind, dimension, segment, day][score] = n
    for day, dimension, segment, delivered, answered in letters:
        cells["response", dimension, segment, day][:2] = delivered - answered, answered
    return cells


def _store(business_id: uuid.UUID, survey: uuid.UUID, days: Sequence[date], cells: Cells) -> None:
    kinds, dimensions, segments, cell_days = zip(*cells, strict=True) if cells else ((), (), (), ())
    values = {
        "business": business_id,
        "survey": survey,
        "days": list(days),
        "ids": [uuid7() for _ in cells],
        "kinds": list(kinds),
        "dimensions": list(dimensions),
        "segments": list(segments),
        "cell_days": list(cell_days),
        "counts": ["{" + ",".join(map(str, counts)) + "}" for counts in cells.values()],
    }
    _run(STORE, values)


def _run(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []
