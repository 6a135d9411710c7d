"""What the database itself says about the walls, read from its catalogue after migrating."""

from typing import Any

import pytest
from django.db import connection

from trustapp.sharding.tables import GLOBAL

# Tables that reach their business through no foreign key at all, and why.
UNTIED_TABLES = {
    "ledger_line": "the hottest insert: a check against one business row would queue every writer behind it",
    "ledger_head": "made by the sealer for a business whose lines it has just read",
    "ledger_cursor": "made by the feed for a business whose lines it has just read",
}

TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
       EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'business_id'),
       (SELECT array_agg(a.attname::text ORDER BY k.n) FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k (attnum, n),
          pg_attribute a WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum)
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""
POLICIES = "SELECT tablename, qual, with_check, cmd, permissive FROM pg_policies WHERE schemaname = 'public'"
UNIQUES = """
SELECT c.relname, x.relname, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0])
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
"""
FOREIGN_KEYS = """
SELECT c.relname, f.relname, con.conname,
       (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(con.conkey) WITH ORDINALITY k (attnum, n),
          pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = k.attnum)
FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid JOIN pg_class f ON f.oid = con.confrelid
WHERE con.contype = 'f' AND c.relnamespace = 'public'::regnamespace
"""
KEYS_NOT_NEWEST = """
SELECT c.relname FROM pg_index k JOIN pg_class c ON c.oid = k.indrelid
WHERE k.indisprimary AND c.relnamespace = 'public'::regnamespace
    AND EXISTS (
        SELECT FROM pg_index i
        WHERE i.indrelid = k.indrelid AND i.indexrelid > k.indexrelid AND i.indpred IS NULL)
"""
POLICY = "(business_id = (NULLIF(current_setting('app.business_id'::text, true), ''::text))::uuid)"

pytestmark = pytest.mark.django_db


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def tenant_tables() -> set[str]:
    return {name for name, *_ in rows(TABLES)} - set(GLOBAL)


def test_every_table_is_a_tenants_or_global_for_a_reason() -> None:
    found = {name: owned for name, _, _, owned, _ in rows(TABLES)}
    assert set(GLOBAL) <= set(found), "a global table that is gone still stands on the list"
    assert [name for name in tenant_tables() if not found[name]] == []


def test_every_tenant_table_is_keyed_by_business_and_id() -> None:
    keys = {name: key for name, *_, key in rows(TABLES) if name not in GLOBAL}
    assert {name: key for name, key in keys.items() if key != ["business_id", "id"]} == {}


def test_the_key_of_every_tenant_table_is_its_newest_index() -> None:
    # Without statistics the planner takes the newest of the indexes that start with the business. One with a condition
    # is not among them: it holds no row for sure, so a key is never looked up in it.
    assert tenant_tables() & {name for (name,) in rows(KEYS_NOT_NEWEST)} == set()


def test_every_tenant_table_forces_row_level_security() -> None:
    weak = [name for name, on, forced, *_ in rows(TABLES) if name not in GLOBAL and not (on and forced)]
    assert weak == []


def test_every_tenant_table_has_the_one_policy() -> None:
    policies = {name: rest for name, *rest in rows(POLICIES)}
    assert set(policies) == tenant_tables()
    assert {name: rest for name, rest in policies.items() if rest != [POLICY, POLICY, "ALL", "PERMISSIVE"]} == {}


def test_every_unique_index_of_a_tenant_table_starts_with_the_business() -> None:
    loose = [index for table, index, first in rows(UNIQUES) if table in tenant_tables() and first != "business_id"]
    assert loose == []


def test_every_foreign_key_between_tenant_tables_names_the_business() -> None:
    tenant = tenant_tables()
    keys = [(name, columns) for table, target, name, columns in rows(FOREIGN_KEYS) if table in tenant]
    assert keys
    assert [name for name, columns in keys if columns[0] != "business_id"] == []


def test_every_tenant_table_is_tied_to_its_business() -> None:
    tied = {"accounts_business"}
    keys = [(table, target) for table, target, *_ in rows(FOREIGN_KEYS)]
    for _ in keys:
        tied |= {table for table, target in keys if target in tied}
    assert tenant_tables() - tied == set(UNTIED_TABLES)


def test_no_tenant_table_has_a_trigger_of_its_own_and_nothing_is_materialised() -> None:
    assert rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal") == []
    assert rows("SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'") == []


def test_the_apps_role_is_neither_superuser_nor_above_the_walls() -> None:
    ((name, superuser, bypasses),) = rows(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    assert (superuser, bypasses) == (False, False), name
