"""`document_metrics`: prints `docs/metrics.md`."""

from typing import Any

from django.core.management.base import BaseCommand

from metrics.handbook import handbook
from metrics.measures import MEASURES


class Command(BaseCommand):
    """Print the page that says what each metric means."""

    help = "Print docs/metrics.md from the definitions: manage.py document_metrics > docs/metrics.md"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        print(handbook(MEASURES.values()), end="")
