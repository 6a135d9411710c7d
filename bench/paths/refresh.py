"""One stale day of a large tenant, beside recounting all of its days."""

from datetime import date

from django.utils import timezone

from bench.data import ANSWERS, fill, make_business
from bench.database import analyse, own_database
from bench.harness import Result, pairs, path, said, size_of, timed
from foundation.tenancy.context import acting_for
from metrics.actions.recount import mark_all_stale, mark_stale, recount

GOAL = 0.01
SIZE, DAYS, ROUNDS = 1_000_000, 730, 3


@path("refresh", GOAL)
def measure() -> list[Result]:
    """A day's recount against the whole tenant's, both from marking to stored histograms."""
    asked = size_of("refresh", SIZE)
    with own_database():
        business, _, survey = make_business("bench")
        with said(f"refresh: {asked:,} answers made"):
            fill(ANSWERS, business, survey.id, count=asked, days=DAYS)
            analyse()

        def counted() -> None:
            while recount(business=business, dimensions=business.dimensions, now=timezone.now()):
                pass

        def everything() -> None:
            with acting_for(business):
                mark_all_stale(business=business)
            counted()

        def one_day() -> None:
            with acting_for(business):
                mark_stale(business=business, days=[(survey.id, date.today())])  # noqa: DTZ011 # any day will do
            counted()

        size = f"{asked:,} answers over {DAYS} days"
        return [
            pairs("refresh", lambda: timed(everything), lambda: timed(one_day), rounds=ROUNDS, goal=GOAL, size=size)
        ]
