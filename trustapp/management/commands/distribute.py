"""`manage.py distribute [--check] [--json]`: spread the tables over the servers of a Citus cluster."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.db import connection

from foundation.postgres.owner import as_owner
from trustapp.sharding import catalogue
from trustapp.sharding.obstacles import Obstacle, obstacles, spread
from trustapp.sharding.steps import ClusterError, distribute


class Command(BaseCommand):
    """Spread the tables by business, or say what stands in the way."""

    help = "Spread the tables over the servers of a Citus cluster. Run again after a break: what is done is skipped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` alone changes nothing, and needs no Citus."""
        parser.add_argument("--check", action="store_true", help="only say what stands in the way")
        parser.add_argument("--json", action="store_true", help="with --check: print a list of {table, rule, text}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, then spread unless only asked to check. Raises CommandError where something stands in the way."""
        if options["json"] and not options["check"]:
            raise CommandError("--json goes with --check.")
        tables = catalogue.read()
        found = obstacles(tables)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(obstacle) for obstacle in found], indent=2))
        else:
            self._say(found)
        if found:
            raise CommandError(f"{len(found)} in the way: {', '.join(sorted({each.table for each in found}))}.")
        if not options["check"]:
            self._distribute(spread(tables))
        elif not options["json"]:
            self.stdout.write(f"Nothing stands in the way: {len(spread(tables))} tables can be spread by business.")

    def _say(self, found: list[Obstacle]) -> None:
        for obstacle in found:
            self.stdout.write(f"{obstacle.table} ({obstacle.rule}): {obstacle.text}")

    def _distribute(self, tables: list[str]) -> None:
        try:
            with as_owner(connection):
                for line in distribute(tables):
                    self.stdout.write(line)
        except (ClusterError, DatabaseError) as trouble:
            raise CommandError(str(trouble).strip().splitlines()[0]) from trouble
        self.stdout.write("All tables are spread.")
