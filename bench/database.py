"""A database of the benchmark's own, beside the product's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection

from foundation.postgres.owner import as_owner


@contextmanager
def own_database() -> Iterator[str]:
    """Make and migrate a fresh database, let the connection work in it, drop it at the end. Yields its name."""
    settings: dict[str, Any] = connection.settings_dict
    product, name = settings["NAME"], f"{settings['NAME']}_bench"
    _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    connection.close()
    settings["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        yield name
    finally:
        connection.close()
        settings["NAME"] = product
        _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def analyse() -> None:
    """Let the planner know what has just been written."""
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _run(*statements: str) -> None:
    with as_owner(connection), connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
