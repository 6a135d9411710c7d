"""The two Celery tasks of the whole product."""

import uuid

import structlog
from celery import shared_task
from django.utils import timezone

from foundation.agenda.actions import pulse
from foundation.agenda.claiming import Work, claim
from foundation.agenda.runner import perform_on

log = structlog.get_logger(__name__)


@shared_task(name="agenda.tick")
def tick() -> None:
    """Claim what is due and hand it to the workers, as ids."""
    now = timezone.now()
    pulse(name="tick", now=now)
    for work in claim(now=now):
        business_id = None if work.business_id is None else str(work.business_id)
        run.apply_async(args=(business_id, work.kind, work.key, str(work.token)))


@shared_task(name="agenda.run", acks_late=True, soft_time_limit=50, time_limit=58)
def run(business_id: str | None, kind: str, key: str, token: str) -> None:
    """Do one claimed piece of work and what follows; a second delivery of the same message does nothing."""
    perform_on(Work(None if business_id is None else uuid.UUID(business_id), kind, key, uuid.UUID(token)))
