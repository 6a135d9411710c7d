"""`ledger_verify SLUG`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import queries as accounts
from foundation.ledger.queries import verify
from surveys.queries.verification import check_answers


class Command(BaseCommand):
    """Say whether the ledger is what was sealed, and every answer what was recorded."""

    help = "Verify the ledger's chain, and every answer against it. Exits 1 where something was altered or dropped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose ledger."""
        parser.add_argument("slug", help="the business")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the chain, then the answers."""
        try:
            business = accounts.business(options["slug"])
        except accounts.UnknownBusinessError as unknown:
            raise CommandError(str(unknown)) from unknown
        chain, answers = verify(business=business), check_answers(business)
        faults = [fault.what for fault in chain.faults] + answers.faults
        if options["json"]:
            found = {"lines": chain.lines, "head": chain.head, "answers": answers.answers, "faults": faults}
            print(json.dumps(found))
        if faults:
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            raise CommandError(f"The ledger of {business.slug} does not hold: {faults[0]}{more}.")
        if not options["json"]:
            print(f"{chain.lines:,} lines and {answers.answers:,} answers hold. Head {chain.head}")
