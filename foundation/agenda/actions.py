"""Putting work on the agenda, and settling it. Taking it up is in `claiming`.

Putting work down waits for the disk, with the caller's transaction. Claiming and settling do not: if the server is cut
off, work that was claimed or done is claimed or done once more, as after any crash; and whatever is committed later and
waits brings all of it to the disk.
"""

import uuid
from datetime import datetime, timedelta

from django.db.models import F, Max, Q, QuerySet

from foundation.agenda.claiming import Work, rows_of
from foundation.agenda.models import NOBODY, Due
from foundation.agenda.quietly import quietly, rows, rows_quietly
from foundation.ids import uuid7
from foundation.tenancy.context import HasId, business_id_of

LONGEST_WAIT = timedelta(hours=1)
ADD = """
INSERT INTO agenda_due (business_id, id, kind, key, due_at, attempts, error)
VALUES (%(business)s, %(id)s, %(kind)s, %(key)s, %(due_at)s, 0, '')
"""
PULSE = """
INSERT INTO agenda_pulse (name, at) VALUES (%(name)s, %(now)s) ON CONFLICT (name) DO UPDATE SET at = excluded.at
"""
HAND_BACK = """
UPDATE agenda_due SET token = NULL, leased_until = NULL
WHERE business_id = %(business)s AND kind = %(kind)s AND key = %(key)s AND token = %(token)s
"""
FINISH = """
WITH done AS (
    DELETE FROM agenda_due
    WHERE business_id = %(business)s AND kind = %(kind)s AND key = %(key)s AND token = %(token)s
    RETURNING id)
INSERT INTO agenda_due (business_id, id, kind, key, due_at, attempts, error)
SELECT %(business)s, %(id)s, %(kind)s, %(key)s, %(next)s, 0, '' FROM done WHERE %(next)s IS NOT NULL LIMIT 1
"""


def add(*, business: HasId | uuid.UUID | None, kind: str, due_at: datetime, key: str = "") -> None:
    """Put work on the agenda, in the caller's transaction. Adding what is already there does no harm."""
    business_id = NOBODY if business is None else business_id_of(business)
    rows(ADD, {"business": business_id, "id": uuid7(), "kind": kind, "key": key, "due_at": due_at})


def finish(*, work: Work, next_due: datetime | None) -> None:
    """Strike out what was done, and put down when to go on."""
    rows_quietly(FINISH, {"id": uuid7(), "next": next_due, "token": work.token, **work.place})


def hand_back(*, work: Work) -> None:
    """Let others do what was claimed and not begun."""
    rows_quietly(HAND_BACK, {"token": work.token, **work.place})


def put_off(*, work: Work, now: datetime, error: str) -> None:
    """Keep work that failed, to be tried again after 2, 4, 8 … seconds, an hour at most."""
    mine = rows_of(work).filter(token=work.token)
    attempts = (mine.aggregate(most=Max("attempts"))["most"] or 0) + 1
    wait = min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_WAIT)
    with quietly():
        mine.update(token=None, leased_until=None, attempts=F("attempts") + 1, due_at=now + wait, error=error[:80])


def pulse(*, name: str, now: datetime) -> None:
    """Note that a part of the machinery is alive."""
    rows_quietly(PULSE, {"name": name, "now": now})


def hurry(*, row: Due, now: datetime) -> int:
    """Make a piece of work due now; how many rows of it. None that is in somebody's hands."""
    return _idle(row, now).update(due_at=now, token=None, leased_until=None)


def give_up(*, row: Due, now: datetime) -> int:
    """Strike out a piece of work undone; how many rows of it. None that is in somebody's hands."""
    return _idle(row, now).delete()[0]


def _idle(row: Due, now: datetime) -> QuerySet[Due]:
    same = Due.objects.filter(business_id=row.business_id, kind=row.kind, key=row.key)
    return same.filter(Q(leased_until=None) | Q(leased_until__lt=now))
