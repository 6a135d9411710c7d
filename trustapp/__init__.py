"""Settings, addresses, the Celery application and the supervisor: what holds the rooms together."""

from trustapp.celery import app as celery_app

__all__ = ["celery_app"]
