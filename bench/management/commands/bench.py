"""`bench [NAME[=SIZE] …] [--json]`, and `bench --load`."""

import json
import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import bench.paths  # noqa: F401 # registers every path
from bench.harness import Result, paths, sizes
from bench.load.day import Report, run
from bench.load.town import Size
from bench.plot import svg

NAMES = "of {}; all, if none is named. NAME=SIZE sets the rows it is measured on"


class Command(BaseCommand):
    """Measure each path beside its limit, in a database of the benchmark's own."""

    help = "Measure paths beside their limits; prints ratios (1 is the limit itself)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which paths, and how to print."""
        parser.add_argument("names", nargs="*", metavar="NAME", help=NAMES.format(", ".join(paths)))
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--plot", type=Path, metavar="FILE", help="draw `growth` there, as SVG")
        load = parser.add_argument_group("load", "a day of an internet-size customer in minutes, with its checks")
        load.add_argument("--load", action="store_true")
        usual = Size()
        load.add_argument("--seconds", type=int, default=usual.seconds, help=f"how long answers come ({usual.seconds})")
        load.add_argument("--rate", type=int, default=usual.rate, help=f"answers a second ({usual.rate})")
        load.add_argument("--letters", type=int, default=usual.letters, help=f"of one round ({usual.letters})")
        load.add_argument("--businesses", type=int, default=usual.businesses, help=f"({usual.businesses})")
        load.add_argument("--kills", type=int, default=usual.kills, help=f"of the worker ({usual.kills})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print; exit 0 also where a goal is missed (the figure is the finding), not where a check is."""
        if options["load"]:
            size = Size(**{name: options[name] for name in ("seconds", "rate", "letters", "businesses", "kills")})
            self._load(run(size), json_wanted=options["json"])
            return
        logging.getLogger("trustapp.requests").setLevel(logging.WARNING)  # a thousand lines would hide the table
        names = [self._named(word) for word in options["names"]]
        unknown = [name for name in names if name not in paths]
        if unknown:
            raise CommandError(f"There is no path {', '.join(unknown)}. There are: {', '.join(paths)}.")
        results = [found for name in names or paths for found in paths[name].measure()]
        if options["plot"] and any(found.path.startswith("growth") for found in results):
            options["plot"].write_text(svg(results))
        if options["json"]:
            print(json.dumps([found.as_json() for found in results], indent=1))
        else:
            self._table(results)

    def _load(self, report: Report, *, json_wanted: bool) -> None:
        """Print how the day went; one that broke a promise is an error."""
        size = report.size
        if json_wanted:
            print(json.dumps(report.as_json(), indent=1))
        else:
            print(
                f"{size.businesses:,} businesses, {size.rate} answers a second for {size.seconds} s, a round of "
                f"{size.letters:,} letters, the worker killed {report.kills} times; all done after {report.seconds} s"
            )
            for what, figures in (("answers", report.answers), ("dashboards", report.dashboards)):
                print(f"{what}: " + ", ".join(f"{name} {value:,.0f}" for name, value in figures.items()) + " (ms)")
            each = {part: seconds * 1000 / max(1, size.answers) for part, seconds in report.processor.items()}
            print("processor: " + ", ".join(f"{part} {ms:.1f}" for part, ms in each.items()) + " (ms an answer)")
            print(f"letters of unknown fate: {report.unknown}")
        if report.faults:
            raise CommandError("\n".join([f"{len(report.faults)} checks failed:", *report.faults[:20]]))

    def _named(self, word: str) -> str:
        name, _, size = word.partition("=")
        if size:
            if not size.isdecimal():
                raise CommandError(f"{word}: the size is a number of rows, as in {name}=1000000.")
            sizes[name] = int(size)
        return name

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
