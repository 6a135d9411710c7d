"""Two schedulers and two workers: each thing that is due is done once, at its time, whatever the clocks do."""

import os
import queue
import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from accounts.models import Business
from bench.web import database_url
from foundation.agenda.actions import add
from foundation.agenda.handlers import handlers
from foundation.agenda.models import Due, Pulse
from foundation.agenda.tasks import run, tick
from foundation.tenancy.context import acting_for
from metrics.actions import set_goal
from metrics.models import Closing
from tests.factories.accounts import make_business, make_member
from tests.faults.bakery import wait_for
from tests.faults.clock import MISSING, Clock, library
from tests.smtp_sink import smtp_sink
from trustapp.supervisor import Child, Supervisor
from trustapp.up import children

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEN_MINUTES = 600
THINGS = 300
EVERY = timedelta(seconds=60)
LAG_SECONDS = 20


class Machinery:
    """Two schedulers that tick at the same instant and two workers; the broker delivers a fifth of all twice."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.clock = clock
        self.messages: queue.Queue[tuple[Any, ...] | None] = queue.Queue()
        self.chance = random.Random(7)
        self.together = threading.Barrier(3)
        self.faults: list[BaseException] = []

    def send(self, args: tuple[Any, ...]) -> None:
        """Take a message from a scheduler."""
        for _ in range(self.chance.choice((1, 1, 1, 1, 2))):
            self.messages.put(args)

    def go(self, seconds: int) -> None:
        """Let so many seconds go by, one after the other."""
        beats = [self._thread(self._beat, seconds) for _ in range(2)]
        workers = [self._thread(self._work) for _ in range(2)]
        for second in range(seconds):
            if second % LAG_SECONDS == 0:
                self.messages.join()  # on a slow machine workers fall behind a clock that waits for nobody
            self.clock.shift(1)
            self.together.wait(30)  # they begin to tick
            self.together.wait(30)  # both have ticked
        for beat in beats:
            beat.join()
        for _ in workers:
            self.messages.put(None)
        for worker in workers:
            worker.join()
        assert self.faults == []

    def _beat(self, seconds: int) -> None:
        for _ in range(seconds):
            self.together.wait(30)
            tick()
            self.together.wait(30)

    def _work(self) -> None:
        while message := self.messages.get():
            try:
                run(*message)
            except Exception as fault:
                self.faults.append(fault)
            finally:
                self.messages.task_done()

    def _thread(self, act: Any, *args: Any) -> threading.Thread:
        def guarded() -> None:
            try:
                act(*args)
            except BaseException as fault:
                self.faults.append(fault)
                self.together.abort()
            finally:
                connection.close()

        thread = threading.Thread(target=guarded)
        thread.start()
        return thread


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_do_each_due_thing_once(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, datetime]] = []

    def once(business_id: uuid.UUID, key: str) -> None:
        done.append((key, datetime.now(UTC)))

    def every_minute(business_id: uuid.UUID, key: str) -> datetime:
        done.append((key, datetime.now(UTC)))
        return START + EVERY * (1 + (datetime.now(UTC) - START) // EVERY)

    monkeypatch.setitem(handlers, "once", once)
    monkeypatch.setitem(handlers, "every_minute", every_minute)
    chance = random.Random(1)
    due = {f"thing {n}": START + timedelta(seconds=chance.uniform(0, TEN_MINUTES - 20)) for n in range(THINGS)}
    for key, at in due.items():
        add(business=business, kind="once", key=key, due_at=at)
    add(business=business, kind="every_minute", key="round and round", due_at=START + EVERY)
    with time_machine.travel(START, tick=False) as clock:
        machinery = Machinery(clock)
        monkeypatch.setattr(run, "apply_async", lambda args: machinery.send(args))
        machinery.go(TEN_MINUTES)
    times = Counter(key for key, _ in done)
    assert {key: times[key] for key in due} == dict.fromkeys(due, 1)
    assert times["round and round"] == TEN_MINUTES / EVERY.total_seconds()
    assert all(at >= due[key] for key, at in done if key in due)
    assert list(Due.objects.values_list("kind", flat=True)) == ["every_minute"]


# Mondays after a change of the clocks: Berlin's on 29 March, Chatham's and Lord Howe's (by half an hour) on 5 April.
# Kolkata has none.
MONDAYS = {
    "Europe/Berlin": (date(2026, 3, 23), [date(2026, 3, 30), date(2026, 4, 6)]),
    "Pacific/Chatham": (date(2026, 3, 30), [date(2026, 4, 6)]),
    "Australia/Lord_Howe": (date(2026, 3, 30), [date(2026, 4, 6)]),
    "Asia/Kolkata": (date(2026, 3, 30), [date(2026, 4, 6)]),
}
BEFORE = timedelta(seconds=2)


def eight_o_clock(zone: str, day: date) -> datetime:
    """When a weekly closing is due."""
    return datetime(day.year, day.month, day.day, 8, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def make_goals() -> dict[str, Business]:
    """A business in each zone with one member and a goal that is looked at weekly."""
    places = {zone: make_business(timezone=zone) for zone in MONDAYS}
    for zone, (start, mondays) in MONDAYS.items():
        make_member(places[zone])
        last = mondays[-1] - timedelta(days=1)
        with time_machine.travel(eight_o_clock(zone, start) + timedelta(hours=4)):
            set_goal(business=places[zone], by=None, metric="nps", baseline=1, target=9, cadence="weekly", due_on=last)
    return places


def closings(business: Business) -> list[datetime]:
    """When the closings of a business were made."""
    with acting_for(business):
        return list(Closing.objects.order_by("closed_at").values_list("closed_at", flat=True))


@pytest.mark.skipif(library() is None, reason=MISSING)
@pytest.mark.django_db(transaction=True)
def test_real_processes_close_a_week_once_after_the_clocks_changed(tmp_path: Path, tell: Callable[[str], None]) -> None:
    found = library()
    assert found is not None
    places = make_goals()
    due = sorted((eight_o_clock(zone, day), zone) for zone, (_, days) in MONDAYS.items() for day in days)
    clock = Clock(found, tmp_path, due[0][0] - timedelta(minutes=1))
    database = connection.settings_dict["NAME"]
    with smtp_sink() as sink:
        env = {
            "DATABASE_URL": database_url(database),
            "CELERY_KEY_PREFIX": f"{database}:",
            "EMAIL_URL": sink.url,
            "SECRET_KEY": settings.SECRET_KEY,
            "TRUSTAPP_VAR": str(tmp_path),
        }
        supervisor = Supervisor(
            folder=settings.BASE_DIR,
            env={**os.environ, **env, **clock.env},
            logs=tmp_path,
            holds=[],
        )
        try:
            for child in children():
                if child.name != "web":
                    for number in range(2):
                        named = [f"--hostname=w{number}@%h"] if child.name == "worker" else []
                        supervisor.start(Child(f"{child.name}{number}", [*child.command, *named]))
            wait_for(Pulse.objects.exists, lambda: "No scheduler ticks.")
            late = timedelta()
            for at, zone in due:
                before = len(closings(places[zone]))
                clock.set(at - BEFORE)
                wait_for(lambda: len(closings(places[zone])) > before, lambda: f"Nothing is closed in {zone}.")  # noqa: B023 # called at once
                closed = closings(places[zone])[-1]
                assert closed >= at
                late = max(late, closed - at)
            sink.wait_for(len(due))
        finally:
            supervisor.stop()
    assert Counter(zone for zone in places for _ in closings(places[zone])) == Counter(zone for _, zone in due)
    assert set(sink.counts().values()) == {1}
    assert len(sink.letters) == len(due)
    tell(f"{len(due)} weeks closed once by two schedulers, {late.total_seconds():.1f} s after 08:00 at most\n")
