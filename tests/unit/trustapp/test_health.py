"""/healthz and /readyz."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from foundation.agenda.actions import pulse
from foundation.agenda.models import Due
from foundation.postgres.base import DatabaseWrapper
from letters.actions import SEND
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
    parts = ("database", "broker", "worker", "scheduler", "migrations", "work", "letters")
    assert reply.json() == {"ready": True, **dict.fromkeys(parts, "ok")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "part", "said"),
    [
        ({"minutes": 11}, "work", "1 piece of work due for more than 10 minutes"),
        ({"minutes": 11, "leased": True}, "work", "1 piece of work due for more than 10 minutes"),
        ({"minutes": 9}, "work", "ok"),
        ({"minutes": -11}, "work", "ok"),
        ({"kind": SEND, "attempts": 8}, "letters", "sending failed 8 times in a row: 1 piece of work"),
        ({"kind": SEND, "attempts": 7}, "letters", "ok"),
        ({"attempts": 8}, "letters", "ok"),
    ],
)
def test_work_that_is_late_and_letters_that_stay_are_named(
    client: Client, row: dict[str, Any], part: str, said: str
) -> None:
    now = timezone.now()
    pulse(name="tick", now=now)
    Due.objects.create(
        kind=row.get("kind", "something"),
        due_at=now - timedelta(minutes=row.get("minutes", 0)),
        attempts=row.get("attempts", 0),
        leased_until=now + timedelta(seconds=60) if row.get("leased") else None,
    )
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json()[part]) == (200 if said == "ok" else 503, said)


@pytest.mark.django_db
def test_a_full_queue_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "messages_waiting", lambda: 5_001)
    assert health.readiness(now=timezone.now())["work"] == "5001 messages wait for a worker"


@pytest.mark.django_db
def test_a_migration_that_waits_is_named(client: Client) -> None:
    pulse(name="tick", now=timezone.now())
    MigrationRecorder.Migration.objects.filter(app="surveys", name="0001_initial").delete()
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json()["migrations"]) == (503, "1 wait")


@pytest.mark.django_db
def test_a_database_that_is_gone_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(connection: Any) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(DatabaseWrapper, "cursor", gone)
    reply = client.get("/readyz")
    assert reply.status_code == 503
    said = reply.json()
    assert said["database"] == "does not answer as it should: OperationalError"
    assert (said["migrations"], said["work"], said["letters"]) == ("unknown", "unknown", "unknown")


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
