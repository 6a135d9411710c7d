"""`python -m tests.login`: succeeds where the tests can run on the database that the environment names.

They look behind row-level security as a backup does, and want an app's role that owns nothing: a superuser, who steps
down, or a login for each of the three (`deploy/roles.sh`). Whoever names less gets an embedded server for the tests.
"""

import os
import sys

import environ
import psycopg

from trustapp.embedded.environment import BASE_DIR


def can_run_tests(url: str) -> bool:
    """Whether the login in a database's address is a superuser. One that lets nobody in is for the tests to report."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            return connection.info.parameter_status("is_superuser") == "on"
    except psycopg.Error:
        return True


if __name__ == "__main__":
    environ.Env.read_env(BASE_DIR / ".env")
    app, owner, backup = (os.environ.get(f"{who}DATABASE_URL") for who in ("", "MIGRATE_", "BACKUP_"))
    sys.exit(0 if not app or (owner and backup) or can_run_tests(owner or app) else 1)
