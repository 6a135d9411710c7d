"""Who works on the cases of these tests."""

import pytest
from django.test import Client

from accounts.models import Business, User
from accounts.roles import Role
from tests.factories.accounts import make_member


@pytest.fixture
def mia(client: Client, business: Business) -> User:
    """A member of staff, signed in."""
    user = make_member(business, Role.STAFF, name="Mia Koch")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user
