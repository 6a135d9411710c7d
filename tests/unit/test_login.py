"""Which login the tests may run as."""

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from foundation.postgres.owner import as_owner
from tests.login import can_run_tests


@pytest.mark.django_db(transaction=True)
def test_a_superuser_can_run_the_tests_alone_and_the_apps_role_cannot() -> None:
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        superuser = cursor.fetchone()[0]
        params = connection.get_connection_params()
    login = {key: params[key] for key in ("host", "port", "dbname", "user", "password") if params.get(key)}
    assert can_run_tests(make_conninfo(**login)) is superuser
    stepped_down = {"options": "-c role=trustapp_app"} if superuser else {}
    assert not can_run_tests(make_conninfo(**login, **stepped_down))


def test_a_server_that_is_not_there_is_for_the_tests_to_report() -> None:
    assert can_run_tests("postgres://nobody@127.0.0.1:1/none")
