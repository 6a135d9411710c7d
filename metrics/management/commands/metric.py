"""`metric SLUG KEY [--from D] [--to D] [--period P] [--by SEGMENT] [--compare FROM..TO] [--json]`."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.queries import UnknownBusinessError
from accounts.queries import business as business_of
from foundation.tenancy.context import acting_for
from metrics.businesses import LocalBusiness
from metrics.measures import Measure, UnknownMetricError, measure_of
from metrics.queries import Compared, Measured, compare, measure
from metrics.wording import number, reach


class Command(BaseCommand):
    """Print a metric with its n, its range and its state."""

    help = "Print a metric of a business. Dates are local days; --to and the end of --compare no longer count."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which metric of which business, over which days, cut how."""
        parser.add_argument("slug", help="the business, as it stands in addresses")
        parser.add_argument("key", help="nps, csat, ces, ces2 or response_rate")
        parser.add_argument("--from", dest="since", metavar="D", help="the first day, like 2026-01-01")
        parser.add_argument("--to", dest="until", metavar="D", help="the day after the last, like 2026-04-01")
        parser.add_argument("--period", choices=["day", "week", "month", "all"], default="all")
        parser.add_argument("--by", metavar="SEGMENT", help="a property of customers, such as branch")
        parser.add_argument("--compare", metavar="FROM..TO", help="test --from … --to against these earlier days")
        parser.add_argument("--json", action="store_true", help="print JSON, nothing rounded")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, or say in one line why not."""
        try:
            business, metric = business_of(options["slug"]), measure_of(options["key"])
            since, until = _day(options["since"], "--from"), _day(options["until"], "--to")
            with acting_for(business):
                if options["compare"]:
                    found = _compare(business, metric, since, until, options)
                    print(json.dumps(_comparison(found), indent=2) if options["json"] else _verdict(metric, found))
                    return
                rows = measure(business, metric.key, since, until, options["period"], options["by"], now=timezone.now())
        except (UnknownBusinessError, UnknownMetricError, ValueError) as fault:
            raise CommandError(str(fault)) from fault
        print(json.dumps([_record(row) for row in rows], indent=2) if options["json"] else _table(metric, rows))


def _compare(
    business: LocalBusiness, metric: Measure, since: date | None, until: date | None, options: dict[str, Any]
) -> Compared:
    first, dots, end = options["compare"].partition("..")
    before = _day(first, "--compare"), _day(end, "--compare")
    if since is None or until is None or before[0] is None or before[1] is None or not dots:
        raise ValueError("--compare FROM..TO takes two days, and goes with --from and --to.")
    if options["by"] or options["period"] != "all":
        raise ValueError("--compare compares the total of two periods: leave out --by and --period.")
    return compare(business, metric.key, (before[0], before[1]), (since, until), now=timezone.now())


def _day(text: str | None, option: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ValueError(f"{option}: '{text}' is no day. One looks like 2026-01-31.") from fault


def _record(row: Measured) -> dict[str, Any]:
    return {
        "metric": row.metric,
        "from": row.period_from.isoformat(),
        "to": row.period_to.isoformat(),
        "segment": row.segment,
        "value": row.value,
        "n": row.n,
        "low": row.low,
        "high": row.high,
        "state": row.state.value,
        "as_of": row.as_of.isoformat() if row.as_of else None,
        "version": row.version,
    }


def _comparison(found: Compared) -> dict[str, Any]:
    tested = found.comparison.difference
    low, high = tested.ci if tested else (None, None)
    return {
        "periods": [_record(found.before), _record(found.after)],
        "comparison": {
            "diff": tested.diff if tested else None,
            "se": tested.se if tested else None,
            "z": tested.z if tested else None,
            "p": tested.p if tested else None,
            "low": low,
            "high": high,
            "verdict": found.comparison.verdict.value,
            "smallest": found.comparison.detectable,
        },
    }


def _verdict(metric: Measure, found: Compared) -> str:
    return f"{_table(metric, [found.before, found.after])}\n{found.comparison.verdict.value}"


def _table(metric: Measure, rows: list[Measured]) -> str:
    heads = ("from", "to", "segment", metric.key, "n", "range", "state")
    lines = [
        (
            row.period_from.isoformat(),
            row.period_to.isoformat(),
            "total" if row.segment is None else row.segment or "(not known)",
            number(metric, row.value),
            f"{row.n:,}",
            reach(metric, row.low, row.high),
            row.state.value,
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(heads, *lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (heads, *lines)
    )
