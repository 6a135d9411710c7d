"""The foundation as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FoundationConfig(AppConfig):
    """Loads every app's `tasks`, so that handlers and consumers are known in each process."""

    name = "foundation"

    def ready(self) -> None:
        """Import the `tasks` modules."""
        autodiscover_modules("tasks")
