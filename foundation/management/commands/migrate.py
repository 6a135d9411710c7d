"""`migrate`, as the owner of the tables."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg import errors

from foundation.postgres.owner import as_owner, provision

PATIENCE = "5s"  # whoever waits for a lock on a table makes everybody behind them wait too


class Command(migrate.Command):
    """Django's own `migrate`, run as the owner, after making sure that the app's role exists."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; only the walls' own operations decide what the app's role may do beyond reading and writing.

        Raises CommandError where somebody holds a table for longer than `PATIENCE`.
        """
        self.database = connections[options["database"]]
        with as_owner(self.database):
            provision(self.database)
            self.wait_at_most(PATIENCE)
            try:
                super().handle(*args, **options)
            except OperationalError as fault:
                if not isinstance(fault.__cause__, errors.LockNotAvailable):
                    raise
                raise CommandError(
                    f"Somebody works with a table that a migration must change, for longer than {PATIENCE}. "
                    "That migration changed nothing: run migrate again."
                ) from fault

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Let a migration that works piece by piece take its time: it waits without making others wait."""
        if action == "apply_start":
            self.wait_at_most(PATIENCE if migration.atomic else "0")
        super().migration_progress_callback(action, migration, fake)

    def wait_at_most(self, time: str) -> None:
        """How long a statement waits for a lock from now on; "0": as long as it takes."""
        with self.database.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [time])
