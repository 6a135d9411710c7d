"""/metrics: for who holds the token, and without anybody's data."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Business
from foundation.agenda.actions import add, pulse
from foundation.agenda.handlers import handlers
from foundation.agenda.runner import drain
from surveys.actions.answers import send
from tests.factories.answers import make_asked

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-the-monitoring"


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def read(client: Client) -> dict[str, float]:
    """Every series and its value."""
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ä"])
def test_without_the_token_there_is_no_such_page(client: Client, header: str) -> None:
    assert client.get("/metrics", headers={"Authorization": header}).status_code == 404


def test_where_no_token_is_set_there_is_no_such_page(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_route_and_status(client: Client) -> None:
    name = 'trustapp_request_seconds_count{method="GET",route="answering:answer",status="404"}'
    before = read(client).get(name, 0)
    client.get(f"/s/nobody00/{'A' * 43}")
    assert read(client)[name] > before


def test_work_is_counted_by_how_it_ended(client: Client, business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(business_id: object, key: str) -> None:
        raise ValueError(business.name)

    monkeypatch.setitem(handlers, "metrics-test.works", lambda business_id, key: None)
    monkeypatch.setitem(handlers, "metrics-test.fails", fails)
    for kind in ("metrics-test.works", "metrics-test.fails"):
        add(business=business, kind=kind, due_at=timezone.now())
    drain()
    seen = read(client)
    assert seen['trustapp_work_total{kind="metrics-test.works",outcome="done"}'] == 1
    assert seen['trustapp_work_total{kind="metrics-test.fails",outcome="put_off"}'] == 1
    assert seen['trustapp_failing{kind="metrics-test.fails"}'] == 1


def test_an_accepted_answer_is_counted(client: Client, business: Business) -> None:
    before = read(client)["trustapp_answers_total"]
    send(business=business, token=make_asked(business).token, data={"score": "7"})
    send(business=business, token=make_asked(business).token, data={"score": "77"})
    assert read(client)["trustapp_answers_total"] == before + 1


def test_what_is_late_is_counted_by_kind_with_its_age(client: Client, business: Business) -> None:
    now = timezone.now()
    pulse(name="tick", now=now - timedelta(seconds=40))
    add(business=business, kind="metrics-test.late", due_at=now - timedelta(minutes=20))
    add(business=business, kind="metrics-test.later", due_at=now + timedelta(minutes=20))
    seen = read(client)
    assert seen['trustapp_due{kind="metrics-test.late"}'] == 1
    assert 1200 <= seen['trustapp_due_age_seconds{kind="metrics-test.late"}'] < 1300
    assert not any("metrics-test.later" in name for name in seen)
    assert seen["trustapp_tick_age_seconds"] >= 40
    assert (seen['trustapp_ready{part="work"}'], seen['trustapp_ready{part="database"}']) == (0, 1)
    assert seen['trustapp_businesses{sending="on"}'] == 1
    assert seen["trustapp_database_bytes"] > 1_000_000


def test_no_business_is_a_label(client: Client, business: Business) -> None:
    send(business=business, token=make_asked(business).token, data={"score": "7"})
    drain()
    names = " ".join(read(client))
    assert [word for word in (business.name, business.slug, str(business.id), business.code) if word in names] == []


def test_one_process_tells_what_another_counted(tmp_path: Path) -> None:
    env = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "counts")}
    count = "from foundation.counters import Counter; Counter('things', 'x', ['kind']).labels('a').inc()"
    for _ in range(2):
        subprocess.run([sys.executable, "-c", count], env=env, check=True, timeout=30)
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from prometheus_client import CollectorRegistry, generate_latest\n"
            "from prometheus_client.multiprocess import MultiProcessCollector\n"
            "import foundation.counters\n"
            "registry = CollectorRegistry()\n"
            "MultiProcessCollector(registry)\n"
            "print(generate_latest(registry).decode())",
        ],
        env=env,
        check=True,
        timeout=30,
        capture_output=True,
        text=True,
    ).stdout
    assert 'things_total{kind="a"} 2.0' in told
