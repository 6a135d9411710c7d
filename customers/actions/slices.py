"""Bringing one slice of ready rows in, in the caller's transaction: by COPY, and as if row after row."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from customers.actions import statements
from customers.checks import LABELS, quoted
from customers.fingerprints import address_hash
from customers.models import Suppression, SuppressionReason
from customers.prepare import read_ready

PIECE = 1 << 17  # bytes handed to the driver at once: its own buffer grows to the largest and stays so
ATTEMPTS = 30  # halvings of a slice, and repetitions beside others who write


@dataclass
class Slice:
    """What became of the rows of a slice; `broken` are in conflict with who is known: number, column, words, row."""

    rows: int = 0
    size: int = 0  # bytes of the ready file
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    erased: int = 0
    suppressed: int = 0
    broken: list[tuple[int, str, str, list[str]]] = field(default_factory=list)


class _EntangledError(Exception):
    """Two rows meet in one customer: together they would not come out as one after the other."""


def hold(business_id: uuid.UUID, *, shared: bool = False) -> None:
    """Let nobody else import or erase in this business until the transaction ends; `shared` lets others add by hand.

    To be called before any row is locked: who imports holds first and locks rows afterwards.
    """
    lock = "SELECT pg_advisory_xact_lock_shared(%s)" if shared else "SELECT pg_advisory_xact_lock(%s)"
    with connection.cursor() as cursor:
        cursor.execute(lock, [business_id.int & (1 << 63) - 1])


def commit_without_waiting() -> None:
    """Do not wait for the disk: after a crash of the server this slice may be gone, whole, and is done again."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def bring_in(business_id: uuid.UUID, data: bytes, *, of: uuid.UUID, fresh: bool, now: datetime) -> Slice:
    """Bring in as many of the ready rows, whole lines, as can go together: from the first, and at least one.

    `of` is the import; `fresh` is a guess that all are unknown so far: the same comes out, sooner where it is true.
    Raises IntegrityError where others write the same customers at the same time, again and again.
    """
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return _bring_in(business_id, data, of=of, fresh=fresh, now=now)
        except _EntangledError:
            data = data[: data.rindex(b"\n", 0, max(len(data) // 2, data.index(b"\n") + 1)) + 1]
        except IntegrityError:
            fresh = False
    return _bring_in(business_id, data, of=of, fresh=False, now=now)


def _bring_in(business_id: uuid.UUID, data: bytes, *, of: uuid.UUID, fresh: bool, now: datetime) -> Slice:
    done = Slice(rows=data.count(b"\n"), size=len(data))
    values: dict[str, Any] = {"business": business_id, "of": of, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(statements.PLAN)
        cursor.execute(statements.CREATE)
        with cursor.copy(statements.COPY) as copy:
            for at in range(0, len(data), PIECE):
                copy.write(data[at : at + PIECE])
        _leave_out_erased(cursor, business_id, data, done)
        left = done.rows - done.erased
        if fresh:
            cursor.execute(statements.INSERT_ALL, values)
            done.added = cursor.rowcount
        else:
            _compare(cursor, values, data, done, left)
        cursor.execute(statements.CLEAR)
    return done


def _compare(cursor: Any, values: dict[str, Any], data: bytes, done: Slice, left: int) -> None:
    """Tell apart who is new, who changed and who is as the row says, and write what differs."""
    cursor.execute(statements.MATCH, values)
    cursor.execute(statements.OTHERS)
    others = cursor.fetchall()
    if others and done.rows > 1:
        emails, numbers = ({key for key in keys if key} for keys in zip(*others, strict=True))
        if any(row[2] in emails or row[3] in numbers for row in map(read_ready, data.splitlines())):
            raise _EntangledError
    cursor.execute(statements.COUNT)
    done.unchanged = left - cursor.fetchone()[0]
    cursor.execute(statements.INSERT_MATCHED, values)
    done.added = cursor.rowcount
    cursor.execute(statements.KEEP, values)
    cursor.execute(statements.UPDATE, values)
    done.updated = cursor.rowcount
    cursor.execute(statements.CONFLICTS)
    conflicts = dict(cursor.fetchall())
    if conflicts:
        rows = (read_ready(line) for line in data.splitlines())
        done.broken = [_conflict(row, conflicts[int(row[0])]) for row in rows if int(row[0]) in conflicts]


def _conflict(row: list[str], number_known: bool) -> tuple[int, str, str, list[str]]:
    email, number = quoted(row[2]), quoted(row[3])
    if number_known:
        message = f"{email} is one customer's address and {number} is another customer's number."
    else:
        message = f"{email} is the address of a customer with another number than {number}."
    return int(row[0]), LABELS["email"], message, row


def _leave_out_erased(cursor: Any, business_id: uuid.UUID, data: bytes, done: Slice) -> None:
    """Take out who asked to be forgotten, and count whose letters were stopped otherwise."""
    known = Suppression.objects.filter(business_id=business_id)
    if not known.exists():
        return
    rows = (line.split(b"\t", 3) for line in data.splitlines())
    by_hash = {address_hash(business_id, row[2].decode()): int(row[0]) for row in rows if row[2]}
    found = dict(known.filter(address_hash__in=list(by_hash)).values_list("address_hash", "reason"))
    erased = [by_hash[mark] for mark, reason in found.items() if reason == SuppressionReason.ERASED]
    done.erased, done.suppressed = len(erased), len(found) - len(erased)
    if erased:
        cursor.execute(statements.DROP, {"rows": erased})
