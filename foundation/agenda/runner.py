"""Doing one piece of work, and draining the agenda in one process."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from foundation.agenda.actions import finish, hand_back, put_off
from foundation.agenda.claiming import Work, claim, take, take_next
from foundation.agenda.handlers import handlers
from foundation.counters import Counter, Histogram

log = structlog.get_logger(__name__)
DONE = Counter("trustapp_work", "Pieces of work by how they ended", ["kind", "outcome"])
GO_ON_SECONDS = 5.0  # a piece takes up to 20 s, and the broker's message is given up after 50
SECONDS = Histogram("trustapp_work_seconds", "How long pieces of work took", ["kind"], buckets=(0.1, 1, 5, 20, 50))


def perform(work: Work) -> bool:
    """Take the work, call its handler, settle it; whether it was ours to do.

    A failure is logged by its type, and the work put off.
    """
    taken = take(work=work, now=timezone.now())
    if taken is not None:
        _settle(taken)
    return taken is not None


def perform_on(work: Work) -> None:
    """Do the work, then what else is due of its business, for some seconds.

    What follows from a piece of work is mostly due at once, and need not wait for the tick and the broker.
    """
    began = time.monotonic()
    ours = perform(work)
    while ours and work.business_id and time.monotonic() - began < GO_ON_SECONDS:
        following = take_next(business_id=work.business_id, now=timezone.now())
        if following is None:
            return
        _settle(following)


def perform_each(works: Sequence[Work]) -> None:
    """Do brief pieces of work one after another, for some seconds; what is left goes back."""
    began = time.monotonic()
    for work in works:
        if time.monotonic() - began < GO_ON_SECONDS:
            perform(work)
        else:
            hand_back(work=work)


def _settle(taken: Work) -> None:
    with structlog.contextvars.bound_contextvars(kind=taken.kind, business=str(taken.business_id)):
        _perform(taken)


def _perform(taken: Work) -> None:
    began = time.perf_counter()
    try:
        next_due = handlers[taken.kind](taken.business_id, taken.key)  # type: ignore[arg-type] # global work ignores it
    except Exception as fault:
        log.exception("work put off")
        DONE.labels(taken.kind, "put_off").inc()
        put_off(work=taken, now=timezone.now(), error=type(fault).__name__)
    else:
        finish(work=taken, next_due=next_due)
        took = time.perf_counter() - began
        DONE.labels(taken.kind, "done").inc()
        SECONDS.labels(taken.kind).observe(took)
        log.info("work done", ms=round(took * 1000), more=next_due is not None)


def drain(*, until: datetime | None = None, rounds: int = 1000) -> int:
    """Do all that is due (by `until`) here and now, without a broker; how many pieces were done."""
    done = 0
    for _ in range(rounds):
        works = claim(now=until or timezone.now() + timedelta(milliseconds=1))
        if not works:
            break
        for work in works:
            perform(work)
            done += 1
    return done
