"""The database engine `foundation.postgres`."""

from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base, operations
from psycopg import errors, sql

from foundation.postgres.creation import DatabaseCreation
from foundation.postgres.liveness import KEEPALIVES, is_quiet


class DatabaseOperations(operations.DatabaseOperations):
    """PostgreSQL's, with our own way of inserting many rows."""

    compiler_module = "foundation.postgres.compiler"


ROLE = """
SELECT rolname, rolsuper, rolbypassrls, pg_backend_pid(), current_setting('citus.version', true) IS NOT NULL
FROM pg_roles WHERE rolname = current_user
"""


class WeakRoleError(OperationalError):
    """The login is one that row-level security does not hold; the text says what to do."""


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL connections of a role that row-level security holds; those of any other are refused.

    A superuser login steps down to the app's role. `foundation.postgres.owner.as_owner` is the one way to keep the
    login's own rights, for migrations.
    """

    creation_class = DatabaseCreation
    ops_class = DatabaseOperations
    on_citus = True  # whether the server is one of several; where it was not asked, it may be

    def init_connection_state(self) -> None:
        """Step down where need be; raises WeakRoleError where the connection would walk through the walls."""
        super().init_connection_state()
        self.on_citus = True
        if self.settings_dict.get("STEPS_DOWN", True):
            try:
                self._be_held()
            except BaseException:
                # Django keeps a connection that was refused here, and would work on it the next time.
                self.connection.close()
                self.connection = None
                raise

    def _be_held(self) -> None:
        login, superuser, above, backend, citus = self._role()
        self.on_citus = citus
        if superuser:
            # A pooler hands each transaction to another server connection, and the role stays behind on this one.
            if backend != self.connection.info.backend_pid:
                raise WeakRoleError(
                    f"{login} is a superuser and comes through a connection pooler, where it cannot step down for good:"
                    " name an ordinary role in DATABASE_URL."
                )
            self._step_down()
            login, superuser, above, *_ = self._role()
        if superuser or above:
            raise WeakRoleError(
                f"{login} walks through the walls between businesses: name a role in DATABASE_URL that is neither"
                " superuser nor BYPASSRLS."
            )

    def _role(self) -> tuple[str, bool, bool, int, bool]:
        """Who this is, whether a superuser, whether above the walls, its server process, and whether on Citus."""
        asked: tuple[str, bool, bool, int, bool] = self.connection.execute(ROLE).fetchone()
        return asked

    def _step_down(self) -> None:
        try:
            self.connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(settings.APP_DATABASE_ROLE)))
        except errors.InvalidParameterValue as missing:
            raise OperationalError(
                f"The database has no role {settings.APP_DATABASE_ROLE} yet: run `bin/manage migrate` first."
            ) from missing

    def is_usable(self) -> bool:
        """Whether the kept connection still works: the server is asked only where its socket says something."""
        return (self.connection is not None and is_quiet(self.connection)) or bool(super().is_usable())

    def chunked_cursor(self) -> Any:
        """A cursor on the server within a transaction; outside, where a pooler would lose it, the rows at once."""
        return super().chunked_cursor() if self.in_atomic_block else self.cursor()

    def get_connection_params(self) -> dict[str, Any]:
        """Name the program in the server's own lists, and notice a server that is gone without a word."""
        return {"application_name": "trustapp", **KEEPALIVES, **super().get_connection_params()}
