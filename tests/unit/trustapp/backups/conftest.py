"""An empty database beside the test's own, and the way to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from foundation.postgres.owner import as_owner
from trustapp.backups.logins import owner


def as_the_owner(*statements: str) -> None:
    """Run statements that no transaction may hold, outside the test's database."""
    with as_owner(connection), connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def empty(transactional_db: None) -> Iterator[dict[str, Any]]:
    """A database with nothing in it, and the login that will own its tables."""
    name = f"{connection.settings_dict['NAME']}_restored"
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    as_the_owner(drop, f'CREATE DATABASE "{name}"')
    login = settings.MIGRATE_DATABASE or connection.settings_dict
    yield {**login, "NAME": name}
    as_the_owner(drop)


@contextmanager
def working_in(database: dict[str, Any]) -> Iterator[None]:
    """Let the app's own connection work in another database."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database["NAME"]
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def tables_in(database: dict[str, Any]) -> int:
    """How many tables a database has."""
    with owner(database) as target, target.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        return int(cursor.fetchone()[0])
