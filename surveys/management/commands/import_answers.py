"""`import_answers SLUG FILE`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import queries as accounts
from customers.arguments import add_group
from customers.importing_words import not_grouped
from customers.tables import TableError
from surveys.actions.imports import Imported, import_answers
from surveys.importing import ColumnsError

SHOWN = 20


class Command(BaseCommand):
    """Bring in answers that were given elsewhere: good rows in, broken rows named."""

    help = "Bring in a CSV or XLSX file of earlier answers: email or external_id, kind, score, at, optional comment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose answers, and the file."""
        parser.add_argument("slug", help="the business")
        parser.add_argument("file", type=Path)
        add_group(parser)
        parser.add_argument("--json", action="store_true", help="print what became of the rows as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or say in one line why not."""
        try:
            whose = accounts.business(options["slug"])
            found = import_answers(business=whose, path=options["file"], groups=options["group"])
        except (accounts.UnknownBusinessError, TableError, ColumnsError) as fault:
            raise CommandError(str(fault)) from fault
        if options["json"]:
            print(json.dumps({**asdict(found), "broken": len(found.faults)}))
            return
        left = not_grouped(options["group"], accounts.business(options["slug"]).dimensions)
        print("\n".join([in_words(found), *([left] if left else [])]))


def in_words(found: Imported) -> str:
    """What became of the rows, and the first broken ones."""
    people = f" {found.customers_added:,} new customers." if found.customers_added else ""
    lines = [
        f"{found.added:,} answers added, {found.unchanged:,} already here, {len(found.faults):,} rows broken.{people}",
        *map(str, found.faults[:SHOWN]),
    ]
    if len(found.faults) > SHOWN:
        lines.append(f"… and {len(found.faults) - SHOWN:,} more; --json lists all.")
    return "\n".join(lines)
