"""`restore FILE [--database URL]`: a backup into an empty database, and the proof that all of it arrived."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from trustapp.backups.archive import Archive
from trustapp.backups.logins import owner
from trustapp.backups.making import key
from trustapp.backups.restoring import restore
from trustapp.backups.trouble import BackupError
from trustapp.settings import database


class Command(BaseCommand):
    """Restore, compare, and say so."""

    help = "Restore a backup into an empty database; then compare every count and every ledger's head with the backup."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from and where to."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--database",
            metavar="URL",
            help="an empty database and the login that shall own its tables (the usual one)",
        )
        parser.add_argument(
            "--another-key", action="store_true", help="go on although the backup was made under another SECRET_KEY"
        )
        parser.add_argument("--json", action="store_true", help="print what was restored as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in one line why not."""
        try:
            archive = Archive(options["file"], key())
            with owner(database(options["database"]) if options["database"] else None) as target:
                done = restore(archive, target, another_key=options["another_key"])
        except (BackupError, ImproperlyConfigured) as trouble:
            raise CommandError(str(trouble)) from trouble
        if options["json"]:
            print(json.dumps({"made_at": archive.manifest["made_at"], **asdict(done)}))
            return
        print(
            f"Restored as of {archive.manifest['made_at']}: {done.tables} tables, {done.rows:,} rows, "
            f"{done.files} files. Every count is the one backed up.\n"
            f"{done.ledgers:,} ledgers: every head is the one backed up. `ledger_verify SLUG` walks a whole one.\n"
            f"Row-level security stands, and {done.role} may do what it could, no more."
        )
        if done.waiting:
            print(f"{done.waiting} migrations are newer than this backup: run `migrate`.")
        print("People who were erased after the backup was made are back: erase them again (docs/operating.md).")
