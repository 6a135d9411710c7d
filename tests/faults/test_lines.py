"""Lines that are cut at any byte, slow, or silent: to the mail server and to the database."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Business
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.carriers import UnreachableError
from letters.models import Letter
from letters.purposes import purposes
from letters.tasks import send_letters
from surveys.models import Answer
from tests.factories.answers import Asked, make_asked, make_survey
from tests.factories.letters import PURPOSE, Writer, address, queue_letters, register_test_purpose
from tests.faults.proxy import TO_CLIENT, TO_SERVER, Proxy, proxy
from tests.smtp_sink import HOST, Sink

LETTERS = 3
TRIES = 4
CUTS = 24
UNCUT = 3


@pytest.fixture
def writer() -> Iterator[Writer]:
    """The purpose `test`, known for the length of one test."""
    yield register_test_purpose()
    del purposes[PURPOSE]


@pytest.fixture
def line(sink: Sink, settings: Settings) -> Iterator[Proxy]:
    """A line to the mail server, and the settings that lead over it."""
    with proxy((HOST, sink.port)) as between:
        settings.EMAIL_PORT = between.port
        yield between


def send_until_done(business: Business) -> None:
    """Send, and again as often as letters are put off, an hour later each time."""
    for hours in range(TRIES):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            try:
                if send_letters(business.id, PURPOSE) is None:
                    return
            except UnreachableError:
                continue  # the agenda puts the work off
    raise AssertionError("Letters are still put off.")


def fates(business: Business) -> dict[str, str]:
    with acting_for(business):
        return {address(subject): state for subject, state in Letter.objects.values_list("subject", "state")}


# A letter is some 900 bytes to the server; the server's words are some 350 bytes for three.
@pytest.mark.parametrize(("direction", "most"), [(TO_SERVER, 3000), (TO_CLIENT, 400)])
def test_a_mail_line_cut_anywhere_doubles_and_hides_nothing(
    business: Business, writer: Writer, sink: Sink, line: Proxy, direction: str, most: int
) -> None:
    chance, unknown = random.Random(3), 0
    for _ in range(CUTS):
        old = fates(business)
        queue_letters(business, LETTERS)
        before, cuts = len(sink.letters), line.cuts
        line.cut_after(chance.randrange(most), direction)
        send_until_done(business)
        line.cut_after(10**9, direction)
        came, now = sink.recipients()[before:], fates(business)
        asked = now.keys() - old.keys()
        assert len(came) == len(set(came))
        assert all(one in came for one in asked if now[one] == "sent")
        assert {now[one] for one in asked} <= {"sent", "unknown"}
        flagged = sum(now[one] == "unknown" for one in asked)
        assert flagged <= line.cuts - cuts
        unknown += flagged
    assert line.cuts > CUTS / 2
    assert unknown > 0


def test_a_slow_mail_line_gets_every_letter_there_once(
    business: Business, writer: Writer, sink: Sink, line: Proxy
) -> None:
    line.delay = 0.05
    subjects = queue_letters(business, 5)
    send_letters(business.id, PURPOSE)
    assert sorted(sink.recipients()) == sorted(map(address, subjects))
    assert set(fates(business).values()) == {"sent"}


def test_a_mail_line_that_swallows_all_leaves_every_letter_waiting(
    business: Business, writer: Writer, sink: Sink, line: Proxy, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 1
    line.black_hole = True
    queue_letters(business, 5)
    with pytest.raises(UnreachableError):
        send_letters(business.id, PURPOSE)
    assert set(fates(business).values()) == {"queued"}
    line.black_hole = False
    line.cut_now()
    send_letters(business.id, PURPOSE)
    assert set(sink.counts().values()) == {1}
    assert len(sink.letters) == 5


@pytest.fixture
def database_line(transactional_db: None) -> Iterator[Proxy]:
    """A line to the database, over which this thread's connection goes."""
    own = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    port = int(own["PORT"] or 5432)
    host = own["HOST"] or "/var/run/postgresql"
    with proxy(f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)) as between:
        connection.close()
        connection.settings_dict.update(HOST=HOST, PORT=str(between.port))
        yield between
        connection.close()
        connection.settings_dict.update(own)


@pytest.mark.parametrize("direction", [TO_SERVER, TO_CLIENT])
def test_an_answer_whose_database_line_is_cut_anywhere_counts_once_when_sent_again(
    business: Business, database_line: Proxy, direction: str
) -> None:
    survey, client, chance = make_survey(business), Client(raise_request_exception=False), random.Random(5)

    def send(asked: Asked) -> bool:
        return client.post(asked.path, {"score": 9, "stamp": "tab"}).status_code == 200

    for _ in range(UNCUT):  # the first one's line is new, and says more
        asked, before = make_asked(business, survey), database_line.passed[direction]
        assert send(asked)
    whole = database_line.passed[direction] - before
    # Anywhere, and byte by byte from the end, where the commit is on its way, or the word that it is done.
    places = [chance.randrange(whole) for _ in range(CUTS)] + [whole - 1 - back for back in range(CUTS)]
    for number, place in enumerate(places, start=1 + UNCUT):
        asked, tries = make_asked(business, survey), 1
        database_line.cut_after(place, direction)
        while not send(asked):
            connection.close()
            tries += 1
            assert tries <= TRIES
        database_line.cut_after(10**9, direction)
        with acting_for(business):
            assert Answer.objects.count() == number
    assert database_line.cuts > CUTS
    with acting_for(business):
        assert list(LedgerLine.objects.values_list("kind", flat=True)) == ["answer.given"] * (len(places) + UNCUT)
