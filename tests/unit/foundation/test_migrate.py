"""`migrate` does not make people wait."""

from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as django_migrate
from django.db import connection

from foundation.management.commands import migrate


def own_connection() -> psycopg.Connection[Any]:
    """A connection of somebody else."""
    params = connection.get_connection_params()
    return psycopg.connect(
        **{key: params[key] for key in ("dbname", "user", "password", "host", "port") if key in params}
    )


@pytest.mark.django_db(transaction=True)
def test_a_table_that_somebody_holds_is_given_up_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "PATIENCE", "50ms")
    with own_connection() as holder:
        holder.execute("LOCK TABLE accounts_business IN ROW EXCLUSIVE MODE")
        command = migrate.Command()
        monkeypatch.setattr(django_migrate.Command, "handle", lambda *_args, **_options: wants_the_table())
        with pytest.raises(CommandError, match=r"changed nothing: run migrate again\.$"):
            call_command(command, verbosity=0)


def wants_the_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_business ADD COLUMN never int")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("atomic", "patience"), [(True, "5s"), (False, "0")])
def test_only_what_works_piece_by_piece_waits_as_long_as_it_takes(atomic: bool, patience: str) -> None:
    command = migrate.Command()
    command.database, command.verbosity = connection, 0
    command.migration_progress_callback("apply_start", SimpleNamespace(atomic=atomic))
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == patience
    connection.close()
