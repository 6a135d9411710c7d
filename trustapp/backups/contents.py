"""What a database holds and what guards it, as a backup records it and a restore compares it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import sql

TABLES = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
HEADS = "SELECT format('%s %s %s', business_id, number, encode(hash, 'hex')) FROM ledger_head ORDER BY business_id"
WALLS = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
       coalesce((SELECT json_agg(json_build_array(policyname, permissive, cmd, roles::text, qual, with_check)
                                 ORDER BY policyname)
                 FROM pg_policies WHERE schemaname = 'public' AND tablename = c.relname), '[]'::json),
       (SELECT count(*) FROM pg_constraint WHERE conrelid = c.oid AND contype <> 'n'),
       (SELECT count(*) FROM pg_index WHERE indrelid = c.oid)
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""
# What the app's role may do with each table, its columns and each sequence; what it owns it may do everything with.
RIGHTS = """
SELECT c.relname::text, '' AS col, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S', 'v')
    AND a.grantee = %(role)s::regrole AND c.relowner <> a.grantee
UNION ALL
SELECT c.relname::text, t.attname::text, a.privilege_type FROM pg_class c, pg_attribute t, aclexplode(t.attacl) a
WHERE c.relnamespace = 'public'::regnamespace AND t.attrelid = c.oid AND t.attnum > 0
    AND a.grantee = %(role)s::regrole AND c.relowner <> a.grantee
ORDER BY 1, 2, 3
"""
OWNS = """
SELECT EXISTS (SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    AND relowner = %s::regrole)
"""
ANYTHING = """
SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^(pg_|information_schema$)')
"""


def one(connection: Any, statement: str, *params: Any) -> Any:
    """The first value that a statement returns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(params) or None)
        return cursor.fetchone()[0]


def tables(connection: Any) -> list[str]:
    """Every table."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def counts(connection: Any) -> dict[str, int]:
    """How many rows each table has; asked where no wall hides any."""
    return {name: one(connection, f'SELECT count(*) FROM "{name}"') for name in tables(connection)}  # noqa: S608 # names come from the catalogue


def heads(connection: Any) -> Iterator[bytes]:
    """One line for each business: its id, the number of its last sealed line, and that line's hash."""
    with connection.connection.cursor(name="heads") as cursor:
        cursor.itersize = 10_000
        cursor.execute(HEADS)
        for (line,) in cursor:
            yield f"{line}\n".encode()


def walls(connection: Any) -> dict[str, list[Any]]:
    """Each table's row-level security, policies, and how many constraints and indexes it has."""
    with connection.cursor() as cursor:
        cursor.execute(WALLS)
        return {name: list(rest) for name, *rest in cursor.fetchall()}


def rights(connection: Any, role: str) -> list[list[str]]:
    """`[table or sequence, column or "", right]` for all that a role was given."""
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, {"role": role})
        return [list(row) for row in cursor.fetchall()]


def owns_the_tables(connection: Any, role: str) -> bool:
    """Whether a role may do everything with the tables, being their owner."""
    return bool(one(connection, OWNS, role))


def usual_rights(connection: Any, append_only: dict[str, str]) -> list[list[str]]:
    """What `migrate` gives the app's role. `append_only`: tables that are only added to → columns that may change."""
    wanted = []
    for name in tables(connection):
        if name in append_only:
            wanted += [[name, "", "INSERT"], [name, "", "SELECT"]]
            wanted += [[name, column.strip(), "UPDATE"] for column in append_only[name].split(",") if column.strip()]
        else:
            wanted += [[name, "", right] for right in ("DELETE", "INSERT", "SELECT", "UPDATE")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'public'")
        wanted += [[name, "", right] for (name,) in cursor.fetchall() for right in ("SELECT", "USAGE")]
    return sorted(wanted)


def give(connection: Any, role: str, wanted: list[list[str]]) -> None:
    """Let a role do exactly `wanted`, in one transaction."""
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        for kind in ("TABLES", "SEQUENCES"):
            cursor.execute(sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA public FROM {}").format(sql.SQL(kind), name))
        for thing, column, right in wanted:
            only = sql.SQL("({})").format(sql.Identifier(column)) if column else sql.SQL("")
            cursor.execute(sql.SQL("GRANT {} {} ON {} TO {}").format(sql.SQL(right), only, sql.Identifier(thing), name))
        cursor.execute("COMMIT")


def migrations(connection: Any) -> list[str]:
    """Which migrations the tables have seen, as `app.name`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def is_empty(connection: Any) -> bool:
    """Whether nothing was ever put into the database."""
    return not one(connection, ANYTHING)


@contextmanager
def without_walls(connection: Any) -> Iterator[None]:
    """Let the owner of the tables see every row until the end of the block, which is rolled back.

    For a database that nobody works in yet: every table is locked meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            for name, (_, forced, *_) in walls(connection).items():
                if forced:
                    cursor.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(name)))
            yield
        finally:
            cursor.execute("ROLLBACK")
