"""`backup FILE`: everything that must not be lost, in one file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from trustapp.backups.making import back_up
from trustapp.backups.trouble import BackupError


class Command(BaseCommand):
    """Write a backup while people go on working; it holds one moment."""

    help = "Write a backup of everything into one new file, which only this user can read."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument(
            "file", metavar="FILE", help="a new file; %%Y, %%m, %%d, %%H and %%M stand for the time (UTC)"
        )
        parser.add_argument("--json", action="store_true", help="print what was made as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say in one line why not."""
        now = timezone.now()
        path = Path(now.strftime(options["file"])).absolute()
        try:
            made = back_up(path, now=now)
        except BackupError as trouble:
            raise CommandError(str(trouble)) from trouble
        if options["json"]:
            print(json.dumps({"file": str(path), **asdict(made)}))
            return
        print(
            f"{path}: {made.rows:,} rows, {made.ledgers:,} ledgers, {made.files} files, {made.size / 1e6:,.1f} MB.\n"
            "Keep SECRET_KEY too, and elsewhere: the backup does not hold it."
        )
