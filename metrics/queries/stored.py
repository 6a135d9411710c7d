"""Sums of the stored histograms: the only rows that numbers are made of. Called inside `acting_for`."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from foundation.tenancy.context import HasId, business_id_of
from metrics.maths.periods import Span
from metrics.maths.scales import CELLS, EMPTY, Counts
from metrics.models import Refresh
from metrics.ranges import History

Segment = tuple[str, str]  # dimension, value
TOTAL: Segment = ("", "")

CELL_SUMS = ", ".join(f"sum(counts[{cell}])" for cell in range(1, CELLS + 1))
SUMS = f"""
SELECT width_bucket(day, %(starts)s::date[]) - 1, segment, {CELL_SUMS} FROM metrics_dailyhistogram
WHERE business_id = %(business)s AND kind = %(kind)s AND dimension = %(dimension)s
    AND (%(segment)s::text IS NULL OR segment = %(segment)s) AND day >= %(first)s AND day < %(end)s
    AND (%(survey)s::uuid IS NULL OR survey_id = %(survey)s)
GROUP BY 1, 2
"""  # noqa: S608 # made of constants
BOTH_SUMS = f"""
SELECT width_bucket(day, %(starts)s::date[]) - 1, dimension, segment, {CELL_SUMS} FROM metrics_dailyhistogram
WHERE business_id = %(business)s AND kind = %(kind)s AND dimension = ANY (%(dimensions)s)
    AND day >= %(first)s AND day < %(end)s
GROUP BY 1, 2, 3
"""  # noqa: S608 # made of constants
HISTORY = """
SELECT min(day), max(day), max(day - before),
    (SELECT refreshed_at FROM metrics_refresh WHERE business_id = %(business)s)
FROM (
    SELECT day, lag(day) OVER (ORDER BY day) AS before FROM metrics_dailyhistogram
    WHERE business_id = %(business)s AND kind = %(kind)s AND dimension = '' AND segment = ''
        AND (%(survey)s::uuid IS NULL OR survey_id = %(survey)s)) AS days
"""


def as_of(business: HasId | uuid.UUID) -> datetime | None:
    """When the answers were last counted; None before the first time."""
    row = Refresh.objects.filter(business_id=business_id_of(business)).first()
    return row.refreshed_at if row else None


def history(business: HasId | uuid.UUID, kind: str, survey: uuid.UUID | None = None) -> History:
    """Where the data of a kind begin and end, their longest wait, and when they were last counted."""
    values = {"business": business_id_of(business), "kind": kind, "survey": survey}
    first, last, wait, as_of = _rows(HISTORY, values)[0]
    return History(first, last, None if first == last else wait, as_of)


def sums(
    business: HasId | uuid.UUID,
    kind: str,
    spans: Sequence[Span],
    *,
    segment: Segment = TOTAL,
    survey: uuid.UUID | None = None,
) -> list[Counts]:
    """One histogram for each span; the spans follow one another."""
    dimension, value = segment
    found = _sums(business, kind, spans, dimension, value, survey)
    return [found[place, value] for place in range(len(spans))]


def sums_by_segment(
    business: HasId | uuid.UUID, kind: str, spans: Sequence[Span], dimension: str, survey: uuid.UUID | None = None
) -> dict[str, list[Counts]]:
    """One histogram for each span, by segment of the dimension, in the order of their names."""
    found = _sums(business, kind, spans, dimension, None, survey)
    names = sorted({segment for _, segment in found})
    return {name: [found[place, name] for place in range(len(spans))] for name in names}


def _sums(
    business: HasId | uuid.UUID,
    kind: str,
    spans: Sequence[Span],
    dimension: str,
    segment: str | None,
    survey: uuid.UUID | None,
) -> defaultdict[tuple[int, str], Counts]:
    values = {**_over(business, kind, spans), "dimension": dimension, "segment": segment, "survey": survey}
    found: defaultdict[tuple[int, str], Counts] = defaultdict(lambda: EMPTY)
    for place, name, *cells in _rows(SUMS, values):
        found[place, name] = tuple(cells)
    return found


def _over(business: HasId | uuid.UUID, kind: str, spans: Sequence[Span]) -> dict[str, Any]:
    """What every statement over spans asks for."""
    return {
        "business": business_id_of(business),
        "kind": kind,
        "starts": [span.first for span in spans],
        "first": spans[0].first,
        "end": spans[-1].end,
    }


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def sums_with_segments(
    business: HasId | uuid.UUID, kind: str, spans: Sequence[Span], dimension: str
) -> tuple[list[Counts], dict[str, list[Counts]]]:
    """One histogram for each span, of the total and of each segment of a dimension ("": none), in one statement."""
    values = {**_over(business, kind, spans), "dimensions": sorted({"", dimension})}
    found: defaultdict[tuple[str, str, int], Counts] = defaultdict(lambda: EMPTY)
    for place, of, name, *cells in _rows(BOTH_SUMS, values):
        found[of, name, place] = tuple(cells)
    names = sorted({name for of, name, _ in found if of})
    places = range(len(spans))
    by_segment = {name: [found[dimension, name, place] for place in places] for name in names}
    return [found["", "", place] for place in places], by_segment
