"""Many businesses of skewed size, with people whose letters arrived, and one round's worth who have none yet."""

import random
from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.models import Business, Membership, User
from accounts.roles import Role
from bench.data import CUSTOMERS, INVITATIONS, fill
from foundation.tenancy.context import acting_for
from surveys.models import Survey

READERS = 50  # owners who look at their dashboards
GUEST = "guest"  # with this begin the addresses of those whom the round asks
GUESTS = """
INSERT INTO customers_customer (business_id, id, email, name, phone, language, properties, created_at, updated_at)
SELECT %(business)s, md5('g' || n)::uuid, 'guest' || n || '@example.com', 'Guest ' || n, '', '', '{"round": "today"}',
    now(), now()
FROM generate_series(1, %(count)s) AS n
"""


@dataclass(frozen=True)
class Size:
    """How much: answers a second for so many seconds, over so many businesses, beside one round's letters."""

    seconds: int = 300
    rate: int = 200
    letters: int = 50_000
    businesses: int = 1_000
    kills: int = 2
    reads: float = 5.0  # pages of dashboards a second

    @property
    def answers(self) -> int:
        """Answers in all."""
        return self.seconds * self.rate


@dataclass
class Town:
    """The businesses, largest first; what is posted, in order; and the cookies of those who look."""

    businesses: list[Business]
    surveys: list[Survey]
    links: list[str]
    cookies: list[tuple[str, str]]  # the page of a business and its owner's cookie


def build(size: Size) -> Town:
    """Make it all: the k-th business has a share of the answers in proportion to 1/k."""
    businesses = Business.objects.bulk_create(
        Business(name=f"Business {n}", slug=f"business-{n}", timezone="Europe/Berlin", dimensions=["shop"])
        for n in range(1, size.businesses + 1)
    )
    owners = User.objects.bulk_create(
        User(email=f"owner{n}@example.com", password=make_password(None)) for n in range(1, size.businesses + 1)
    )
    Membership.objects.bulk_create(
        Membership(business=business, user=owner, role=Role.OWNER.value)
        for business, owner in zip(businesses, owners, strict=True)
    )
    chance = random.Random(1)  # noqa: S311 # the same town each time
    places = chance.choices(range(size.businesses), [1 / k for k in range(1, size.businesses + 1)], k=size.answers)
    shares, given = Counter(places), Counter[int]()
    surveys = [_people(business, shares[place]) for place, business in enumerate(businesses)]
    fill(GUESTS, businesses[0], count=size.letters)
    links = []
    for place in places:
        given[place] += 1
        links.append(f"/s/{businesses[place].code}/token{given[place]}")
    seen = sorted({*range(min(READERS // 2, size.businesses)), *places[: READERS // 2]})
    cookies = [(f"/b/{businesses[place].slug}/", _cookie(owners[place])) for place in seen]
    return Town(businesses, surveys, links, cookies)


def _people(business: Business, count: int) -> Survey:
    with acting_for(business):
        survey = Survey.objects.create(business_id=business.id, name="Recommend us", kind="nps")
    if count:
        fill(CUSTOMERS, business, count=count)
        fill(INVITATIONS, business, survey.id, count=count)
    return survey


def _cookie(owner: User) -> str:
    client = Client()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
