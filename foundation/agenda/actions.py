"""Putting work on the agenda, claiming it, and settling it.

Putting work down waits for the disk, with the caller's transaction. Claiming and settling do not: if the server is cut
off, work that was claimed or done is claimed or done once more, as after any crash; and whatever is committed later and
waits brings all of it to the disk.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from foundation.agenda.models import NOBODY, Due, Pulse
from foundation.tenancy.context import HasId, business_id_of

HANDED_OVER = timedelta(seconds=15)  # a message lost with the broker is sent again after this
RUNNING = timedelta(seconds=60)  # a run whose worker died is taken up again after this
LONGEST_WAIT = timedelta(hours=1)
ONE_TICK = 0x7472757374  # the advisory lock that keeps two schedulers from claiming at once

CLAIM = """
WITH free AS MATERIALIZED (
    SELECT id FROM agenda_due
    WHERE business_id = %(business)s AND id = ANY(%(ids)s) AND (leased_until IS NULL OR leased_until < %(now)s)
    FOR UPDATE SKIP LOCKED)
UPDATE agenda_due AS d SET token = %(token)s, leased_until = %(lease)s
FROM free WHERE d.business_id = %(business)s AND d.id = free.id
RETURNING d.kind, d.key
"""


@dataclass(frozen=True)
class Work:
    """One claimed piece of work, of no business where it is the machinery's own; the token says whose claim it is."""

    business_id: uuid.UUID | None
    kind: str
    key: str
    token: uuid.UUID


def add(*, business: HasId | uuid.UUID | None, kind: str, due_at: datetime, key: str = "") -> None:
    """Put work on the agenda, in the caller's transaction. Adding what is already there does no harm."""
    business_id = NOBODY if business is None else business_id_of(business)
    Due.objects.create(business_id=business_id, kind=kind, key=key, due_at=due_at)


def claim(*, now: datetime, limit: int = 1000) -> list[Work]:
    """Claim what is due and not in hand, collapsed by (business, kind, key). At most `limit` rows, oldest first.

    What is due is read across businesses and without a lock; rows are locked one business at a time.
    """
    token = uuid.uuid4()
    values = {"token": token, "lease": now + HANDED_OVER, "now": now}
    with _not_waiting():
        if not _alone():
            return []
        due = list(_due(now)[:limit])
        ids = defaultdict(list)
        for row in due:
            ids[row.business_id].append(row.id)
        claimed = {
            (business_id, kind, key)
            for business_id, theirs in ids.items()
            for kind, key in _rows(CLAIM, {**values, "business": business_id, "ids": theirs})
        }
    oldest_first = dict.fromkeys((row.business_id, row.kind, row.key) for row in due)
    return [Work(_named(what[0]), what[1], what[2], token) for what in oldest_first if what in claimed]


def take(*, work: Work, now: datetime) -> Work | None:
    """Begin a claimed piece of work, with every row of it that is due by now; None where the claim is no longer ours.

    A message delivered twice finds its token spent.
    """
    token = uuid.uuid4()
    same = _rows_of(work)
    with _not_waiting():
        if not same.filter(token=work.token).update(token=token, leased_until=now + RUNNING):
            return None
        spare = same.filter(due_at__lte=now).filter(Q(leased_until=None) | Q(leased_until__lt=now))
        spare.update(token=token, leased_until=now + RUNNING)
    return Work(work.business_id, work.kind, work.key, token)


def finish(*, work: Work, next_due: datetime | None) -> None:
    """Strike out what was done, and put down when to go on."""
    with _not_waiting():
        done = _rows_of(work).filter(token=work.token).delete()[0]
        if done and next_due is not None:
            add(business=work.business_id, kind=work.kind, key=work.key, due_at=next_due)


def put_off(*, work: Work, now: datetime, error: str) -> None:
    """Keep work that failed, to be tried again after 2, 4, 8 … seconds, an hour at most."""
    mine = _rows_of(work).filter(token=work.token)
    attempts = max(mine.values_list("attempts", flat=True), default=0) + 1
    wait = min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_WAIT)
    with _not_waiting():
        mine.update(token=None, leased_until=None, attempts=F("attempts") + 1, due_at=now + wait, error=error[:80])


def pulse(*, name: str, now: datetime) -> None:
    """Note that a part of the machinery is alive."""
    with _not_waiting():
        Pulse.objects.update_or_create(name=name, defaults={"at": now})


def hurry(*, row: Due, now: datetime) -> int:
    """Make a piece of work due now; how many rows of it. None that is in somebody's hands."""
    return _idle(row, now).update(due_at=now, token=None, leased_until=None)


def give_up(*, row: Due, now: datetime) -> int:
    """Strike out a piece of work undone; how many rows of it. None that is in somebody's hands."""
    return _idle(row, now).delete()[0]


def _idle(row: Due, now: datetime) -> QuerySet[Due]:
    same = Due.objects.filter(business_id=row.business_id, kind=row.kind, key=row.key)
    return same.filter(Q(leased_until=None) | Q(leased_until__lt=now))


@contextmanager
def _not_waiting() -> Iterator[None]:
    """A transaction whose commit does not wait for the disk; within another one, a part of that."""
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
        yield


def _due(now: datetime) -> QuerySet[Due]:
    in_hand = Due.objects.filter(
        business_id=OuterRef("business_id"), kind=OuterRef("kind"), key=OuterRef("key"), leased_until__gte=now
    )
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return Due.objects.filter(free, ~Exists(in_hand), due_at__lte=now).order_by("due_at")


def _rows_of(work: Work) -> QuerySet[Due]:
    return Due.objects.filter(business_id=work.business_id or NOBODY, kind=work.kind, key=work.key)


def _named(business_id: uuid.UUID) -> uuid.UUID | None:
    return None if business_id == NOBODY else business_id


def _alone() -> bool:
    return bool(_rows("SELECT pg_try_advisory_xact_lock(%(key)s)", {"key": ONE_TICK})[0][0])


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
