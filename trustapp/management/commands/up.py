"""`manage.py up`: the same as `bin/up`."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Becomes the supervisor, so that signals reach it and nothing stands between."""

    help = "Start Trustapp, all of it, in this terminal: up [--demo] [--port N]."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the arguments over as they are."""
        os.execv(sys.executable, [sys.executable, "-m", "trustapp.up", *argv[2:]])  # noqa: S606 # no shell on purpose

    def handle(self, *args: Any, **options: Any) -> None:
        """The same for `call_command`."""
        self.run_from_argv(["manage.py", "up", *args])
