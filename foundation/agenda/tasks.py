"""The two Celery tasks of the whole product."""

import uuid
from collections.abc import Sequence

import structlog
from celery import shared_task
from django.utils import timezone

from foundation.agenda.actions import pulse
from foundation.agenda.claiming import Work, claim
from foundation.agenda.handlers import brief_kinds
from foundation.agenda.runner import perform_each, perform_on

Named = tuple[str | None, str, str, str]  # a piece of work in a message
IN_ONE_MESSAGE = 20

log = structlog.get_logger(__name__)


@shared_task(name="agenda.tick")
def tick() -> None:
    """Claim what is due and hand it to the workers, as ids: brief work many pieces in a message."""
    now = timezone.now()
    pulse(name="tick", now=now)
    works = claim(now=now)
    brief = [_named(work) for work in works if work.kind in brief_kinds]
    for start in range(0, len(brief), IN_ONE_MESSAGE):
        first, *more = brief[start : start + IN_ONE_MESSAGE]
        run.apply_async(args=(*first, more))
    for work in works:
        if work.kind not in brief_kinds:
            run.apply_async(args=_named(work))


@shared_task(name="agenda.run", acks_late=True, soft_time_limit=50, time_limit=58)
def run(business_id: str | None, kind: str, key: str, token: str, more: Sequence[Named] = ()) -> None:
    """Do claimed work: a brief piece and `more` like it, or another and what follows from it.

    A second delivery of the same message does nothing.
    """
    work = _work(business_id, kind, key, token)
    if kind in brief_kinds:
        perform_each([work, *(_work(*named) for named in more)])
    else:
        perform_on(work)


def _named(work: Work) -> Named:
    return (None if work.business_id is None else str(work.business_id), work.kind, work.key, str(work.token))


def _work(business_id: str | None, kind: str, key: str, token: str) -> Work:
    return Work(None if business_id is None else uuid.UUID(business_id), kind, key, uuid.UUID(token))
