"""Web and worker do not start on a connection that walks through the walls between businesses."""

from django.db import Error as DatabaseError
from django.db import connection

from foundation.postgres.base import WeakRoleError


def refusal() -> str | None:
    """Why this program must not start; None where it may. A database that is away is no reason: /readyz tells."""
    try:
        connection.ensure_connection()
    except WeakRoleError as weak:
        return str(weak)
    except DatabaseError:
        return None
    finally:
        connection.close()
    return None
