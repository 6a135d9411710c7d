"""Judging a migration, operation by operation. What is not known here is refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres import operations as postgres
from django.db import connection, migrations
from django.db.migrations.operations.base import Operation

from foundation.tenancy.operations import Compose, Enclose
from trustapp.migration_rules import fields, statements
from trustapp.version import VERSION

MOST_IN_A_BATCH = 10_000
ONE_BY_ONE = (postgres.AddIndexConcurrently, postgres.RemoveIndexConcurrently, postgres.ValidateConstraint, Compose)
HARMLESS = (
    migrations.CreateModel,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    migrations.AlterOrderWithRespectTo,
    migrations.RemoveConstraint,
    postgres.AddConstraintNotValid,
)


@dataclass(frozen=True)
class Judged:
    """The migration that an operation stands in, the models as they are before it, and after."""

    migration: Any
    before: Any
    after: Any

    def field(self, state: Any, operation: Any) -> Any:
        """The field that an operation is about, in one of the two states."""
        return state.apps.get_model(self.migration.app_label, operation.model_name)._meta.get_field(operation.name)


def judge(migration: Any, state: Any) -> Iterator[str]:
    """What a migration does that would stop people's work, one line each; `state` is what stands before it.

    Tables that the migration makes itself are nobody's yet.
    """
    own: set[str] = set()
    for operation in migration.operations:
        before = state.clone()
        operation.state_forwards(migration.app_label, state)
        if isinstance(operation, migrations.CreateModel):
            own.add(operation.name_lower)
        if _model(operation) in own:
            continue
        for fault in _faults(operation, Judged(migration, before, state)):
            yield f"{migration.app_label}.{migration.name}: {operation.describe()}: {fault}."


def _model(operation: Any) -> str:
    if isinstance(operation, Enclose | Compose):
        return operation.name.lower()
    return str(getattr(operation, "model_name_lower", "") or getattr(operation, "name_lower", ""))


def _faults(operation: Operation, judged: Judged) -> Iterator[str]:
    if isinstance(operation, ONE_BY_ONE) and judged.migration.atomic:
        yield "it runs long and would keep its lock until the end: atomic = False, in a migration of its own"
    if isinstance(operation, (*ONE_BY_ONE, *HARMLESS)):
        return
    for kind, rule in RULES:
        if isinstance(operation, kind):
            yield from rule(operation, judged)
            return
    yield "nobody has said yet whether this operation locks: add a rule for it to trustapp/migration_rules"


def _index(operation: Any, judged: Judged) -> Iterator[str]:
    yield "it builds an index under a lock: AddIndexConcurrently"


def _dropped_index(operation: Any, judged: Judged) -> Iterator[str]:
    yield "it waits for everybody and makes them wait: RemoveIndexConcurrently"


def _constraint(operation: Any, judged: Judged) -> Iterator[str]:
    yield "it checks every row under a lock: AddConstraintNotValid, then ValidateConstraint in the next migration"


def _added(operation: Any, judged: Judged) -> Iterator[str]:
    yield from fields.added(judged.field(judged.after, operation), connection)


def _altered(operation: Any, judged: Judged) -> Iterator[str]:
    before, after = (judged.field(state, operation) for state in (judged.before, judged.after))
    yield from fields.altered(before, after, connection)


def _removed(operation: Any, judged: Judged) -> Iterator[str]:
    since = getattr(judged.migration, "unused_since", "")
    if not since or _numbers(since) >= _numbers(VERSION):
        yield (
            "processes of the release before still use it: release code without it first, then say here "
            "unused_since = that version"
        )


def _renamed(operation: Any, judged: Judged) -> Iterator[str]:
    yield "processes of the release before still use the old name: keep the column or table, with db_column or db_table"


def _sql(operation: Any, judged: Judged) -> Iterator[str]:
    text = operation.sql if isinstance(operation.sql, str) else ";".join(_text(one) for one in operation.sql)
    yield from statements.faults(text)
    if judged.migration.atomic and ("CONCURRENTLY" in text.upper() or "VALIDATE" in text.upper()):
        yield "it runs long and would keep its lock until the end: atomic = False, in a migration of its own"


def _python(operation: Any, judged: Judged) -> Iterator[str]:
    size = getattr(operation.code, "batch_size", 0)
    if judged.migration.atomic or not 0 < size <= MOST_IN_A_BATCH:
        yield (
            f"it changes rows in one go: let the agenda do it in slices, or atomic = False and a batch_size of at most "
            f"{MOST_IN_A_BATCH:,} on the function, which commits each batch"
        )


def _apart(operation: Any, judged: Judged) -> Iterator[str]:
    state = judged.before.clone()
    for inner in operation.database_operations:
        before = state.clone()
        inner.state_forwards(judged.migration.app_label, state)
        yield from _faults(inner, Judged(judged.migration, before, state))


def _enclosed(operation: Any, judged: Judged) -> Iterator[str]:
    yield "it makes keys of a table that stands: only for one made in the same migration"


def _text(statement: Any) -> str:
    return str(statement if isinstance(statement, str) else statement[0])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


Rule = Callable[[Any, Judged], Iterator[str]]
RULES: list[tuple[tuple[type, ...], Rule]] = [
    ((migrations.AddIndex,), _index),
    ((migrations.RemoveIndex,), _dropped_index),
    ((migrations.AddConstraint,), _constraint),
    ((migrations.AddField,), _added),
    ((migrations.AlterField,), _altered),
    ((migrations.RemoveField, migrations.DeleteModel), _removed),
    ((migrations.RenameField, migrations.RenameModel, migrations.AlterModelTable), _renamed),
    ((migrations.AlterUniqueTogether, migrations.AlterIndexTogether), _constraint),
    ((migrations.RunSQL,), _sql),
    ((migrations.RunPython,), _python),
    ((migrations.SeparateDatabaseAndState,), _apart),
    ((Enclose,), _enclosed),
]
