"""The day itself: answers at a steady rate, dashboards read, a round going out, the worker killed; then the checks."""

import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from bench.database import analyse, own_database
from bench.harness import said
from bench.load.checks import faults
from bench.load.people import Crowd, answering, looking
from bench.load.processor import Meter
from bench.load.product import HOST, kill_worker, product
from bench.load.town import Size, Town, build
from bench.sink import sink
from foundation.agenda.models import Due
from foundation.tenancy.context import acting_for
from surveys.actions.rounds import plan_round
from surveys.models import Round, RoundState
from trustapp.supervisor import Supervisor

READER_THREADS = 4
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
REST_SECONDS = 1800
SOON = timedelta(seconds=10)  # a busy business is counted some seconds after its last answer


@dataclass
class Report:
    """What was asked of the product, how it did, and what is wrong (nothing: all checks hold)."""

    size: Size
    answers: dict[str, float] = field(default_factory=dict)  # milliseconds, from the moment each was meant for
    dashboards: dict[str, float] = field(default_factory=dict)
    kills: int = 0
    unknown: int = 0
    processor: dict[str, float] = field(default_factory=dict)  # seconds of each part, until nothing was left to do
    seconds: float = 0.0  # from the first answer until nothing was left to do
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def run(size: Size) -> Report:
    """One day of that size in a database of its own."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        own_database() as database,
    ):
        book = Path(folder) / "letters"
        with said(f"load: {size.businesses:,} businesses, {size.answers:,} letters that arrived, made"):
            town = build(size)
            analyse()
        with sink(book) as post, product(database, f"smtp://127.0.0.1:{post}", Path(folder)) as (supervisor, port):
            report = _day(size, town, supervisor, port, book)
        with said("load: checked"):
            found, report.unknown = faults(size, town, book)
            report.faults += found
        return report


def _day(size: Size, town: Town, supervisor: Supervisor, port: int, book: Path) -> Report:
    report, meter, begun = Report(size), Meter.start(supervisor), time.monotonic()
    answers = Crowd(HOST, port, size.rate, size.answers, answering(town.links))
    readers = Crowd(HOST, port, size.reads, int(size.reads * size.seconds), looking(town.cookies))
    round_ = _send_round(town) if size.letters else None
    answers.come()
    readers.come(READER_THREADS)
    told = begun
    while answers.here or readers.here or not _at_rest(town, round_):
        supervisor.look(lambda line: None)
        meter.look()
        came = book.read_bytes().count(b"\n") if book.exists() else 0
        if report.kills < size.kills and came * (size.kills + 1) >= size.letters * (report.kills + 1):
            report.kills += kill_worker(supervisor)
        now = time.monotonic()
        if now - told > 15:
            told = now
            due = Due.objects.filter(due_at__lte=timezone.now()).count()
            sys.stderr.write(
                f"  {now - begun:4.0f} s: {len(answers.took):,} answers, {came:,} letters, "
                f"{due:,} pieces of work due, answers p99 {answers.percentile(0.99) * 1000:.0f} ms\n"
            )
        if now - begun > size.seconds + REST_SECONDS:
            report.faults.append(f"Work was left after {REST_SECONDS} s of rest.")
            break
        time.sleep(1)
    report.seconds = round(time.monotonic() - begun, 1)
    meter.look()
    report.processor = meter.seconds()
    for crowd, figures, word in ((answers, report.answers, "answer"), (readers, report.dashboards, "dashboard")):
        figures |= {name: round(crowd.percentile(share) * 1000, 1) for name, share in SHARES.items()}
        figures |= {"longest": round(max(crowd.took, default=0) * 1000, 1), "count": len(crowd.took)}
        report.faults += [f"{len(crowd.faults)} errors at an {word}: {crowd.faults[0]}"] if crowd.faults else []
    if report.kills < size.kills:
        report.faults.append(f"The worker was killed {report.kills} times only.")
    return report


def _send_round(town: Town) -> Round:
    """A round of the largest business to its guests, whose minute of second thoughts is over."""
    business = town.businesses[0]
    with acting_for(business):
        planned = plan_round(
            business=business, survey_id=town.surveys[0].id, audience={"property": "round", "value": "today"}
        )
        Round.objects.filter(id=planned.id).update(created_at=timezone.now() - timedelta(seconds=61))
    return planned


def _at_rest(town: Town, round_: Round | None) -> bool:
    if Due.objects.filter(due_at__lte=timezone.now() + SOON).exists():
        return False
    if round_ is None:
        return True
    with acting_for(town.businesses[0]):
        return Round.objects.get(id=round_.id).state == RoundState.SENT
