"""The database stops at once under eight writers: what was accepted is there, and there once."""

from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from django.db import connection

from tests.faults.bakery import Bakery, rest, wait_for
from tests.faults.database import own_postgres
from tests.flows.stack import running

WRITERS = 8
BETWEEN = 120  # answers from one stop to the next
AWAY_SECONDS = 0.3


def run(folder: Path, stops: int) -> str:
    """So many stops under writers who try each answer again until it is taken. The figures."""
    with (
        own_postgres() as server,
        running(folder, "trustapp", "", DATABASE_URL=server.env["DATABASE_URL"]) as stack,
    ):
        assert set(server.durability().values()) == {"on"}
        bakery = Bakery(stack.url)
        tokens = bakery.invite(BETWEEN * (stops + 1))
        with bakery.answering(tokens, WRITERS):
            for stop in range(1, stops + 1):
                wait_for(lambda n=stop: len(bakery.accepted) >= n * BETWEEN, lambda: "The pages take no answers.")  # type: ignore[misc] # mypy cannot tell the default's type
                server.stop_at_once()
                sleep(AWAY_SECONDS)
                server.start()
        connection.close()
        rest(bakery, stack.supervisor)
        bakery.check_answers()
        bakery.check_numbers()
    again = bakery.tries - len(bakery.accepted)
    return (
        f"database stopped {stops} times: {len(bakery.accepted)} answers kept, {again} tried again, 0 lost, 0 doubled\n"
    )


@pytest.mark.django_db(transaction=True)
def test_accepted_answers_outlive_the_database(tmp_path: Path, tell: Callable[[str], None]) -> None:
    tell(run(tmp_path, stops=3))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_accepted_answers_outlive_twenty_stops(tmp_path: Path, tell: Callable[[str], None]) -> None:
    tell(run(tmp_path, stops=20))
