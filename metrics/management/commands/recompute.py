"""`recompute SLUG [--from-scratch]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.queries import UnknownBusinessError, business
from foundation.ledger.feed import feed
from foundation.ledger.sealing import seal
from metrics.actions.goals import settle_baselines
from metrics.actions.recount import mark_all_stale, recount
from metrics.tasks import CONSUMER


class Command(BaseCommand):
    """Bring a business's numbers up to date now, without waiting for a worker."""

    help = "Count what changed, or everything anew, so that `metric` prints the numbers of this moment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which business, and whether to forget what was counted."""
        parser.add_argument("slug", help="the business, as it stands in addresses")
        parser.add_argument("--from-scratch", action="store_true", help="count every day anew, not the changed ones")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hear what the ledger has to tell, then count in slices of a month."""
        try:
            of = business(options["slug"])
        except UnknownBusinessError as fault:
            raise CommandError(str(fault)) from fault
        if options["from_scratch"]:
            mark_all_stale(business=of)
        else:
            while seal(business=of):
                pass
            while feed(of.id, CONSUMER):
                pass
        counted = 0
        while days := recount(business=of, dimensions=of.dimensions, now=timezone.now()):
            counted += days
        settle_baselines(business=of, now=timezone.now())
        print(f"{counted:,} {'day' if counted == 1 else 'days'} counted.")
