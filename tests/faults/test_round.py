"""A round whose workers are killed in the middle: nobody gets two letters, and nobody is lost without a flag."""

import re
import signal
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from foundation.agenda.models import Due
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys import links
from surveys.actions.rounds import PREPARE
from surveys.models import Invitation
from tests.faults.bakery import Bakery, renew_worker, rest, wait_for
from tests.flows.stack import running
from tests.smtp_sink import Sink, smtp_sink

CONCURRENCY = 2  # of the worker, as `bin/up` starts it
LINK = re.compile(r"/s/[a-z0-9]+/([\w-]{43})")


def taken_up(round_id: uuid.UUID) -> bool:
    """Whether a worker has begun to prepare a round, or is past it."""
    waiting = Due.objects.filter(kind=PREPARE, key=round_id.hex, token=None)
    return not waiting.exists()


def check(bakery: Bakery, sink: Sink, kills: int) -> int:
    """Hold what came against what was asked; how many letters have an unknown fate."""
    came = Counter(sink.recipients())
    assert set(came.values()) == {1}
    with acting_for(bakery.business):
        rows = {row.customer.email: row for row in Invitation.objects.select_related("customer")}
        lines = Counter(LedgerLine.objects.filter(kind="invitation.sent").values_list("subject", flat=True))
    assert set(rows) == set(bakery.asked)
    fates = {address: row.state for address, row in rows.items()}
    unknown = [address for address, fate in fates.items() if fate == "unknown"]
    assert set(fates.values()) <= {"sent", "unknown"}
    assert set(fates) - set(came) <= set(unknown)
    assert len(unknown) <= kills * CONCURRENCY
    assert {row.id for row in rows.values() if row.state == "sent"} == set(lines)
    assert set(lines.values()) == {1}
    for letter in sink.letters:
        found = LINK.search(letter.message.get_body(("plain",)).get_content())  # type: ignore[union-attr] # it has one
        assert found
        assert links.token_hash(found[1]) == bytes(rows[letter.to].token_hash or b"")
    return len(unknown)


def run(folder: Path, letters: int, kills: int) -> str:
    """One round, so many kills spread over it. The figures."""
    with smtp_sink() as sink, running(folder, connection.settings_dict["NAME"], sink.url) as stack:
        bakery = Bakery(stack.url)
        round_id = bakery.send_round(letters)
        wait_for(lambda: taken_up(round_id), lambda: "The round is not begun.")
        for kill in range(kills):
            sink.wait_for(letters * kill // kills)
            renew_worker(bakery, stack.supervisor, signal.SIGKILL)
        rest(bakery, stack.supervisor)
        unknown = check(bakery, sink, kills)
    came = f"{len(sink.letters)} came, none twice, {unknown} unknown"
    return f"round of {letters} letters, worker killed {kills} times: {came}\n"


@pytest.mark.django_db(transaction=True)
def test_a_round_survives_its_workers(tmp_path: Path, tell: Callable[[str], None]) -> None:
    tell(run(tmp_path, letters=200, kills=3))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_thousand_letters_survive_twenty_kills(tmp_path: Path, tell: Callable[[str], None]) -> None:
    tell(run(tmp_path, letters=1000, kills=20))
