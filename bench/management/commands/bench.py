"""`bench [NAME …] [--json]`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import bench.paths  # noqa: F401 # registers every path
from bench.harness import Result, paths


class Command(BaseCommand):
    """Measure each path beside its limit, in a database of the benchmark's own."""

    help = "Measure paths beside their limits; prints ratios (1 is the limit itself)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which paths, and how to print."""
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(paths)}; all, if none is named")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print; exit 0 also where a goal is missed: the figure is the finding."""
        unknown = [name for name in options["names"] if name not in paths]
        if unknown:
            raise CommandError(f"There is no path {', '.join(unknown)}. There are: {', '.join(paths)}.")
        results = [found for name in options["names"] or paths for found in paths[name].measure()]
        if options["json"]:
            print(json.dumps([found.as_json() for found in results], indent=1))
        else:
            self._table(results)

    def _table(self, results: list[Result]) -> None:
        print(f"{'path':<12}{'ratio':>9}{'spread':>18}{'goal':>8}  {'limit':>11}{'ours':>11}  size")
        for found in results:
            low, high = found.spread
            mark = "met" if found.met else "MISSED"
            print(
                f"{found.path:<12}{found.ratio:>9.3f}{f'{low:.3f}-{high:.3f}':>18}{found.goal:>8g}"
                f"  {found.limit * 1e6:>8.0f} µs{found.ours * 1e6:>8.0f} µs  {found.size}; {mark}"
            )
            if found.note:
                print(f"{'':<12}{found.note}")
