"""Writing lines, and moving a consumer's cursor."""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from foundation.ids import uuid7
from foundation.ledger.models import LedgerCursor
from foundation.tenancy.context import HasId, business_id_of

SEAL = "ledger.seal"
# Here and below RETURNING, though nobody reads it: without it Citus brings the rows in by COPY, which row-level
# security refuses.
RECORD = """
WITH line AS (
    INSERT INTO ledger_line (business_id, id, kind, at, actor, subject, data)
    SELECT %(business)s, l.id, l.kind, %(at)s, %(actor)s, l.subject, l.data
    FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(subjects)s::uuid[], %(data)s::jsonb[])
        AS l (id, kind, subject, data)
    RETURNING id)
INSERT INTO agenda_due (id, business_id, kind, key, due_at, attempts, error)
VALUES (%(due)s, %(business)s, 'ledger.seal', '', %(at)s, 0, '')
"""
# The end of a caller's own statement, `WITH written AS (… RETURNING id), …`: a line for what was written, if anything
# was, and the sealer's due row. Its values come from `line_values`.
RECORD_WRITTEN = """
line AS (
    INSERT INTO ledger_line (business_id, id, kind, at, actor, subject, data)
    SELECT %(business)s, %(line)s, %(line_kind)s, %(line_at)s, %(actor)s, written.id, %(line_data)s::jsonb FROM written
    RETURNING id)
INSERT INTO agenda_due (id, business_id, kind, key, due_at, attempts, error)
SELECT %(due)s, %(business)s, 'ledger.seal', '', %(line_at)s, 0, '' FROM written
"""


def record(
    *,
    business: HasId | uuid.UUID,
    kind: str,
    subject: uuid.UUID,
    actor: uuid.UUID | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line, and a due row for the sealer, in the caller's transaction: one round trip.

    `kind` is `noun.verb-in-the-past`, `subject` the id it is about, `actor` the user who did it (None: a customer or
    the system), `data` ids and commitments only.
    """
    record_many(business=business, lines=[(kind, subject, data or {})], actor=actor)


def record_many(
    *,
    business: HasId | uuid.UUID,
    lines: Iterable[tuple[str, uuid.UUID, dict[str, Any]]],
    actor: uuid.UUID | None = None,
) -> None:
    """Write many `(kind, subject, data)` lines in one statement, in the caller's transaction."""
    rows = list(lines)
    with connection.cursor() as cursor:
        cursor.execute(
            RECORD,
            {
                "business": business_id_of(business),
                "at": timezone.now(),
                "actor": actor,
                "due": uuid7(),
                "ids": [uuid7() for _ in rows],
                "kinds": [kind for kind, _, _ in rows],
                "subjects": [subject for _, subject, _ in rows],
                "data": [Jsonb(data) for _, _, data in rows],
            },
        )


def line_values(
    *, business: HasId | uuid.UUID, kind: str, data: dict[str, Any], actor: uuid.UUID | None = None
) -> dict[str, Any]:
    """The parameters of `RECORD_WRITTEN`, made when the writing is done: lines of one subject keep their order."""
    return {
        "business": business_id_of(business),
        "line": uuid7(),
        "line_kind": kind,
        "line_at": timezone.now(),
        "line_data": json.dumps(data),
        "actor": actor,
        "due": uuid7(),
    }


def advance(*, business: HasId | uuid.UUID, consumer: str, number: int) -> None:
    """Remember that `consumer` has read up to `number`, in the caller's transaction."""
    LedgerCursor.objects.filter(consumer=consumer).update(number=number)


def lock_cursor(*, business: HasId | uuid.UUID, consumer: str) -> int:
    """How far `consumer` has read; the cursor stays locked until the caller's transaction ends."""
    cursors = LedgerCursor.objects.select_for_update().filter(consumer=consumer)
    if (cursor := cursors.first()) is None:
        new = LedgerCursor(business_id=business_id_of(business), consumer=consumer)
        LedgerCursor.objects.bulk_create([new], ignore_conflicts=True)
        cursor = cursors.get()
    return cursor.number
