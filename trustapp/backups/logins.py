"""Connections for backing up and restoring: neither is the app's own login."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from foundation.postgres.owner import CREDENTIALS
from trustapp.backups.contents import one
from trustapp.backups.trouble import BackupError

ALIAS = "backup"
SEES_ALL = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


@contextmanager
def reader() -> Iterator[Any]:
    """A connection that sees every row of every business. Raises BackupError where the login does not."""
    named = settings.BACKUP_DATABASE or settings.MIGRATE_DATABASE
    with _connected({key: named[key] for key in CREDENTIALS} if named else {}) as source:
        if not one(source, SEES_ALL):
            raise BackupError(
                "This login cannot see behind row-level security, so that a backup would lack rows. As a superuser: "
                "CREATE ROLE trustapp_backup LOGIN BYPASSRLS PASSWORD '…'; GRANT pg_read_all_data TO trustapp_backup; "
                "then name it in BACKUP_DATABASE_URL."
            )
        yield source


@contextmanager
def owner(database: dict[str, Any] | None) -> Iterator[Any]:
    """A connection that may make tables: the login in `database`, else the product's own owner."""
    named = settings.MIGRATE_DATABASE
    login = {key: named[key] for key in CREDENTIALS} if named else {}
    chosen = {key: database[key] for key in (*CREDENTIALS, "NAME")} if database else login
    with _connected(chosen) as target:
        yield target


@contextmanager
def _connected(values: dict[str, Any]) -> Iterator[Any]:
    own: Any = connection.copy(alias=ALIAS)
    connections[ALIAS] = own  # where Django's own listeners look for it
    own.app_login = own.settings_dict["USER"]
    own.settings_dict.update(values, STEPS_DOWN=False)
    try:
        try:
            own.ensure_connection()
        except DatabaseError as fault:
            raise BackupError(f"The database does not let us in: {str(fault).strip().splitlines()[0]}") from fault
        yield own
    finally:
        own.close()
        del connections[ALIAS]


def for_program(source: Any, program: Path) -> tuple[list[str | Path], dict[str, str]]:
    """How to start one of PostgreSQL's programs on the database of a connection: its words, and its environment.

    The password goes into the environment, which other users cannot read.
    """
    params = source.get_connection_params()
    kept = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey")
    where = make_conninfo("", **{key: params[key] for key in kept if params.get(key)})
    env = {"PATH": os.environ.get("PATH", os.defpath), "PGAPPNAME": "trustapp backup"}
    if params.get("password"):
        env["PGPASSWORD"] = str(params["password"])
    return [program, f"--dbname={where}", "--no-password"], env
