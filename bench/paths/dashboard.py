"""Home's time in the database, beside the same stored numbers read by psycopg alone."""

import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import Business, User
from bench.data import ANSWERS, fill, make_business
from bench.database import analyse, own_database
from bench.harness import Result, pairs, path, said, size_of
from foundation.tenancy.context import acting_for
from metrics.actions.goals import choose_metrics
from metrics.actions.recount import mark_all_stale, recount

GOAL, FLAT = 3.0, 2.0
ROUNDS, EACH = 7, 20
SMALL, LARGE, DAYS = 1_000, 1_000_000, 400
Statement = tuple[str, Any]


@path("dashboard", GOAL)
def measure() -> list[Result]:
    """Home of a large tenant against its stored-metric SELECTs; then the largest tenant against the smallest."""
    most = size_of("dashboard", LARGE)
    with own_database(), override_settings(ALLOWED_HOSTS=["*"]):
        small, large = (_tenant(slug, size) for slug, size in (("small", SMALL), ("large", most)))
        statements = _statements(*large)
        stored = [statement for statement in statements if "metrics_dailyhistogram" in statement[0]]

        def bare() -> float:
            with acting_for(large[0]), connection.cursor() as cursor:
                raw = cursor.cursor  # psycopg's own
                return _each(lambda: [raw.execute(sql, values, prepare=True).fetchall() for sql, values in stored])

        note = f"{len(statements)} statements, {len(stored)} of them for stored metrics"
        size = f"{most:,} answers"
        return [
            pairs("dashboard", bare, lambda: in_database(*large), rounds=ROUNDS, goal=GOAL, size=size, note=note),
            pairs(
                "dashboard-flat",
                lambda: in_database(*small),
                lambda: in_database(*large),
                rounds=ROUNDS,
                goal=FLAT,
                size=f"{most:,} answers against {SMALL:,}",
            ),
        ]


def _tenant(slug: str, size: int) -> tuple[Business, User]:
    business, owner, survey = make_business(slug)
    with said(f"dashboard: {size:,} answers made and counted"):
        fill(ANSWERS, business, survey.id, count=size, days=DAYS)
        analyse()
        with acting_for(business):
            choose_metrics(business=business, metrics=["nps"], by=owner.id)
            mark_all_stale(business=business)
        while recount(business=business, dimensions=business.dimensions, now=timezone.now()):
            pass
        analyse()
    return business, owner


def _statements(business: Business, owner: User) -> list[Statement]:
    """What Home asks the database, beyond session and user."""
    asked: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(keep):
        _open(_client(owner), business)
    return [statement for statement in asked if "django_session" not in statement[0]]


def in_database(business: Business, owner: User, *, asked: str = "", each: int = EACH) -> float:
    """Seconds a view that the database worked for Home, or for another page by its address there."""
    spent = [0.0]

    def clock(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, values, many, context)
        finally:
            spent[0] += time.perf_counter() - begun

    client = _client(owner)
    with connection.execute_wrapper(clock):
        for _ in range(each):
            _open(client, business, asked)
    return spent[0] / each


def _each(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    for _ in range(EACH):
        work()
    return (time.perf_counter() - begun) / EACH


@cache
def _styled() -> None:
    """Pages name their style sheets as they were collected."""
    call_command("collectstatic", interactive=False, verbosity=0)


def _client(owner: User) -> Client:
    _styled()
    client = Client()
    client.force_login(owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _open(client: Client, business: Business, asked: str = "") -> None:
    response = client.get(f"/b/{business.slug}/{asked}")
    if response.status_code != 200:
        raise RuntimeError(f"/{asked} answered {response.status_code}.")
