"""A file of answers whose worker is killed while it is made: it is whole, and made once."""

import io
import signal
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from dashboards.actions.exports import request_export
from dashboards.models import Export, ExportPiece, ExportState
from dashboards.queries.exports import content
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.models import Answer
from tests.faults.bakery import Bakery, renew_worker, wait_for
from tests.flows.stack import running
from tests.smtp_sink import smtp_sink

ANSWERS = 60_000
KILLED_AT = (0.1, 0.5)  # of the way


def give(bakery: Bakery) -> None:
    """Answers that can be told apart, ten within each second."""
    at = timezone.now()
    with acting_for(bakery.business):
        Answer.objects.bulk_create(
            (
                Answer(
                    business_id=bakery.business.id,
                    survey=bakery.survey,
                    kind="nps",
                    score=number % 11,
                    comment=f"number {number}",
                    given_at=at - timedelta(seconds=number // 10),
                    given_on=at.date(),
                    salt=bytes(16),
                )
                for number in range(ANSWERS)
            ),
            batch_size=5_000,
        )


def now_of(file: Export) -> Export:
    with acting_for(file.business_id):
        return Export.objects.get(id=file.id)


def far(file: Export, part: float) -> bool:
    """Whether so much of a file is made."""
    return now_of(file).done >= part * ANSWERS


def check(bakery: Bakery, file: Export) -> None:
    """Each answer stands in the file once, each piece of it is there once, and it was told of once."""
    ready = now_of(file)
    whole = b"".join(content(bakery.business, ready))
    book = load_workbook(io.BytesIO(whole), read_only=True)
    told = [row[4] for row in book["Answers"].iter_rows(min_row=2, values_only=True)]
    assert len(told) == ready.done == ANSWERS
    assert set(told) == {f"number {number}" for number in range(ANSWERS)}
    assert len(whole) == ready.size
    with acting_for(bakery.business):
        assert sorted(ExportPiece.objects.values_list("number", flat=True)) == list(range(ready.pieces))
        assert LedgerLine.objects.filter(kind="export.made").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_survives_its_workers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with smtp_sink() as sink, running(tmp_path, connection.settings_dict["NAME"], sink.url) as stack:
        bakery = Bakery(stack.url)
        give(bakery)
        file = request_export(
            business=bakery.business, by=uuid.uuid4(), form="xlsx", asked={}, dimensions=[], now=timezone.now()
        )
        kills = 0
        for part in KILLED_AT:
            wait_for(lambda part=part: far(file, part), lambda: "The file is not begun.")  # type: ignore[misc]
            kills += now_of(file).state == ExportState.MAKING
            renew_worker(bakery, stack.supervisor, signal.SIGKILL)
        wait_for(lambda: now_of(file).state == ExportState.READY, lambda: "The file is not made.")
        check(bakery, file)
    assert kills
    with capsys.disabled():
        sys.stdout.write(f"file of {ANSWERS:,} answers, worker killed {kills} times: whole, and made once\n")
