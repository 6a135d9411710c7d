"""The broker vanishes under work in each way it can: nothing is lost, and work goes on once it is back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest
from django.db import connection

from tests.faults.bakery import LOW, Bakery, rest, wait_for
from tests.faults.broker import Broker, own_broker
from tests.flows.stack import running
from tests.smtp_sink import Sink, smtp_sink
from trustapp.supervisor import Supervisor

FAULTS = ("fill", "kill", "flush", "stop")  # a full one ends the worker, whose work is taken up a minute later
AWAY_SECONDS = 2.0
LETTERS, ANSWERS = 30, 60


@dataclass
class Shop:
    """A business at work on a product whose broker and mail server are the test's own."""

    bakery: Bakery
    broker: Broker
    sink: Sink
    supervisor: Supervisor


@contextmanager
def open_shop(folder: Path) -> Iterator[Shop]:
    """Web, worker and scheduler as processes on the test's database, kept running as `bin/up` keeps them."""
    database = connection.settings_dict["NAME"]
    with (
        own_broker(folder) as broker,
        smtp_sink() as sink,
        running(folder, database, sink.url, CELERY_BROKER_URL=broker.url) as stack,
        kept_running(stack.supervisor),
    ):
        yield Shop(Bakery(stack.url), broker, sink, stack.supervisor)


@contextmanager
def kept_running(supervisor: Supervisor) -> Iterator[None]:
    """Start again what dies, as `bin/up` does."""
    over = Event()

    def watch() -> None:
        while not over.wait(1):
            supervisor.look(lambda line: None)

    watching = Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()


def vanish(shop: Shop, fault: str, away: float = AWAY_SECONDS) -> float:
    """Let the broker fail in the middle of a round and of answers, then come back; after how long work went on."""
    bakery, broker = shop.bakery, shop.broker
    probe, *tokens = bakery.invite(ANSWERS + 1)
    came = len(shop.sink.letters)
    with bakery.answering(tokens):
        bakery.send_round(LETTERS)
        shop.sink.wait_for(came + 1)
        getattr(broker, fault)()
        bakery.send_round(LETTERS)
        sleep(away)
        broker.mend()
        bakery.answer_surely(probe, LOW)
        return wait_for(lambda: bakery.case_opened(probe), lambda: f"After the broker's {fault} no work goes on.")


def nothing_lost(shop: Shop) -> None:
    """Every letter came once, every answer counts once, every unhappy one has one case."""
    rest(shop.bakery, shop.supervisor)
    came = [address for address in shop.sink.recipients() if address in set(shop.bakery.asked)]
    assert sorted(came) == sorted(shop.bakery.asked)
    assert set(shop.sink.counts().values()) == {1}
    shop.bakery.check_answers()
    shop.bakery.check_numbers()


def run(folder: Path, times: int) -> str:
    """Each fault so many times. The figures."""
    figures = []
    with open_shop(folder) as shop:
        for fault in FAULTS:
            seconds = [vanish(shop, fault) for _ in range(times)]
            figures.append(f"{fault} {max(seconds):.1f} s")
        nothing_lost(shop)
        done = f"{len(shop.sink.letters)} letters and {len(shop.bakery.accepted)} answers, 0 lost"
    return f"broker away {times} times each, longest until work went on: {', '.join(figures)}; {done}\n"


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_vanishes_loses_nothing(tmp_path: Path, tell: Callable[[str], None]) -> None:
    tell(run(tmp_path, times=1))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_broker_that_vanishes_ten_times_loses_nothing(tmp_path: Path, tell: Callable[[str], None]) -> None:
    tell(run(tmp_path, times=10))
