"""Doing one piece of work, and draining the agenda in one process."""

from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from foundation.agenda.actions import Work, claim, finish, put_off, take
from foundation.agenda.handlers import handlers

log = structlog.get_logger(__name__)


def perform(work: Work) -> None:
    """Take the work, call its handler, settle it. A failure is logged by its type, and the work put off."""
    taken = take(work=work, now=timezone.now())
    if taken is None:
        return
    try:
        next_due = handlers[taken.kind](taken.business_id, taken.key)  # type: ignore[arg-type] # global work ignores it
    except Exception as fault:
        log.exception("work put off", kind=taken.kind, business=str(taken.business_id))
        put_off(work=taken, now=timezone.now(), error=type(fault).__name__)
    else:
        finish(work=taken, next_due=next_due)


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
