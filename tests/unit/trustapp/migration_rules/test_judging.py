"""Migrations of tables that people work with."""

import uuid
from typing import Any

import pytest
from django.contrib.postgres import operations as postgres
from django.core.management import CommandError, call_command
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now

from foundation.tenancy.fields import TenantForeignKey
from foundation.tenancy.operations import Compose, Enclose
from trustapp import migration_rules
from trustapp.management.commands import lint_migrations
from trustapp.version import VERSION

A = "answer"  # a table of `surveys` that stands
CHECK = models.CheckConstraint(condition=models.Q(score__gte=0), name="c")
INDEX = models.Index(fields=["score"], name="i")
NEW = migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True)), ("a", models.TextField())])


def judged(*operations: Any, **values: Any) -> list[str]:
    """What is wrong with a migration of these operations."""
    migration = migrations.Migration("0009_x", "surveys")
    for name, value in {"operations": list(operations), **values}.items():
        setattr(migration, name, value)
    state = MigrationLoader(None).project_state()
    return list(migration_rules.judge(migration, state))


def add(field: Any) -> migrations.AddField:
    return migrations.AddField(A, "fresh", field)


def alter(name: str, field: Any) -> migrations.AlterField:
    return migrations.AlterField(A, name, field)


def code(apps: Any, schema_editor: Any) -> None:
    """Changes rows."""


def batched(apps: Any, schema_editor: Any) -> None:
    """Changes rows, a batch at a time."""


batched.batch_size = 1000  # type: ignore[attr-defined] # what the rule looks for


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (migrations.AddIndex(A, INDEX), "AddIndexConcurrently"),
        (migrations.RemoveIndex(A, "answer_by_day"), "RemoveIndexConcurrently"),
        (migrations.AddConstraint(A, CHECK), "AddConstraintNotValid"),
        (migrations.AddConstraint(A, models.UniqueConstraint(fields=["score"], name="u")), "every row"),
        (add(models.IntegerField()), "cannot insert rows"),
        (add(models.IntegerField(default=1)), "cannot insert rows"),
        (add(models.UUIDField(default=uuid.uuid4)), "cannot insert rows"),
        (add(models.FloatField(db_default=models.Func(function="random"))), "rewrites the table"),
        (add(models.IntegerField(null=True, db_index=True)), "AddIndexConcurrently"),
        (add(models.PositiveIntegerField(null=True)), "Citus refuses"),
        (add(models.IntegerField(null=True, unique=True)), "AddIndexConcurrently"),
        (
            add(models.ForeignKey("accounts.Business", models.CASCADE, null=True, db_index=False)),
            "foreign key is checked",
        ),
        (alter("score", models.BigIntegerField(null=True)), "its type changes"),
        (alter("kind", models.CharField(max_length=1)), "its type changes"),
        (alter("score", models.SmallIntegerField(db_index=True, null=True)), "AddIndexConcurrently"),
        (migrations.RemoveField(A, "comment"), "release code without it first"),
        (migrations.DeleteModel("Answer"), "release code without it first"),
        (migrations.RenameField(A, "comment", "words"), "old name"),
        (migrations.RenameModel("Answer", "Reply"), "old name"),
        (migrations.AlterModelTable("Answer", "reply"), "old name"),
        (migrations.RunPython(code), "in one go"),
        (migrations.RunPython(batched), "in one go"),
        (migrations.RunSQL("UPDATE surveys_answer SET score = 1"), "in one go"),
        (migrations.RunSQL(["SELECT 1", ("DROP TABLE surveys_answer", None)]), "release before"),
        (migrations.RunSQL("CREATE INDEX CONCURRENTLY x ON surveys_answer (score)"), "atomic = False"),
        (migrations.SeparateDatabaseAndState([migrations.AddIndex(A, INDEX)]), "AddIndexConcurrently"),
        (postgres.AddIndexConcurrently(A, INDEX), "atomic = False"),
        (postgres.ValidateConstraint(A, "c"), "atomic = False"),
        (Compose("Answer", "customer"), "atomic = False"),
        (Enclose("Answer"), "stands"),
        (postgres.HStoreExtension(), "nobody has said yet"),
    ],
    ids=lambda value: value.describe() if hasattr(value, "describe") else None,
)
def test_what_locks_or_breaks_is_refused(operation: Any, why: str) -> None:
    (fault,) = judged(operation)
    assert why in fault
    assert fault.startswith("surveys.0009_x: ")


@pytest.mark.parametrize(
    "operation",
    [
        NEW,
        add(models.IntegerField(null=True)),
        add(models.IntegerField(db_default=0)),
        add(models.DateTimeField(db_default=Now())),
        add(TenantForeignKey("surveys.Survey", null=True)),
        alter("kind", models.CharField(max_length=200)),
        alter("kind", models.TextField()),
        postgres.AddConstraintNotValid(A, CHECK),
        migrations.AlterModelOptions("Answer", {"verbose_name": "reply"}),
        migrations.RunSQL("ALTER TABLE surveys_answer SET (fillfactor = 90)"),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField(A, "comment")]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_does_not_is_let_through(operation: Any) -> None:
    assert judged(operation) == []


@pytest.mark.parametrize(
    "operation",
    [
        postgres.AddIndexConcurrently(A, INDEX),
        Compose("Answer", "customer"),
        migrations.RunPython(batched),
        migrations.RunSQL("CREATE INDEX CONCURRENTLY x ON surveys_answer (score)"),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_works_piece_by_piece_is_let_through_outside_a_transaction(operation: Any) -> None:
    assert judged(operation, atomic=False) == []


def test_a_table_made_by_the_same_migration_is_nobodys_yet() -> None:
    assert judged(NEW, migrations.AddIndex("New", models.Index(fields=["a"], name="n"))) == []


def test_not_null_reads_every_row() -> None:
    (fault,) = judged(migrations.AlterField("survey", "archived_at", models.DateTimeField()))
    assert "NOT NULL" in fault


@pytest.mark.parametrize(("since", "refused"), [("0.0.9", False), (VERSION, True), ("99.0.0", True)])
def test_what_no_released_code_uses_may_go(since: str, refused: bool) -> None:
    assert bool(judged(migrations.RemoveField(A, "comment"), unused_since=since)) is refused


def test_the_migrations_of_this_version_stop_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lint_migrations")
    assert "stop nobody" in capsys.readouterr().out


def test_the_command_fails_and_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lint_migrations, "judge", lambda migration, state: ["surveys.0009_x: Add: it locks."])
    with pytest.raises(CommandError, match="would stop people's work"):
        call_command("lint_migrations")
    assert "surveys.0009_x: Add: it locks." in capsys.readouterr().err
