"""Whether the product is alive, and whether it is ready for people: `/healthz` and `/readyz`."""

from datetime import datetime, timedelta
from typing import Any

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from kombu import Queue
from kombu.exceptions import OperationalError as BrokerError

from foundation.agenda.queries import last_pulse
from trustapp.celery import app

LATELY = timedelta(seconds=60)  # longer than any slice of work: a busy worker is not a dead one
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
    return {"database": database, "broker": broker, "worker": worker, "scheduler": scheduler}


def messages_waiting() -> int:
    """How many messages wait for a worker; one try. Raises kombu's OperationalError without a broker."""
    with app.connection_for_read() as connection:
        try:
            # Not passively: kombu would look for the queue without our key prefix and not find it.
            declared: Any = Queue(app.conf.task_default_queue, channel=connection.channel()).queue_declare()
            return int(declared.message_count)
        except connection.connection_errors as error:
            raise BrokerError(str(error)) from error
