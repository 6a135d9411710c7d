"""`/metrics` for Prometheus: what the processes counted, and what the database says now."""

import hmac
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from accounts.queries import how_many
from foundation.agenda.queries import backlog, last_pulse
from foundation.counters import folder
from trustapp.health import readiness
from trustapp.version import VERSION


def metrics(request: HttpRequest) -> HttpResponse:
    """The text for a request that carries `METRICS_TOKEN`; for every other one there is no such page."""
    given, wanted = request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    counted = REGISTRY
    if place := folder():
        counted = CollectorRegistry()
        MultiProcessCollector(counted, path=str(place))  # type: ignore[no-untyped-call] # as its makers left it
    now = CollectorRegistry()
    now.register(Now(timezone.now()))
    return HttpResponse(generate_latest(counted) + generate_latest(now), content_type=CONTENT_TYPE_LATEST)


class Now:
    """What the database and the broker say at one moment. Nothing crosses from one business to another."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge; where the database is away, `trustapp_ready` and no more."""
        ready = _gauge("ready", "1 where a part is well, 0 where it is not or is not known", "part")
        for part, state in readiness(now=self.now).items():
            ready.add_metric([part], float(state == "ok"))
        yield ready
        yield _gauge("info", "1, with the version", "version", {VERSION: 1})
        try:
            yield from self._database()
        except DatabaseError:
            return

    def _database(self) -> Iterator[GaugeMetricFamily]:
        kinds = backlog(now=self.now)
        yield _gauge("due", "Pieces of work that are due", "kind", {one.kind: one.due for one in kinds})
        yield _gauge(
            "failing", "Pieces of work that failed last time", "kind", {one.kind: one.failing for one in kinds}
        )
        ages = {one.kind: (self.now - one.oldest).total_seconds() for one in kinds if one.oldest}
        yield _gauge("due_age_seconds", "How long the oldest piece of work has been due", "kind", ages)
        seen = last_pulse(name="tick")
        if seen:
            age = max(0.0, (self.now - seen).total_seconds())
            yield _gauge("tick_age_seconds", "Since when scheduler and worker were not seen together", "", {"": age})
        businesses = how_many()
        yield _gauge("businesses", "Businesses by whether they may send", "sending", businesses)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            yield _gauge("database_bytes", "Size of the database on disk", "", {"": cursor.fetchone()[0]})


def _gauge(name: str, text: str, label: str, values: dict[str, Any] | None = None) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"trustapp_{name}", text, labels=[label] if label else [])
    for value, number in (values or {}).items():
        family.add_metric([value] if label else [], float(number))
    return family
