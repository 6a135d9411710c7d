"""`manage.py doctor`: what is set, what is missing, and what it falls back to."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trustapp.doctor import examine

MARKS = {"ok": "ok  ", "note": "note", "bad": "BAD "}


class Command(BaseCommand):
    """Prints the findings; fails where the product cannot be used as it is."""

    help = "Say what is set, what is missing and what it falls back to. Fails if Trustapp cannot run like this."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`--json` for programs."""
        parser.add_argument("--json", action="store_true", help="print a list of {name, state, text}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine and print. Raises CommandError naming what is bad."""
        findings = examine()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2))
        else:
            width = max(len(finding.name) for finding in findings)
            for finding in findings:
                self.stdout.write(f"{MARKS[finding.state]}  {finding.name:<{width}}  {finding.text}")
        bad = [finding.name for finding in findings if finding.state == "bad"]
        if bad:
            raise CommandError(f"Trustapp cannot run like this: see {', '.join(bad)}.")
