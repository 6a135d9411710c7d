"""How much a page reads of the database: its statements, and the rows that they bring."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import Business
from foundation.postgres.owner import as_owner
from foundation.tenancy.context import acting_for


@dataclass
class Read:
    """What was read for one page, and how long the page became."""

    statements: int = 0
    rows: int = 0
    bytes: int = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        done = execute(sql, params, many, context)
        self.statements += 1
        self.rows += max(0, context["cursor"].rowcount)
        return done


def read(client: Client, address: str) -> Read:
    """Open a page."""
    found = Read()
    with connection.execute_wrapper(found):
        response = client.get(address)
    assert response.status_code == 200
    found.bytes = len(response.content)
    return found


def plan(business: Business, ask: Callable[[], object], *tables: str) -> str:
    """How the database would find what the last statement of `ask` asks for, once it knows how full the tables are."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    with as_owner(connection), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")
    with ExitStack() as stack:
        stack.enter_context(acting_for(business))
        cursor = stack.enter_context(connection.cursor())
        sql, params = asked[-1]
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())
