"""Sending, as far as the database knows: claimed, marked, settled, told."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from foundation.counters import Counter
from foundation.ledger.actions import record_many
from foundation.tenancy.context import HasId, acting_for, business_id_of, run_for
from letters.models import Letter, LetterState
from letters.purposes import Held, Mail, Outcome, Purpose

LEASE = timedelta(seconds=60)  # as long as the agenda's: who takes the work up finds its letters free
FINAL = [LetterState.SENT, LetterState.FAILED, LetterState.UNKNOWN, LetterState.CANCELLED]
SETTLED = Counter("trustapp_letters", "Letters by how they ended", ["state"])
STOPPED = "sending was cut off while the mail server had it"

CLAIM = """
WITH waiting AS MATERIALIZED (
    SELECT id FROM letters_letter
    WHERE business_id = %(business)s AND purpose = %(purpose)s AND state = 'queued' AND not_before <= %(now)s
    ORDER BY not_before, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE letters_letter AS l
SET state = 'sending', claim = %(token)s, leased_until = %(lease)s,
    message_id = coalesce(nullif(l.message_id, ''),
        '<' || replace(l.business_id::text, '-', '') || '.' || replace(l.id::text, '-', '') || '@' || %(host)s || '>')
FROM waiting WHERE l.business_id = %(business)s AND l.id = waiting.id
RETURNING l.id, l.subject, l.message_id, l.attempts
"""
# CASE WHEN x = …, never CASE x WHEN …: Citus works the latter out beforehand, wrongly, where x is a column.
STEPS = """
UPDATE letters_letter AS l
SET state = s.state, reason = s.reason,
    marked_at = CASE WHEN s.state = 'sending' THEN s.at WHEN s.state <> 'queued' THEN l.marked_at END,
    settled_at = CASE WHEN s.state NOT IN ('sending', 'queued') THEN s.at END,
    claim = CASE WHEN s.state <> 'queued' THEN l.claim END,
    leased_until = CASE WHEN s.state = 'sending' THEN %(lease)s WHEN s.state <> 'queued' THEN l.leased_until END,
    not_before = CASE WHEN s.state = 'queued' THEN s.at ELSE l.not_before END,
    attempts = l.attempts + (s.state = 'queued')::int
FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(ats)s::timestamptz[], %(reasons)s::text[])
    AS s (id, state, at, reason)
WHERE l.business_id = %(business)s AND l.id = ANY(%(ids)s::uuid[]) AND l.id = s.id
    AND l.claim = %(token)s AND l.state = 'sending'
RETURNING l.id
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One letter in a worker's hands; `attempts` counts the times it was sent back to the queue."""

    id: uuid.UUID
    message_id: str
    attempts: int
    mail: Mail


@dataclass(frozen=True, slots=True)
class Batch:
    """The letters under one claim; `found` counts the held ones too."""

    token: uuid.UUID
    letters: list[Claimed]
    found: int


@dataclass(frozen=True, slots=True)
class Step:
    """A letter's next state, `at` when; for one that goes back to the queue, when it may be tried again."""

    letter_id: uuid.UUID
    state: str
    at: datetime
    reason: str = ""


def claim(*, business: HasId | uuid.UUID, purpose: Purpose, host: str, now: datetime, limit: int = 100) -> Batch:
    """Claim up to `limit` letters and have them written; what their writer stores commits with the claim.

    First it takes up what workers who died left behind: letters without a mark go back to the queue, letters with one
    become `unknown`. A held letter is cancelled and its purpose told, or waits until the time its writer named.
    """
    business_id, token = business_id_of(business), uuid.uuid4()
    with acting_for(business_id):
        _take_up(business_id, purpose, now)
        with connection.cursor() as cursor:
            cursor.execute(
                CLAIM,
                {
                    "business": business_id,
                    "purpose": purpose.name,
                    "token": token,
                    "now": now,
                    "lease": now + LEASE,
                    "host": host,
                    "limit": limit,
                },
            )
            rows = sorted(cursor.fetchall())
        written = purpose.write(business_id, [subject for _, subject, _, _ in rows]) if rows else {}
        letters, held, later = [], [], dict[uuid.UUID, datetime]()
        for letter_id, subject, message_id, attempts in rows:
            mail = written.get(subject, Held("there is nothing to say any more"))
            if isinstance(mail, Mail):
                letters.append(Claimed(letter_id, message_id, attempts, mail))
            elif mail.until:
                later[letter_id] = mail.until
            else:
                held.append(Step(letter_id, LetterState.CANCELLED, now, mail.reason))
        _put_off(token, later)
        if held:
            settle(business=business_id, token=token, steps=held, now=now)
            tell(business=business_id, purpose=purpose, token=token)
    return Batch(token, letters, len(rows))


def settle(*, business: HasId | uuid.UUID, token: uuid.UUID, steps: Sequence[Step], now: datetime) -> set[uuid.UUID]:
    """Commit steps of letters under one claim, all in one statement; the ids of the letters still ours.

    The step to `sending` is the mark: it must be committed before the letter is handed over, and counts only where its
    id comes back.
    """
    rows = run_for(
        business,
        STEPS,
        {
            "business": business_id_of(business),
            "token": token,
            "lease": now + LEASE,
            "ids": [step.letter_id for step in steps],
            "states": [str(step.state) for step in steps],
            "ats": [step.at for step in steps],
            "reasons": [step.reason[:200] for step in steps],
        },
    )
    return {letter_id for (letter_id,) in rows}


def tell(*, business: HasId | uuid.UUID, purpose: Purpose, token: uuid.UUID) -> int:
    """Let the purpose hear what became of the claim's settled letters, and give these up; how many."""
    with acting_for(business):
        rows = Letter.objects.select_for_update().filter(claim=token, state__in=FINAL)
        return _tell(business_id_of(business), purpose, list(rows))


def release(*, business: HasId | uuid.UUID, token: uuid.UUID) -> int:
    """Put the claim's letters that were not begun back into the queue; how many."""
    with acting_for(business):
        unbegun = Letter.objects.filter(claim=token, state=LetterState.SENDING, marked_at=None)
        return unbegun.update(state=LetterState.QUEUED, claim=None, leased_until=None)


def _put_off(token: uuid.UUID, later: dict[uuid.UUID, datetime]) -> None:
    """Give letters back to the queue until a time; it is no try that counts."""
    for until in set(later.values()):
        same = [letter_id for letter_id, at in later.items() if at == until]
        waiting = Letter.objects.filter(id__in=same, claim=token)
        waiting.update(state=LetterState.QUEUED, claim=None, leased_until=None, not_before=until)


def _take_up(business_id: uuid.UUID, purpose: Purpose, now: datetime) -> None:
    left = Letter.objects.filter(purpose=purpose.name, claim__isnull=False, leased_until__lt=now)
    rows = list(left.select_for_update(skip_locked=True)[:1000])
    begun = [row for row in rows if row.state == LetterState.SENDING]
    for row in begun:
        if row.marked_at is None:
            row.state, row.claim, row.leased_until = LetterState.QUEUED, None, None
        else:
            row.state, row.settled_at, row.reason = LetterState.UNKNOWN, now, STOPPED
    Letter.objects.bulk_update(begun, ["state", "claim", "leased_until", "settled_at", "reason"])
    _tell(business_id, purpose, [row for row in rows if row.state in FINAL])


def _tell(business_id: uuid.UUID, purpose: Purpose, rows: list[Letter]) -> int:
    if not rows:
        return 0
    if purpose.settled:
        at = timezone.now()
        purpose.settled(
            business_id, [Outcome(row.subject, row.state, row.settled_at or at, row.reason) for row in rows]
        )
    lines = [
        (f"letter.{row.state}", row.id, {"purpose": row.purpose, "about": str(row.subject)})
        for row in rows
        if row.state in (LetterState.FAILED, LetterState.UNKNOWN)
    ]
    if lines:
        record_many(business=business_id, lines=lines)
    for row in rows:
        SETTLED.labels(row.state).inc()
    return Letter.objects.filter(id__in=[row.id for row in rows]).update(claim=None, leased_until=None)
