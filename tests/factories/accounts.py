"""Businesses and people."""

from itertools import count
from typing import Any

from accounts.models import Business, Membership, User
from accounts.roles import Role

numbers = count(1)


def make_business(**values: Any) -> Business:
    """A bakery in Berlin."""
    n = next(numbers)
    return Business.objects.create(
        **{"name": f"Bakery {n}", "slug": f"bakery-{n}", "timezone": "Europe/Berlin", **values}
    )


def make_user(**values: Any) -> User:
    """A person with a login; without a password given, only a test's `force_login` lets them in."""
    n = next(numbers)
    return User.objects.create_user(**{"email": f"person{n}@example.com", "name": f"Person {n}", **values})


def make_member(business: Business, role: Role = Role.OWNER, **values: Any) -> User:
    """A user who belongs to `business`."""
    user = make_user(**values)
    Membership.objects.create(business=business, user=user, role=role.value)
    return user
