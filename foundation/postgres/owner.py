"""Working as the role that owns the tables, and giving the app's role what it needs."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import IntegrityError, ProgrammingError
from psycopg import sql

CREDENTIALS = ("USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner(connection: Any) -> Iterator[None]:
    """Let `connection` log in as the owner (`MIGRATE_DATABASE_URL`, else the login itself) for the length of a block.

    Raises RuntimeError inside a transaction: the connection is made anew.
    """
    if connection.in_atomic_block:
        raise RuntimeError("The owner's connection cannot be made inside a transaction.")
    if not connection.settings_dict.get("STEPS_DOWN", True):
        yield
        return
    own = dict(connection.settings_dict)
    connection.app_login = own["USER"]
    login = {key: settings.MIGRATE_DATABASE[key] for key in CREDENTIALS} if settings.MIGRATE_DATABASE else {}
    connection.close()
    connection.settings_dict.update(login, STEPS_DOWN=False)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update({key: own[key] for key in CREDENTIALS}, STEPS_DOWN=True)


def app_role(connection: Any) -> str:
    """The role that the app's own queries run as; asked inside `as_owner`."""
    if settings.MIGRATE_DATABASE:
        return str(connection.app_login)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = session_user")
        name, superuser = cursor.fetchone()
    return settings.APP_DATABASE_ROLE if superuser else str(name)


def provision(connection: Any) -> None:
    """Make the app's role where it is missing, and let it use what the owner will make. Safe to repeat."""
    role = app_role(connection)
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            with suppress(IntegrityError, ProgrammingError):  # another start was quicker
                cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS").format(name))
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == role:
            return
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
        for what, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE, SELECT")):
            cursor.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {} ON {} TO {}").format(
                    sql.SQL(rights), sql.SQL(what), name
                )
            )
