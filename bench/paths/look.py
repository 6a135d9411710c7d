"""The page of answers that looks for a rare word: many answers beside as many as one look takes."""

from django.test.utils import override_settings

from accounts.models import Business, User
from bench.data import SAID, fill, make_business
from bench.database import analyse, own_database
from bench.harness import Result, pairs, path, said, size_of
from bench.paths.dashboard import in_database
from dashboards.answers_file import LOOKED_AT

GOAL = 2.0
LARGE, DAYS, ROUNDS, EACH = 1_000_000, 730, 5, 3
ASKED = "answers/?words=zwieback"


@path("look", GOAL)
def measure() -> list[Result]:
    """Time in the database for the page that finds nothing, which is the longest look."""
    most = size_of("look", LARGE)
    with own_database(), override_settings(ALLOWED_HOSTS=["*"]):
        tenants = [_tenant(slug, size) for slug, size in (("small", LOOKED_AT), ("large", most))]
        analyse()
        small, large = (lambda of=of: in_database(*of, asked=ASKED, each=EACH) for of in tenants)
        size = f"{most:,} answers against {LOOKED_AT:,}"
        return [pairs("look", small, large, rounds=ROUNDS, goal=GOAL, size=size)]


def _tenant(slug: str, size: int) -> tuple[Business, User]:
    business, owner, survey = make_business(slug)
    with said(f"look: {size:,} answers with words made"):
        fill(SAID, business, survey.id, count=size, days=DAYS)
    return business, owner
