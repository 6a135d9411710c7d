"""Spreading the tables over the servers of a Citus cluster, in steps that can be run again. Run as the owner."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg import sql

from trustapp.sharding.catalogue import rows
from trustapp.sharding.obstacles import KEY
from trustapp.sharding.tables import REFERENCE, WAITING

TARGET = re.compile(r"REFERENCES (\w+)")
FIRST = "agenda_due"  # the others lie where its rows lie
CITUS = "SELECT extversion FROM pg_extension WHERE extname = 'citus'"
COORDINATOR = "SELECT 1 FROM pg_dist_node WHERE groupid = 0"
DONE = """
SELECT c.relname FROM pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid
WHERE p.partmethod = %(how)s AND (p.partmethod = 'h' OR p.repmodel = 't')
"""
KEYS = """
SELECT c.relname, con.conname, pg_get_constraintdef(con.oid)
FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
WHERE con.contype = 'f' AND c.relname = ANY(%(tables)s) AND c.relnamespace = 'public'::regnamespace
"""
MAKE_NOTES = f"CREATE TABLE IF NOT EXISTS {WAITING} (tab text, name text, definition text, PRIMARY KEY (tab, name))"
NOTE = f"""
INSERT INTO {WAITING} VALUES (%(tab)s, %(name)s, %(definition)s) ON CONFLICT DO NOTHING
"""  # noqa: S608 # made of a constant
NOTES = f"SELECT tab, name, definition FROM {WAITING} ORDER BY tab, name"  # noqa: S608 # as above
FORGET = f"DELETE FROM {WAITING} WHERE tab = %(tab)s AND name = %(name)s"  # noqa: S608 # as above
WALLS = "SELECT relforcerowsecurity FROM pg_class WHERE oid = %(table)s::regclass"


class ClusterError(RuntimeError):
    """The database is not ready to be spread; the text says what to do."""


def distribute(tables: Sequence[str]) -> Iterator[str]:
    """Spread `tables` by business, after copying the reference tables everywhere; a line for each thing done.

    Foreign keys between them are taken away first, noted in a table, and put back last: nobody may write meanwhile.
    Raises ClusterError. Cut off at any point, the next run goes on from there.
    """
    _look()
    waiting = [name for name in (FIRST, *sorted(set(tables) - {FIRST})) if name not in _done("h")]
    yield from loosen(waiting)
    for name in [name for name in REFERENCE if name not in _done("n")]:
        rows(f"SELECT create_reference_table('{name}')")
        yield f"{name}: on every server"
    for name in waiting:
        yield f"{name}: {_spread(name)} rows spread"
    yield from tie()


def _look() -> None:
    if not rows(CITUS):
        raise ClusterError("This database has no Citus: CREATE EXTENSION citus on it and on every other server first.")
    if not rows(COORDINATOR):
        raise ClusterError("The first server has no name yet: SELECT citus_set_coordinator_host('its address').")
    if not rows("SELECT 1 FROM citus_get_active_worker_nodes() LIMIT 1"):
        raise ClusterError("There is one server only: SELECT citus_add_node('address', 5432) for each of the others.")


def _done(how: str) -> set[str]:
    """The tables that are spread (`h`) or copied to every server (`n`)."""
    found = rows(DONE, {"how": how})
    return {name for (name,) in found}


def loosen(tables: Sequence[str]) -> Iterator[str]:
    """Take away what points out of or among the tables that are not spread yet, and note it."""
    found = rows(KEYS, {"tables": list(tables)})
    if not found:
        return
    with transaction.atomic():
        rows(MAKE_NOTES)
        for table, name, definition in found:
            rows(NOTE, {"tab": table, "name": name, "definition": definition})
            _run("ALTER TABLE {} DROP CONSTRAINT {}", table, name)
    yield f"{len(found)} foreign keys noted and taken away"


def _spread(table: str) -> int:
    """Spread one table, and see that every row arrived."""
    count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)).as_string()
    with transaction.atomic(), _walls_open(table):
        before = rows(count)[0][0]
        beside = {} if table == FIRST else {"beside": FIRST}
        with_others = ", colocate_with => %(beside)s" if beside else ""
        rows(f"SELECT create_distributed_table(%(table)s, '{KEY}'{with_others})", {"table": table, **beside})
        after = rows(count)[0][0]
        if before != after:
            raise ClusterError(f"{table} had {before} rows and has {after} when spread: nothing was changed.")
    if before:
        rows("SELECT truncate_local_data_after_distributing_table(%(table)s::regclass)", {"table": table})
    return int(before)


def tie() -> Iterator[str]:
    """Put the noted foreign keys back, one after the other."""
    if not rows("SELECT to_regclass(%(table)s)", {"table": WAITING})[0][0]:
        return
    noted = rows(NOTES)
    for table, name, definition in noted:
        with transaction.atomic(), _walls_open(table, *TARGET.findall(definition)):
            _run(f"ALTER TABLE {{}} ADD CONSTRAINT {{}} {definition}", table, name)
            rows(FORGET, {"tab": table, "name": name})
    rows(f"DROP TABLE {WAITING}")
    yield f"{len(noted)} foreign keys put back"


@contextmanager
def _walls_open(*tables: str) -> Iterator[None]:
    """Let the owner, and nobody else, see the rows of all businesses until the transaction ends.

    A foreign key needs that of both its tables: PostgreSQL checks it with what the owner sees, so that closed walls
    would hide what is missing in one, and let what is there in the other seem missing.
    """
    rows("SET LOCAL citus.multi_shard_modify_mode = 'sequential'")
    forced = [table for table in dict.fromkeys(tables) if rows(WALLS, {"table": table})[0][0]]
    for table in forced:
        _run("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table)
    yield
    for table in forced:
        _run("ALTER TABLE {} FORCE ROW LEVEL SECURITY", table)


def _run(statement: str, *names: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)).as_string())
