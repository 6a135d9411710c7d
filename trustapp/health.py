"""Whether the product is alive, and whether it is ready for people: `/healthz` and `/readyz`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import Error as DatabaseError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from kombu import Queue
from kombu.exceptions import OperationalError as BrokerError

from foundation.agenda.queries import last_pulse, late, stuck
from letters.actions import SEND
from trustapp.celery import app

LATELY = timedelta(seconds=60)  # longer than any slice of work: a busy worker is not a dead one
LATE = timedelta(minutes=10)  # work that was due this long ago
TRIES = 8  # of sending letters, some 8 minutes of them: 2 + 4 + 8 … + 256 seconds
FULL = 5_000  # messages; no more than 300 pieces of work are in hand or on the way
OK = "ok"
UNKNOWN = "unknown"


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is well, else 503; the reason stands beside the part."""
    parts = readiness(now=timezone.now())
    ready = all(state == OK for state in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def readiness(*, now: datetime) -> dict[str, str]:
    """Each part's state: `ok`, `unknown`, or what is wrong with it."""
    database, broker, worker, scheduler = OK, OK, UNKNOWN, UNKNOWN
    seen, waiting = None, None
    try:
        seen = last_pulse(name="tick")
    except DatabaseError as error:
        database = f"does not answer as it should: {type(error).__name__}"
    try:
        waiting = messages_waiting()
    except BrokerError as error:
        broker = f"does not answer: {type(error.__cause__ or error).__name__}"
    if seen is not None and now - seen < LATELY:
        worker = scheduler = OK
    elif database == broker == OK:
        ago = "never seen" if seen is None else f"not seen for {(now - seen).total_seconds():.0f} s"
        # The scheduler sends ticks, the worker takes them: ticks that pile up say who is missing.
        worker, scheduler = (ago, OK) if waiting else (UNKNOWN, ago)
    return {
        "database": database,
        "broker": broker,
        "worker": worker,
        "scheduler": scheduler,
        "migrations": _asked(migrations),
        "work": _asked(lambda: work(now=now, waiting=waiting)),
        "letters": _asked(letters),
    }


def migrations() -> str:
    """Whether the tables are what this version expects."""
    missing = known_migrations() - set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    return f"{len(missing)} wait" if missing else OK


def work(*, now: datetime, waiting: int | None) -> str:
    """Whether what is due gets done."""
    if overdue := late(now=now, than=LATE):
        return f"{_pieces(overdue)} due for more than {LATE.total_seconds() / 60:.0f} minutes"
    if waiting is not None and waiting > FULL:
        return f"{waiting} messages wait for a worker"
    return OK


def letters() -> str:
    """Whether the mail server takes letters."""
    held = stuck(kind=SEND, tries=TRIES)
    return f"sending failed {TRIES} times in a row: {_pieces(held)}" if held else OK


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration of this version."""
    return frozenset(MigrationLoader(None).graph.nodes)


def messages_waiting() -> int:
    """How many messages wait for a worker; one try. Raises kombu's OperationalError without a broker."""
    with app.connection_for_read() as connection:
        try:
            # Not passively: kombu would look for the queue without our key prefix and not find it.
            declared: Any = Queue(app.conf.task_default_queue, channel=connection.channel()).queue_declare()
            return int(declared.message_count)
        except connection.connection_errors as error:
            raise BrokerError(str(error)) from error


def _asked(check: Callable[[], str]) -> str:
    try:
        return check()
    except DatabaseError:
        return UNKNOWN


def _pieces(number: int) -> str:
    return f"{number if number < 1000 else '1000 or more'} piece{'' if number == 1 else 's'} of work"
