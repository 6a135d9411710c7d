"""The frame as a Django app, for its management commands."""

from django.apps import AppConfig

from trustapp.celery import app as celery_app

__all__ = ["TrustappConfig", "celery_app"]


class TrustappConfig(AppConfig):
    """Loads the Celery application in every Django process, so that a task sent from a page finds the broker."""

    name = "trustapp"
