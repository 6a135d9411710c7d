"""`import_customers SLUG FILE`: bring customers in from a CSV or XLSX file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.queries import UnknownBusinessError, business
from customers.actions import import_file
from customers.actions.imports import COUNTS
from customers.arguments import add_group
from customers.importing_words import not_grouped
from customers.models import Import
from customers.queries import faults
from customers.tables import TableError
from foundation.tenancy.context import acting_for

SHOWN = 10


class Command(BaseCommand):
    """Imports good rows, names broken ones; exits 0 where the file could be read."""

    requires_system_checks = ()  # they load every page: 20 MB and a second that an import does without
    help = "Bring customers in from a CSV or XLSX file. Good rows go in, broken ones are named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What stands on the command line."""
        parser.add_argument("slug", help="the business's slug")
        parser.add_argument("file", type=Path, help="a CSV or XLSX file with a header row")
        add_group(parser)
        parser.add_argument("--json", action="store_true", help="print the counts and faults as JSON")

    def handle(self, *, slug: str, file: Path, **options: Any) -> None:
        """Import the file. Raises CommandError, one line that names the remedy, where nothing could be imported."""
        try:
            whose = business(slug)
            tell = self._tell if self.stdout.isatty() else None
            done = import_file(business=whose, path=file, groups=options["group"], progress=tell)
        except (UnknownBusinessError, TableError, ValueError) as fault:
            raise CommandError(str(fault)) from fault
        with acting_for(whose):
            broken = faults(whose, done.id)
        if options["json"]:
            found = [{"row": row.row, "column": row.column, "message": row.message} for row in broken]
            counts = {name: getattr(done, name) for name in COUNTS}
            self.stdout.write(
                json.dumps({**counts, "dimensions": done.dimensions, "faults": found}, ensure_ascii=False)
            )
            return
        self.stdout.write(
            f"{done.total:,} rows: {done.added:,} added, {done.updated:,} updated, {done.unchanged:,} unchanged, "
            f"{done.repeated:,} repeated, {done.broken:,} to fix, {done.erased:,} asked to be forgotten."
        )
        if left := not_grouped(options["group"], business(slug).dimensions):
            self.stdout.write(left)
        for row in broken[:SHOWN]:
            self.stdout.write(row.words)
        if done.broken > SHOWN:
            self.stdout.write(f"… and {done.broken - SHOWN:,} more; --json prints the first 1,000.")

    def _tell(self, row: Import) -> None:
        self.stdout.write(f"\r{row.done:,} of {row.total:,} rows", ending="")
        self.stdout.flush()
