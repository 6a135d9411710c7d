"""Several statements in one message to the server, which runs what comes in one message as one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


def on_citus() -> bool:
    """Whether the server is one of several: Citus hands SET LOCAL on with all that came in the same message."""
    connection.ensure_connection()
    return bool(getattr(connection, "on_citus", False))


def run_after(setting: str, sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement, after a `SET LOCAL …` that ends with it: a transaction of its own, one round trip.

    Outside any transaction only, and not on Citus.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{setting};{sql}", params)
        while cursor.nextset():
            pass
        return rows_of(cursor)


def run_together(statements: Sequence[str], params: Mapping[str, Any]) -> list[list[tuple[Any, ...]]]:
    """The rows of each of several statements, within the caller's transaction: one round trip, on Citus one for each.

    Each sees what the ones before it did, and what others committed until then.
    """
    with connection.cursor() as cursor:
        if on_citus():
            return [_each(cursor, statement, params) for statement in statements]
        cursor.execute(";".join(statements), params)
        found = [rows_of(cursor)]
        while cursor.nextset():
            found.append(rows_of(cursor))
        return found


def run_each(statement: str, values: Iterable[Mapping[str, Any]]) -> list[list[tuple[Any, ...]]]:
    """The rows of one statement for each of several sets of parameters; otherwise like `run_together`."""
    with connection.cursor() as cursor:
        filled = [str(cursor.mogrify(statement, each)).replace("%", "%%") for each in values]
    return run_together(filled, {}) if filled else []


def _each(cursor: CursorWrapper, statement: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    cursor.execute(statement, params)
    return rows_of(cursor)


def rows_of(cursor: Any) -> list[tuple[Any, ...]]:
    """What a statement returned. To ask for the cursor's `description` would be to describe each column."""
    return cursor.fetchall() if cursor.pgresult.nfields else []
