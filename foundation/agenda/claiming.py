"""Claiming what is due: by the tick, which hands it to the workers, and by a worker that goes on with a business.

Only one of them claims at a time, so that no two runs of one (business, kind, key) begin at once.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from foundation.agenda.handlers import handlers
from foundation.agenda.models import NOBODY, Due
from foundation.agenda.quietly import quietly, rows, rows_quietly
from foundation.postgres.messages import run_each

HANDED_OVER = timedelta(seconds=15)  # a message lost with the broker is sent again after this
RUNNING = timedelta(seconds=60)  # a run whose worker died is taken up again after this
AT_ONCE = 300  # pieces in the workers' hands or on the way: more would lie in the broker until they are sent again
ONE_AT_A_TIME = 0x7472757374  # the advisory lock of whoever claims

CLAIM = """
WITH free AS MATERIALIZED (
    SELECT id FROM agenda_due
    WHERE business_id = %(business)s AND (kind, key) IN (SELECT * FROM unnest(%(kinds)s::text[], %(keys)s::text[]))
        AND due_at <= %(now)s AND (leased_until IS NULL OR leased_until < %(now)s)
    FOR UPDATE SKIP LOCKED)
UPDATE agenda_due AS d SET token = %(token)s, leased_until = %(lease)s
FROM free WHERE d.business_id = %(business)s AND d.id = free.id
RETURNING d.kind, d.key
"""
TAKE = """
WITH claimed AS (
    UPDATE agenda_due SET token = %(new)s, leased_until = %(lease)s
    WHERE business_id = %(business)s AND kind = %(kind)s AND key = %(key)s AND token = %(token)s
    RETURNING id),
spare AS (
    UPDATE agenda_due SET token = %(new)s, leased_until = %(lease)s
    WHERE business_id = %(business)s AND kind = %(kind)s AND key = %(key)s AND token IS DISTINCT FROM %(token)s
        AND due_at <= %(now)s AND (leased_until IS NULL OR leased_until < %(now)s) AND EXISTS (SELECT FROM claimed)
    RETURNING id)
SELECT id FROM claimed LIMIT 1
"""
TAKE_NEXT = """
WITH next AS MATERIALIZED (
    SELECT kind, key FROM agenda_due AS d
    WHERE business_id = %(business)s AND due_at <= %(now)s AND (leased_until IS NULL OR leased_until < %(now)s)
        AND NOT EXISTS (
            SELECT FROM agenda_due AS held
            WHERE held.business_id = %(business)s AND held.kind = d.kind AND held.key = d.key
                AND held.leased_until >= %(now)s)
    ORDER BY due_at LIMIT 1)
UPDATE agenda_due AS d SET token = %(new)s, leased_until = %(lease)s
FROM next
WHERE d.business_id = %(business)s AND d.kind = next.kind AND d.key = next.key
    AND d.due_at <= %(now)s AND (d.leased_until IS NULL OR d.leased_until < %(now)s)
RETURNING d.kind, d.key
"""


class Piece(NamedTuple):
    """What rows of the agenda are one piece of work."""

    business_id: uuid.UUID
    kind: str
    key: str


@dataclass(frozen=True)
class Work:
    """One claimed piece of work, of no business where it is the machinery's own; the token says whose claim it is."""

    business_id: uuid.UUID | None
    kind: str
    key: str
    token: uuid.UUID

    @property
    def place(self) -> dict[str, Any]:
        """Where its rows are, as parameters."""
        return {"business": self.business_id or NOBODY, "kind": self.kind, "key": self.key}


def claim(*, now: datetime, limit: int = AT_ONCE) -> list[Work]:
    """Claim what is due and not in hand, collapsed by (business, kind, key), until `limit` pieces are in hand.

    Oldest first; where more is due than can be claimed, each kind gets its share. What is due is read across businesses
    and without a lock; rows are locked one business at a time.
    """
    token = uuid.uuid4()
    values = {"token": token, "lease": now + HANDED_OVER, "now": now}
    with quietly():
        if not _alone():
            return []
        in_hand = Due.objects.filter(due_at__lte=now, leased_until__gte=now)
        due = _due(now, limit - in_hand.values("business_id", "kind", "key").distinct().count())
        theirs = defaultdict(list)
        for piece in due:
            theirs[piece.business_id].append(piece)
        each = [{**values, "business": business_id, **_what(pieces)} for business_id, pieces in theirs.items()]
        claimed = {
            (business_id, kind, key)
            for business_id, found in zip(theirs, run_each(CLAIM, each), strict=True)
            for kind, key in found
        }
    in_order = dict.fromkeys((piece.business_id, piece.kind, piece.key) for piece in due)
    return [Work(_named(what[0]), what[1], what[2], token) for what in in_order if what in claimed]


def take(*, work: Work, now: datetime) -> Work | None:
    """Begin a claimed piece of work, with every row of it that is due by now; None where the claim is no longer ours.

    A message delivered twice finds its token spent.
    """
    new = uuid.uuid4()
    values = {"new": new, "lease": now + RUNNING, "now": now, "token": work.token, **work.place}
    return Work(work.business_id, work.kind, work.key, new) if rows_quietly(TAKE, values) else None


def take_next(*, business_id: uuid.UUID, now: datetime) -> Work | None:
    """Claim and begin what has been due longest for one business; None where nothing is, or others are claiming."""
    new = uuid.uuid4()
    with quietly():
        values = {"new": new, "lease": now + RUNNING, "now": now, "business": business_id}
        taken = rows(TAKE_NEXT, values) if _alone() else []
    return Work(business_id, taken[0][0], taken[0][1], new) if taken else None


def rows_of(work: Work) -> QuerySet[Due]:
    """All rows of a piece of work."""
    return Due.objects.filter(business_id=work.business_id or NOBODY, kind=work.kind, key=work.key)


def _due(now: datetime, limit: int) -> Sequence[Piece]:
    if limit <= 0:
        return []
    oldest = _oldest(_free(now), limit)
    if len(oldest) < limit:
        return oldest
    share = max(1, limit // (2 * len(handlers)))  # half is shared out: a long job waits not for all the small ones
    first = [piece for kind in handlers for piece in _oldest(_free(now).filter(kind=kind), share)]
    return list(dict.fromkeys([*first, *oldest]))[:limit]


def _oldest(free: QuerySet[Due], limit: int) -> list[Piece]:
    found = free.values("business_id", "kind", "key").annotate(first=Min("due_at")).order_by("first")[:limit]
    return [Piece(row["business_id"], row["kind"], row["key"]) for row in found]


def _what(pieces: Sequence[Piece]) -> dict[str, list[str]]:
    return {"kinds": [piece.kind for piece in pieces], "keys": [piece.key for piece in pieces]}


def _free(now: datetime) -> QuerySet[Due]:
    in_hand = Due.objects.filter(
        business_id=OuterRef("business_id"), kind=OuterRef("kind"), key=OuterRef("key"), leased_until__gte=now
    )
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return Due.objects.filter(free, ~Exists(in_hand), due_at__lte=now)


def _named(business_id: uuid.UUID) -> uuid.UUID | None:
    return None if business_id == NOBODY else business_id


def _alone() -> bool:
    return bool(rows("SELECT pg_try_advisory_xact_lock(%(key)s)", {"key": ONE_AT_A_TIME})[0][0])
