"""A kept connection is taken as it is while its server is silent, and looked at once it has spoken."""

import select
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.db import connection, transaction
from psycopg import Cursor

from foundation.postgres.liveness import KEEPALIVES, is_quiet
from tests.isolation.logins import superuser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _connected() -> Iterator[None]:
    """A connection that has worked, kept from one request to the next; a fresh one afterwards."""
    select_one()
    yield
    connection.close()


def select_one() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return int(cursor.fetchone()[0])


def heard() -> None:
    """Wait until the server's word has arrived."""
    waiting = select.poll()
    waiting.register(connection.connection.fileno(), select.POLLIN)
    assert waiting.poll(10_000)


def end_from_outside() -> None:
    """Let the server end the connection, as it does when it stops."""
    with closing(superuser()) as line:
        line.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    heard()


def next_request() -> None:
    """What Django does when a request begins."""
    connection.close_if_unusable_or_obsolete()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every statement that reaches psycopg."""
    statements: list[Any] = []
    execute = Cursor.execute

    def note(self: Any, query: Any, *rest: Any, **more: Any) -> Any:
        statements.append(query)
        return execute(self, query, *rest, **more)

    monkeypatch.setattr(Cursor, "execute", note)
    return statements


def test_a_silent_server_is_not_asked_whether_it_is_there(asked: list[Any]) -> None:
    next_request()
    before = connection.connection
    assert select_one() == 1
    assert connection.connection is before
    assert asked == ["SELECT 1"]  # the request's own


def test_a_request_after_the_server_ended_the_connection_works_on_a_new_one() -> None:
    before = connection.connection
    end_from_outside()
    next_request()
    assert select_one() == 1
    assert connection.connection is not before


def test_a_connection_that_the_server_ended_is_not_usable() -> None:
    end_from_outside()
    assert not connection.is_usable()


def test_a_server_that_says_something_else_keeps_its_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN anything")
    with closing(superuser()) as line:
        line.execute("NOTIFY anything")
    heard()
    assert not is_quiet(connection.connection)
    assert connection.is_usable()
    assert is_quiet(connection.connection)


def test_a_connection_inside_a_transaction_is_not_taken_as_it_is() -> None:
    with transaction.atomic():
        select_one()
        assert not is_quiet(connection.connection)


def test_a_closed_connection_is_neither_quiet_nor_usable() -> None:
    line = connection.connection
    connection.close()
    assert not is_quiet(line)
    assert not connection.is_usable()


def test_a_server_that_is_cut_off_is_noticed_by_probes() -> None:
    params = connection.get_connection_params()
    assert {name: params[name] for name in KEEPALIVES} == KEEPALIVES
