"""The pages of the queue."""

from django.test import Client

from accounts.models import Business
from accounts.roles import Role
from tests.factories.accounts import make_member
from tests.factories.followup import make_case


def test_an_empty_queue_says_that_nobody_is_waiting(client: Client, business: Business) -> None:
    client.force_login(make_member(business, Role.STAFF))
    assert b"Nobody is waiting" in client.get(f"/b/{business.slug}/queue/").content


def test_a_viewer_does_not_see_the_queue(client: Client, business: Business) -> None:
    client.force_login(make_member(business, Role.VIEWER))
    assert client.get(f"/b/{business.slug}/queue/").status_code == 403


def test_anothers_queue_is_not_found(client: Client, business: Business, other_business: Business) -> None:
    make_case(other_business)
    client.force_login(make_member(business))
    assert client.get(f"/b/{other_business.slug}/queue/").status_code == 404
