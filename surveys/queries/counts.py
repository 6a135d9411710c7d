"""Answers and deliveries counted by day and segment: all that metrics ever read of them. Called inside `acting_for`."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from foundation.postgres.messages import run_together
from foundation.tenancy.context import HasId, business_id_of

DailyCount = tuple[str, date, str, str, int, int]  # kind, day, dimension, segment, score, n
ResponseCount = tuple[date, str, str, int, int]  # day, dimension, segment, delivered, answered

LONGEST_SEGMENT = 200  # longer values that begin alike count as one
KIND = "SELECT kind FROM surveys_survey WHERE business_id = %(business)s AND id = %(survey)s"
CONFIRMED = """
SELECT given_on AS day, score {columns} FROM surveys_answer
WHERE business_id = %(business)s AND survey_id = %(survey)s AND given_on = ANY(%(days)s) AND state = 'confirmed'
"""
DELIVERED = """
SELECT i.delivered_on AS day, a.id AS answer {columns} FROM surveys_invitation AS i
LEFT JOIN surveys_answer AS a
    ON a.business_id = i.business_id AND a.invitation_id = i.id AND a.state = 'confirmed'
WHERE i.business_id = %(business)s AND i.survey_id = %(survey)s AND i.delivered_on = ANY(%(days)s)
"""
ROUND = """
SELECT i.delivered_on IS NOT NULL, a.score, count(*) FROM surveys_invitation AS i
LEFT JOIN surveys_answer AS a
    ON a.business_id = i.business_id AND a.invitation_id = i.id AND a.state = 'confirmed'
WHERE i.business_id = %(business)s AND i.round_id = %(round)s
GROUP BY 1, 2
"""
# One hop in the index from each day to the next: days are few, answers are many.
DAYS = """
WITH RECURSIVE found AS (
    SELECT s.id AS survey,
        (SELECT min({day}) FROM {table} AS t WHERE t.business_id = %(business)s AND t.survey_id = s.id) AS day
    FROM surveys_survey AS s WHERE s.business_id = %(business)s
  UNION ALL
    SELECT f.survey, (SELECT min({day}) FROM {table} AS t WHERE t.business_id = %(business)s
        AND t.survey_id = f.survey AND t.{day} > f.day)
    FROM found AS f WHERE f.day IS NOT NULL)
SELECT survey, day FROM found WHERE day IS NOT NULL
"""


def counts_of_days(
    business: HasId | uuid.UUID, survey_id: uuid.UUID, days: Sequence[date], dimensions: Sequence[str]
) -> tuple[list[DailyCount], list[ResponseCount]]:
    """Of one survey, by day, dimension and segment: its confirmed answers by score, and the letters that arrived.

    Dimension and segment are "" in the total. Whoever has no value in a dimension counts there as segment "", so
    segments pool back to the total. Letters count by the day they arrived, with how many of them have a confirmed
    answer by now.
    """
    named = {f"d{place}": dimension for place, dimension in enumerate(dimensions)}
    values = {"business": business_id_of(business), "survey": survey_id, "days": list(days), **named}
    answers = _by_segment(CONFIRMED, "segments", len(dimensions), by="day, score", measured="score, count(*)")
    letters = _by_segment(DELIVERED, "i.segments", len(dimensions), by="day", measured="count(*), count(answer)")
    ((kind,),), answered, delivered = run_together([KIND, answers, letters], values)

    def of(place: int | None) -> str:
        return "" if place is None else dimensions[place]

    return (
        [(kind, day, of(place), segment, score, n) for place, segment, day, score, n in answered],
        [(day, of(place), segment, arrived, of_them) for place, segment, day, arrived, of_them in delivered],
    )


def round_counts(business: HasId | uuid.UUID, round_id: uuid.UUID) -> tuple[int, int, list[int]]:
    """A round's delivered letters, how many of them have a confirmed answer, and the scores of all such answers.

    A letter whose fate is unknown may be answered, and is not among the delivered.
    """
    rows = _rows(ROUND, {"business": business_id_of(business), "round": round_id})
    delivered = sum(n for arrived, _, n in rows if arrived)
    answered = sum(n for arrived, score, n in rows if arrived and score is not None)
    return delivered, answered, [score for _, score, n in rows if score is not None for _ in range(n)]


def counted_days(business: HasId | uuid.UUID) -> set[tuple[uuid.UUID, date]]:
    """Every (survey, day) on which an answer was given or an invitation delivered."""
    values = {"business": business_id_of(business)}
    answered = _rows(DAYS.format(table="surveys_answer", day="given_on"), values)
    delivered = _rows(DAYS.format(table="surveys_invitation", day="delivered_on"), values)
    return {(survey, day) for survey, day in answered + delivered}


def _by_segment(rows: str, segments: str, dimensions: int, *, by: str, measured: str) -> str:
    """SQL that counts the total and each dimension in one pass over the rows: GROUPING SETS, never the cube."""
    names = [f"d{place}" for place in range(dimensions)]
    columns = "".join(f", left(coalesce({segments} ->> %({d})s, ''), {LONGEST_SEGMENT}) AS {d}" for d in names)
    place = " ".join(f"WHEN GROUPING({d}) = 0 THEN {place}" for place, d in enumerate(names))
    sets = "".join(f", ({by}, {d})" for d in names)
    which = f"CASE {place} END" if names else "NULL"
    return f"""
        SELECT {which}, coalesce({"".join(f"{d}, " for d in names)}''), day, {measured}
        FROM ({rows.format(columns=columns)}) AS counted GROUP BY GROUPING SETS (({by}){sets})
    """  # noqa: S608 # made of the constants above; names of dimensions travel as parameters


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
