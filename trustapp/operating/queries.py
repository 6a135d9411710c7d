"""What an operator is shown. Businesses are entered one after another, a page of them; no query reads two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from accounts.models import Business
from customers import queries as customers
from dashboards.queries.exports import given_up
from foundation.agenda.queries import Troubled, troubled
from foundation.tenancy.context import acting_for
from letters.queries import Ended, ended_since
from surveys.queries import answers
from trustapp.health import LATE

WEEK = timedelta(days=7)
MOST = 10_000  # counted so far; a larger number says no more to an operator


@dataclass(frozen=True)
class Standing:
    """How one business is doing: counts (at most `MOST` are counted), its letters of the last 7 days, and its files of
    answers that could not be made.
    """

    business: Business
    customers: int
    answers: int
    last_answer_at: datetime | None
    letters: Ended
    files_failed: int


@dataclass(frozen=True)
class Trouble:
    """Work that is late or failed; `late` tells which. `whose` is None for work of no business."""

    row: Troubled
    whose: Business | None
    late: bool


def standings(businesses: Sequence[Business], now: datetime) -> list[Standing]:
    """How each of a page of businesses is doing."""
    return [_standing(business, now) for business in businesses]


def troubles(*, now: datetime, limit: int) -> list[Trouble]:
    """What is late or has failed, the longest due first."""
    rows = troubled(now=now, late=LATE, limit=limit)
    names = Business.objects.in_bulk({row.business_id for row in rows})
    return [Trouble(row, names.get(row.business_id), row.due_at < now - LATE) for row in rows]


def database_size() -> int:
    """Bytes of the database on disk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _standing(business: Business, now: datetime) -> Standing:
    with acting_for(business):
        return Standing(
            business,
            customers.count_up_to(business, MOST),
            answers.count_up_to(business, MOST),
            answers.last_answer_at(business),
            ended_since(business=business, since=now - WEEK),
            given_up(business),
        )
