"""Writing without waiting for the disk: for what would be done once more if it were lost."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from foundation.postgres.messages import on_citus, rows_of, run_after

NOT_WAITING = "SET LOCAL synchronous_commit = off"


@contextmanager
def quietly() -> Iterator[None]:
    """A transaction whose commit does not wait for the disk; within another one, a part of that."""
    with transaction.atomic():
        if not connection.savepoint_ids:
            rows(NOT_WAITING, {})
        yield


def rows_quietly(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """One statement in such a transaction, in one message where that is possible; the rows it returns."""
    if connection.in_atomic_block or on_citus():
        with quietly():
            return rows(sql, values)
    return run_after(NOT_WAITING, sql, values)


def rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that one statement returns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return rows_of(cursor)
