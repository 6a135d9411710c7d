"""Several statements in one message to the server, which runs what comes in one message as one transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import connection


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
        return cursor.fetchall() if cursor.description else []
