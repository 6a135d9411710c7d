"""The database engine `foundation.postgres`."""

from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg import errors, sql

from foundation.postgres.creation import DatabaseCreation


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL connections that step down from a superuser login to the app's role.

    Row-level security does not hold a superuser. `foundation.postgres.owner.as_owner` is the one way to keep the
    login's own rights, for migrations.
    """

    creation_class = DatabaseCreation

    def init_connection_state(self) -> None:
        """Step down, where the server says that the login is a superuser (it says so unasked, at no round trip)."""
        super().init_connection_state()
        if self.settings_dict.get("STEPS_DOWN", True) and self.connection.info.parameter_status("is_superuser") == "on":
            try:
                self.connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(settings.APP_DATABASE_ROLE)))
            except errors.InvalidParameterValue as missing:
                raise OperationalError(
                    f"The database has no role {settings.APP_DATABASE_ROLE} yet: run `bin/manage migrate` first."
                ) from missing

    def get_connection_params(self) -> dict[str, Any]:
        """Name the program in the server's own lists."""
        params = super().get_connection_params()
        params.setdefault("application_name", "trustapp")
        return params
