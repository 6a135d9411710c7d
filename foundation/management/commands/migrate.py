"""`migrate`, as the owner of the tables."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from foundation.postgres.owner import as_owner, provision


class Command(migrate.Command):
    """Django's own `migrate`, run as the owner, after making sure that the app's role exists."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; only the walls' own operations decide what the app's role may do beyond reading and writing."""
        connection = connections[options["database"]]
        with as_owner(connection):
            provision(connection)
            super().handle(*args, **options)
