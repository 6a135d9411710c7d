"""Sealing: committed lines get their numbers and hashes, and whoever has heard all before hears of them at once."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from foundation.ids import uuid7
from foundation.ledger.chain import GENESIS, link
from foundation.ledger.feed import consumers
from foundation.ledger.models import LedgerHead, LedgerLine
from foundation.ledger.queries import entry_of
from foundation.postgres.messages import run_together
from foundation.tenancy.context import HasId, business_id_of, joining

# The head's row keeps sealers in single file; a cursor that somebody holds is not waited for.
HEAD = "SELECT number, hash FROM ledger_head WHERE business_id = %(business)s FOR UPDATE"
CURSORS = "SELECT consumer, number FROM ledger_cursor WHERE business_id = %(business)s FOR UPDATE SKIP LOCKED"
UNSEALED = """
SELECT id, kind, at, actor, subject, data FROM ledger_line
WHERE business_id = %(business)s AND number IS NULL ORDER BY id LIMIT %(limit)s
"""
SEALED = """
UPDATE ledger_line AS l SET number = s.number, hash = s.hash
FROM unnest(%(ids)s::uuid[], %(numbers)s::bigint[], %(hashes)s::bytea[]) AS s (id, number, hash)
WHERE l.business_id = %(business)s AND l.id = s.id
"""
MOVED = "UPDATE ledger_head SET number = %(number)s, hash = %(hash)s WHERE business_id = %(business)s"
HEARD = """
INSERT INTO ledger_cursor (business_id, id, consumer, number)
SELECT %(business)s, h.id, h.consumer, %(number)s
FROM unnest(%(cursors)s::uuid[], %(heard)s::text[]) AS h (id, consumer)
ON CONFLICT (business_id, consumer) DO UPDATE SET number = excluded.number
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many lines were sealed, and who has not heard of all that is sealed by now."""

    lines: int
    behind: list[str]


def seal(*, business: HasId | uuid.UUID, limit: int = 1000) -> int:
    """Number and chain up to `limit` committed lines; how many they were. One sealer at a time works on a business."""
    return _seal(business_id_of(business), limit, telling=False).lines


def seal_and_tell(*, business: HasId | uuid.UUID, limit: int) -> Sealed:
    """Seal, and let each consumer hear of these lines who has heard of all before: in one transaction.

    One that is behind, or whose cursor somebody holds, is named instead: it hears in its turn. What a consumer stumbles
    over is raised, and then nothing is sealed.
    """
    return _seal(business_id_of(business), limit, telling=True)


def _seal(business_id: uuid.UUID, limit: int, *, telling: bool) -> Sealed:
    with joining(business_id):
        number, current, lines, cursors = _read(business_id, limit)
        # Nobody can have heard of a ledger whose first lines these are.
        unheard = 0 if number == 0 and lines else None
        ready = [name for name in consumers if cursors.get(name, unheard) == number] if telling else []
        if lines:
            for name in ready:
                _tell(name, business_id, lines)
            _write(business_id, number, current, lines, ready)
    return Sealed(len(lines), [name for name in consumers if name not in ready])


def _read(business_id: uuid.UUID, limit: int) -> tuple[int, bytes, list[LedgerLine], dict[str, int]]:
    values = {"business": business_id, "limit": limit}
    head, unsealed, cursors = run_together([HEAD, UNSEALED, CURSORS], values)
    if not head:
        LedgerHead.objects.bulk_create([LedgerHead(business_id=business_id, hash=GENESIS)], ignore_conflicts=True)
        head, unsealed, cursors = run_together([HEAD, UNSEALED, CURSORS], values)
    lines = [
        LedgerLine(
            business_id=business_id, id=line, kind=kind, at=at, actor=actor, subject=subject, data=json.loads(data)
        )
        for line, kind, at, actor, subject, data in unsealed
    ]
    return head[0][0], bytes(head[0][1]), lines, dict(cursors)


def _tell(name: str, business_id: uuid.UUID, lines: Sequence[LedgerLine]) -> None:
    consumer = consumers[name]
    if theirs := [line for line in lines if line.kind in consumer.kinds]:
        consumer.hear(business_id, theirs)


def _write(
    business_id: uuid.UUID, number: int, current: bytes, lines: Sequence[LedgerLine], heard: Sequence[str]
) -> None:
    hashes = []
    for place, line in enumerate(lines, number + 1):
        current = link(current, place, entry_of(line))
        hashes.append(current)
    values = {
        "business": business_id,
        "ids": [line.id for line in lines],
        "numbers": list(range(number + 1, number + 1 + len(lines))),
        "hashes": hashes,
        "number": number + len(lines),
        "hash": current,
        "heard": list(heard),
        "cursors": [uuid7() for _ in heard],
    }
    run_together([SEALED, MOVED, *([HEARD] if heard else [])], values)
