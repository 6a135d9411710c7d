"""Mail servers that misbehave, and workers killed in the middle of a round: nothing lost, nothing twice."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as project
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Business
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.delivery import WAITS
from letters.models import Letter
from letters.purposes import purposes
from letters.tasks import send_letters
from tests.factories.accounts import make_business
from tests.factories.letters import PURPOSE, Writer, address, queue_letters, register_test_purpose
from tests.faults.bakery import a_minute_goes_by
from tests.smtp_sink import Sink


@pytest.fixture
def writer() -> Iterator[Writer]:
    """The purpose `test`, known for the length of one test."""
    yield register_test_purpose()
    del purposes[PURPOSE]


def sent_once(sink: Sink, subjects: list[uuid.UUID]) -> bool:
    """Whether exactly these letters came, each once."""
    return sorted(sink.recipients()) == sorted(map(address, subjects)) and set(sink.counts().values()) <= {1}


def test_one_refused_address_of_fifty_does_not_touch_the_rest(business: Business, writer: Writer, sink: Sink) -> None:
    subjects = queue_letters(business, 50)
    bad = subjects[20]
    sink.refused.add(address(bad))
    send_letters(business.id, PURPOSE)
    assert sent_once(sink, [one for one in subjects if one != bad])
    assert writer.outcome(bad) == ("failed", "the address was refused (550 5.1.1)")
    assert [one.subject for one in writer.told if one.bounced] == [bad]
    assert sink.connections == 1


def test_a_server_without_pipelining_gets_the_same(business: Business, writer: Writer, sink: Sink) -> None:
    sink.pipelining = False
    subjects = queue_letters(business, 5)
    sink.refused.add(address(subjects[2]))
    send_letters(business.id, PURPOSE)
    assert sent_once(sink, [one for one in subjects if one != subjects[2]])
    assert writer.outcome(subjects[2])[0] == "failed"


def test_a_letter_refused_for_what_it_says_is_no_bounce(business: Business, writer: Writer, sink: Sink) -> None:
    subjects = queue_letters(business, 3)
    sink.unwanted.add(address(subjects[1]))
    send_letters(business.id, PURPOSE)
    assert sent_once(sink, [subjects[0], subjects[2]])
    assert writer.outcome(subjects[1]) == ("failed", "the mail server refused the letter (554 5.7.1)")
    assert not any(one.bounced for one in writer.told)


def test_a_line_cut_before_the_250_leaves_one_unknown(business: Business, writer: Writer, sink: Sink) -> None:
    subjects = queue_letters(business, 50)
    sink.dropped.add(address(subjects[10]))
    send_letters(business.id, PURPOSE)
    assert sent_once(sink, subjects)
    assert writer.outcome(subjects[10])[0] == "unknown"
    assert sum(one.state == "sent" for one in writer.told) == 49
    assert sink.connections == 2
    with acting_for(business):
        assert LedgerLine.objects.get().kind == "letter.unknown"
    send_letters(business.id, PURPOSE)
    assert len(sink.letters) == 50


def test_silence_ends_in_unknown_and_the_rest_go_on(
    business: Business, writer: Writer, sink: Sink, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 1
    subjects = queue_letters(business, 5)
    sink.silent.add(address(subjects[1]))
    send_letters(business.id, PURPOSE)
    assert sent_once(sink, subjects)
    assert [writer.outcome(one)[0] for one in subjects] == ["sent", "unknown", "sent", "sent", "sent"]


@pytest.mark.slow
def test_thirty_seconds_of_silence_for_one_of_fifty(
    business: Business, writer: Writer, sink: Sink, settings: Settings
) -> None:
    assert settings.EMAIL_TIMEOUT == 30
    subjects = queue_letters(business, 50)
    sink.silent.add(address(subjects[10]))
    while send_letters(business.id, PURPOSE):
        pass  # a slice ends soon after the silence, and the next goes on
    assert sent_once(sink, subjects)
    assert [one.subject for one in writer.told if one.state != "sent"] == [subjects[10]]
    assert writer.outcome(subjects[10])[0] == "unknown"


def test_a_server_that_says_later_is_asked_again_later(business: Business, writer: Writer, sink: Sink) -> None:
    first, second = queue_letters(business, 2)
    sink.later.add(address(first))
    now = timezone.now()
    due = send_letters(business.id, PURPOSE)
    assert due is not None
    assert due >= now + WAITS[0]
    assert sink.recipients() == [address(second)]
    sink.later.clear()
    with time_machine.travel(due + timedelta(seconds=1)):
        send_letters(business.id, PURPOSE)
    assert sent_once(sink, [first, second])
    assert writer.asked.count(first) == 2


def test_a_server_that_always_says_later_is_given_up(business: Business, writer: Writer, sink: Sink) -> None:
    (subject,) = queue_letters(business, 1)
    sink.later.add(address(subject))
    due = timezone.now()
    for _ in WAITS:
        with time_machine.travel(due):
            later = send_letters(business.id, PURPOSE)
        assert later is not None
        due = later + timedelta(seconds=1)
    with time_machine.travel(due):
        assert send_letters(business.id, PURPOSE) is None
    assert writer.outcome(subject)[1].startswith(f"given up after {len(WAITS) + 1} tries")


def test_a_server_that_hangs_up_now_and_then_gets_every_letter(business: Business, writer: Writer, sink: Sink) -> None:
    subjects = queue_letters(business, 50)
    sink.closing_after = 20
    send_letters(business.id, PURPOSE)
    assert sent_once(sink, subjects)
    assert sink.connections == 3


def test_addresses_stay_out_of_reasons(business: Business, writer: Writer, sink: Sink) -> None:
    subjects = queue_letters(business, 3)
    for names, subject in zip((sink.refused, sink.later, sink.unwanted), subjects, strict=True):
        names.add(address(subject))
    send_letters(business.id, PURPOSE)
    with acting_for(business):
        assert not [letter for letter in Letter.objects.all() if "@" in letter.reason]


def start_worker(sink: Sink) -> subprocess.Popen[bytes]:
    """A process of its own, leading its own group, on the test's database."""
    at = connection.settings_dict
    url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'].replace('/', '%2F')}:{at['PORT']}/{at['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "EMAIL_URL": sink.url,
        "DJANGO_SETTINGS_MODULE": "trustapp.settings",
        "SECRET_KEY": project.SECRET_KEY,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.mail_worker"], cwd=project.BASE_DIR, env=environment, start_new_session=True
    )


def kill_in_the_middle(sink: Sink, letters: int, kills: int) -> str:
    """Queue letters, kill their worker with -9 so many times, let the last one finish; then count. The figures."""
    business = make_business()
    subjects = queue_letters(business, letters)
    for kill in range(1, kills + 1):
        worker = start_worker(sink)
        sink.wait_for(letters * kill // (kills + 1))
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        a_minute_goes_by(business)
    assert start_worker(sink).wait() == 0

    with acting_for(business):
        fates = dict(Letter.objects.values_list("subject", "state"))
        told = Letter.objects.filter(claim__isnull=True).count()
        unknown = LedgerLine.objects.filter(kind="letter.unknown").count()
    came = set(sink.recipients())
    assert set(sink.counts().values()) == {1}
    assert {one for one in subjects if address(one) not in came} <= {one for one in subjects if fates[one] == "unknown"}
    assert set(fates.values()) <= {"sent", "unknown"}
    assert list(fates.values()).count("unknown") == unknown <= kills
    assert told == letters
    return f"{letters} letters, {kills} kills: {len(sink.letters)} came, none twice, {unknown} unknown\n"


@pytest.mark.django_db(transaction=True)
def test_killed_workers_send_nothing_twice_and_lose_nothing_unflagged(sink: Sink, tell: Callable[[str], None]) -> None:
    tell(kill_in_the_middle(sink, letters=300, kills=4))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_kills_over_ten_thousand_letters(sink: Sink, tell: Callable[[str], None]) -> None:
    tell(kill_in_the_middle(sink, letters=10_000, kills=50))
