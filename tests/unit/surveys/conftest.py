"""The pages about surveys and rounds, and who opens them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Business, User
from tests.factories.accounts import make_member


@pytest.fixture
def owner(business: Business, client: Client) -> User:
    """Signed in."""
    user = make_member(business)
    client.force_login(user)
    return user


def page(business: Business, name: str, **kwargs: object) -> str:
    """The address of a page."""
    return reverse(f"surveys:{name}", kwargs={"slug": business.slug, **kwargs})
