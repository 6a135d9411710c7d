"""How the work grows: 1, 10 and 100 tenants in one database, with ten thousand to a million answers between them.

Recounting should cost the same an answer, and Home the same a view, however many there are.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import Business, User
from bench.data import ANSWERS, fill, make_business
from bench.database import analyse, own_database
from bench.harness import Result, path, said, size_of, timed
from bench.paths.dashboard import in_database
from foundation.tenancy.context import acting_for
from metrics.actions.goals import choose_metrics
from metrics.actions.recount import mark_all_stale, recount

LINEAR, FLAT = 1.5, 2.0
TENANTS = (1, 10, 100)
LARGEST, DAYS, VIEWS = 1_000_000, 400, 5
Tenant = tuple[Business, User]


@dataclass(frozen=True)
class Cell:
    """Some tenants and their answers: seconds that recounting took an answer, and that Home took in the database."""

    tenants: int
    answers: int
    recount: float
    home: float


@path("growth", LINEAR)
def measure() -> list[Result]:
    """Recounts beside those of a tenth of the answers and as many tenants; Home beside that of the smallest."""
    largest = size_of("growth", LARGEST)
    with own_database(), override_settings(ALLOWED_HOSTS=["*"]):
        cells = [_cell(tenants, largest // part) for tenants in TENANTS for part in (100, 10, 1)]
    found = []
    for before, cell in pairwise([cells[0], *cells]):
        less = before if before.tenants == cell.tenants else cell
        size = f"{cell.answers:,} answers, {cell.tenants} tenants"
        found.append(_result("recount", less.recount, cell.recount, LINEAR, size))
        found.append(_result("home", cells[0].home, cell.home, FLAT, size))
    return found


def _result(name: str, limit: float, ours: float, goal: float, size: str) -> Result:
    ratio = round(ours / limit, 3)
    return Result(f"growth-{name}", ratio, (ratio, ratio), limit, ours, goal, size)


def _cell(tenants: int, answers: int) -> Cell:
    with said(f"growth: {tenants} tenants with {answers:,} answers between them"):
        made = [_tenant(f"growth-{answers}-{tenants}-{n}", answers // tenants) for n in range(tenants)]
        analyse()
    taken = timed(lambda: _recount(made), answers)
    analyse()
    looked = made[:: max(1, tenants // VIEWS)]
    return Cell(tenants, answers, taken, statistics.median(in_database(*each) for each in looked))


def _tenant(slug: str, answers: int) -> Tenant:
    business, owner, survey = make_business(slug)
    fill(ANSWERS, business, survey.id, count=answers, days=DAYS)
    with acting_for(business):
        choose_metrics(business=business, metrics=["nps"], by=owner.id)
        mark_all_stale(business=business)
    return business, owner


def _recount(tenants: Sequence[Tenant]) -> None:
    for business, _ in tenants:
        while recount(business=business, dimensions=business.dimensions, now=timezone.now()):
            pass
