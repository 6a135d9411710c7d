"""/healthz and /readyz."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from foundation.agenda.actions import pulse
from trustapp import health
from trustapp.celery import app


@pytest.fixture(autouse=True)
def _own_queue() -> Iterator[None]:
    """Messages of a running worker or of other tests do not count here."""
    usual = app.conf.task_default_queue
    app.conf.task_default_queue = f"health-test-{uuid4()}"
    yield
    app.conf.task_default_queue = usual


def test_alive_needs_no_database(client: Client) -> None:
    reply = client.get("/healthz")
    assert (reply.status_code, reply.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_a_tick_was_just_done(client: Client) -> None:
    pulse(name="tick", now=timezone.now())
    reply = client.get("/readyz")
    assert reply.status_code == 200
    assert reply.json() == {"ready": True, "database": "ok", "broker": "ok", "worker": "ok", "scheduler": "ok"}


@pytest.mark.django_db
def test_no_ticks_anywhere_means_no_scheduler(client: Client) -> None:
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json()["ready"] is False
    assert (reply.json()["worker"], reply.json()["scheduler"]) == ("unknown", "never seen")


@pytest.mark.django_db
def test_ticks_that_pile_up_mean_no_worker() -> None:
    now = timezone.now()
    pulse(name="tick", now=now - timedelta(seconds=75))
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue(app.conf.task_default_queue)
        queue.put("tick")
        parts = health.readiness(now=now)
        queue.clear()
    assert (parts["worker"], parts["scheduler"]) == ("not seen for 75 s", "ok")


@pytest.mark.django_db
def test_a_broker_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nowhere = app.connection_for_read(f"redis+socket://{tmp_path}/no.sock")
    monkeypatch.setattr(app, "connection_for_read", lambda: nowhere)
    parts = health.readiness(now=timezone.now())
    assert parts["broker"] == "does not answer: ConnectionError"
    assert (parts["worker"], parts["scheduler"]) == ("unknown", "unknown")
