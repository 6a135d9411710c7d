"""What adding or altering a column does to a table that people work with."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models.expressions import Expression, Value
from django.db.models.fields import NOT_PROVIDED
from django.db.models.functions import Now

VARCHAR = re.compile(r"varchar\((\d+)\)|text()")


def added(field: Any, connection: Any) -> Iterator[str]:
    """Why a column may not be added like this."""
    default = field.db_default
    if isinstance(default, Expression) and not isinstance(default, Value | Now):
        yield "its default is worked out for every row, which rewrites the table: a constant, or null=True"
    elif default is NOT_PROVIDED and not field.null and not field.many_to_many:
        yield (
            "it may not be null and the database has no default for it, so that processes of the release before cannot "
            "insert rows: db_default=, or null=True"
        )
    yield from _indexed(field)
    if field.db_check(connection):
        yield (
            "its check comes in one statement with the column, which Citus refuses for a table that is spread: a field "
            "without one (IntegerField, not PositiveIntegerField), or AddConstraintNotValid"
        )
    if field.db_type(connection) in {"serial", "bigserial", "smallserial"} or getattr(field, "generated", False):
        yield "it is worked out for every row, which rewrites the table"


def altered(before: Any, after: Any, connection: Any) -> Iterator[str]:
    """Why a column may not be changed like this."""
    if not _fits(before.db_type(connection) or "", after.db_type(connection) or ""):
        yield "its type changes, which rewrites the table: add a column, copy in slices, switch over"
    if before.column != after.column:
        yield "its name changes, and processes of the release before still use the old one"
    if before.null and not after.null:
        yield "NOT NULL reads every row under a lock: add a check NOT VALID first, and validate it"
    for fault in _indexed(after):
        if fault not in set(_indexed(before)):
            yield fault


def _fits(before: str, after: str) -> bool:
    """Whether a type becomes another without the table being rewritten: the same, or a longer text."""
    narrow, wide = VARCHAR.fullmatch(before), VARCHAR.fullmatch(after)
    if before == after:
        return True
    return bool(narrow and wide and narrow[1] and (wide[1] is None or int(wide[1]) >= int(narrow[1])))


def _indexed(field: Any) -> Iterator[str]:
    if field.many_to_one and getattr(field, "db_constraint", False):
        yield "its foreign key is checked under a lock: db_constraint=False, then `Compose`, or NOT VALID and VALIDATE"
    if field.unique or field.db_index:
        yield "its index is built under a lock: leave it out here, and AddIndexConcurrently"
