"""The Celery application: beat only ticks, the agenda decides what is due."""

import os
import sys
from typing import Any

from celery import Celery, bootsteps
from django.conf import settings

from trustapp.admission import refusal
from trustapp.priority import step_back

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustapp.settings")

app = Celery("trustapp")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "global_keyprefix": settings.CELERY_KEY_PREFIX,
        "visibility_timeout": 3600,
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
    },
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    timezone="UTC",
    beat_schedule={
        "tick": {
            "task": "agenda.tick",
            "schedule": settings.AGENDA_TICK_SECONDS,
            "options": {"expires": 5, "ignore_result": True},
        }
    },
)
app.autodiscover_tasks(["foundation"])


class Admission(bootsteps.StartStopStep):
    """Before a worker takes its first task: end it where the walls between businesses would not hold it."""

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        if why := refusal():
            sys.exit(why)


class StepBack(bootsteps.StartStopStep):
    """Before a worker starts its processes: let pages and database go first. The scheduler stays punctual."""

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        step_back(settings.WORKER_NICE)


app.steps["worker"].update((Admission, StepBack))
