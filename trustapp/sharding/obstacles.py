"""What stands in the way of spreading the tables over several servers. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trustapp.sharding.catalogue import ForeignKey, Table
from trustapp.sharding.tables import GLOBAL, LOCAL, REFERENCE, WAITING

KEY = "business_id"
SETS_A_VALUE = {"n": "NULL", "d": "the default"}


@dataclass(frozen=True)
class Obstacle:
    """One table that cannot be spread as it is, the rule it breaks and what to do."""

    table: str
    rule: str
    text: str


def spread(tables: Mapping[str, Table]) -> list[str]:
    """The tables whose rows go where their business is: the tenants', and those beside them."""
    return sorted(name for name in tables if name not in {*REFERENCE, *LOCAL, WAITING})


def obstacles(tables: Mapping[str, Table]) -> list[Obstacle]:
    """All of them, by table."""
    shards = set(spread(tables))
    found = [*_missing(tables)]
    for name in sorted(tables):
        if name in shards:
            found += [*_kind(tables[name]), *_key(tables[name]), *_uniques(tables[name]), *_machinery(tables[name])]
        found += _references(tables[name], shards)
    return found


def _missing(tables: Mapping[str, Table]) -> Iterator[Obstacle]:
    for name in sorted(set(GLOBAL) - set(tables)):
        yield Obstacle(name, "declared", "is listed in trustapp/sharding/tables.py and is not in the database")


def _kind(table: Table) -> Iterator[Obstacle]:
    if table.kind not in "rp":
        yield Obstacle(table.name, "kind", "is no plain table: make it a view, or a table that is written to")
    if table.inherits:
        yield Obstacle(table.name, "kind", "inherits from another table: give it columns of its own")


def _key(table: Table) -> Iterator[Obstacle]:
    column = table.columns.get(KEY)
    if column is None:
        text = f"has no {KEY}: give it one, or say in trustapp/sharding/tables.py why it is global"
        yield Obstacle(table.name, "business", text)
    elif (column.type, column.not_null) != ("uuid", True):
        yield Obstacle(table.name, "business", f"{KEY} has to be uuid NOT NULL")


def _uniques(table: Table) -> Iterator[Obstacle]:
    if not any(unique.primary for unique in table.uniques):
        yield Obstacle(table.name, "primary key", f"has no primary key: make it ({KEY}, id)")
    for unique in table.uniques:
        if KEY not in unique.columns:
            rule = "primary key" if unique.primary else "unique"
            yield Obstacle(table.name, rule, f"{unique.name} lacks {KEY}: no server sees the rows of all others")
        elif unique.exclusion:
            yield Obstacle(table.name, "unique", f"{unique.name} excludes rows: say it as a unique constraint")


def _machinery(table: Table) -> Iterator[Obstacle]:
    for trigger in table.triggers:
        yield Obstacle(table.name, "trigger", f"{trigger} would have to run on every server: do it in an action")
    for rule in table.rules:
        yield Obstacle(table.name, "rule", f"{rule} would have to run on every server: do it in an action")
    for column in table.columns.values():
        if column.identity or "nextval(" in column.default:
            yield Obstacle(table.name, "sequence", f"{column.name} counts on one server: use a uuid")


def _references(table: Table, shards: set[str]) -> Iterator[Obstacle]:
    for key in table.foreign_keys:
        if table.name in shards:
            yield from _reference_of_a_shard(table.name, key, shards)
        elif key.target in shards:
            text = f"{key.name} points from a global table at {key.target}, whose rows lie on many servers: drop it"
            yield Obstacle(table.name, "foreign key", text)
        elif table.name in REFERENCE and key.target not in REFERENCE:
            text = f"{key.name} points at {key.target}, which is on one server only: make that a reference table too"
            yield Obstacle(table.name, "foreign key", text)


def _reference_of_a_shard(table: str, key: ForeignKey, shards: set[str]) -> Iterator[Obstacle]:
    pairs = zip(key.columns, key.target_columns, strict=True)
    if key.target in shards and (KEY, KEY) not in pairs:
        yield Obstacle(table, "foreign key", f"{key.name} lacks {KEY}: make it ({KEY}, …) as TenantForeignKey does")
    elif key.target in LOCAL:
        text = f"{key.name} points at {key.target}, which is on one server only: make that a reference table"
        yield Obstacle(table, "foreign key", text)
    for event, letter in (("DELETE", key.on_delete), ("UPDATE", key.on_update)):
        if letter in SETS_A_VALUE and KEY in key.columns:
            text = f"{key.name} sets {SETS_A_VALUE[letter]} ON {event}, which would move the row: do it in an action"
            yield Obstacle(table, "foreign key", text)
