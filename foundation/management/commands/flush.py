"""`flush`, as the owner of the tables: the app's role may not truncate."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from foundation.postgres.owner import as_owner


class Command(flush.Command):
    """Django's own `flush`, run as the owner."""

    def handle(self, **options: Any) -> None:
        """Empty every table."""
        with as_owner(connections[options["database"]]):
            super().handle(**options)
