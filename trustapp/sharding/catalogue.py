"""The tables as the database's own catalogue describes them."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

TABLES = """
SELECT c.relname, c.relkind, c.relispartition OR EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid)
FROM pg_class c WHERE c.relkind IN ('r', 'p', 'm', 'f') AND c.relnamespace = 'public'::regnamespace
"""
COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity <> '',
    coalesce(pg_get_expr(d.adbin, d.adrelid), '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""
# Unique indexes and exclusion constraints: what may stand once only. Expressions have no name.
UNIQUES = """
SELECT c.relname, x.relname, i.indisprimary, i.indisexclusion,
    array(SELECT coalesce(a.attname, '') FROM unnest(i.indkey::int[]) WITH ORDINALITY k (attnum, n)
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0
        WHERE k.n <= i.indnkeyatts ORDER BY k.n)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
WHERE (i.indisunique OR i.indisexclusion) AND c.relnamespace = 'public'::regnamespace
"""
FOREIGN_KEYS = """
SELECT c.relname, f.relname, con.conname, con.confdeltype, con.confupdtype,
    array(SELECT a.attname FROM unnest(con.conkey) WITH ORDINALITY k (attnum, n)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum ORDER BY k.n),
    array(SELECT a.attname FROM unnest(con.confkey) WITH ORDINALITY k (attnum, n)
        JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = k.attnum ORDER BY k.n)
FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid JOIN pg_class f ON f.oid = con.confrelid
WHERE con.contype = 'f' AND con.conparentid = 0 AND c.relnamespace = 'public'::regnamespace
"""
TRIGGERS = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
"""
RULES = """
SELECT c.relname, r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Column:
    """One column; `default` is its expression, "" where it has none."""

    name: str
    type: str
    not_null: bool
    identity: bool
    default: str


@dataclass(frozen=True)
class Unique:
    """What may stand once only; an expression among its columns is ""."""

    name: str
    primary: bool
    exclusion: bool
    columns: list[str]


@dataclass(frozen=True)
class ForeignKey:
    """A reference; `on_delete` and `on_update` are PostgreSQL's letters, `n` and `d` set NULL and the default."""

    name: str
    target: str
    columns: list[str]
    target_columns: list[str]
    on_delete: str
    on_update: str


@dataclass
class Table:
    """One table; `kind` is PostgreSQL's letter: `r` a table, `m` a materialised view, `f` a foreign table."""

    name: str
    kind: str = "r"
    inherits: bool = False
    columns: dict[str, Column] = field(default_factory=dict)
    uniques: list[Unique] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    triggers: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


def read() -> dict[str, Table]:
    """Every table of the schema `public`, by name."""
    tables = {name: Table(name, kind, inherits) for name, kind, inherits in rows(TABLES)}
    for name, column, type_, not_null, identity, default in rows(COLUMNS):
        tables[name].columns[column] = Column(column, type_, not_null, identity, default)
    for name, index, primary, exclusion, columns in rows(UNIQUES):
        tables[name].uniques.append(Unique(index, primary, exclusion, columns))
    for name, target, key, on_delete, on_update, columns, target_columns in rows(FOREIGN_KEYS):
        tables[name].foreign_keys.append(ForeignKey(key, target, columns, target_columns, on_delete, on_update))
    for name, trigger in rows(TRIGGERS):
        tables[name].triggers.append(trigger)
    for name, rule in rows(RULES):
        tables[name].rules.append(rule)
    return tables


def rows(sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """What a statement returns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []
