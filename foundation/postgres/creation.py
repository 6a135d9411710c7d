"""Test databases, made and dropped by the owner; the tests themselves run as the app's role."""

from typing import Any

from django.db.backends.postgresql import creation

from foundation.postgres.owner import as_owner


class DatabaseCreation(creation.DatabaseCreation):
    """Creates test databases as the owner."""

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        """Create and migrate; afterwards the connection is the app's own again."""
        with as_owner(self.connection):
            return super().create_test_db(*args, **kwargs)

    def destroy_test_db(self, *args: Any, **kwargs: Any) -> None:
        """Drop what `create_test_db` made."""
        with as_owner(self.connection):
            super().destroy_test_db(*args, **kwargs)
