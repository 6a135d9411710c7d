"""A bakery at a fixed hour, and browsers of its people."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.models import Business
from accounts.roles import Role
from surveys.models import Survey
from tests.factories.accounts import make_member
from tests.factories.answers import make_survey
from tests.factories.figures import NOW
from tests.factories.metrics import catch_up, give

SignIn = Callable[[Role], Client]


@pytest.fixture
def at_noon() -> Iterator[None]:
    """18 November 2026, half past twelve in Berlin."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sign_in(business: Business, at_noon: None) -> SignIn:
    """A signed-in browser of somebody in the business."""

    def enter(role: Role) -> Client:
        client = Client()
        client.force_login(make_member(business, role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def survey(business: Business) -> Survey:
    """Would you recommend us?"""
    return make_survey(business, name="After a visit")


@pytest.fixture
def busy(business: Business, survey: Survey) -> None:
    """118 answers of the last four weeks, from a shop and a kiosk."""
    business.dimensions = ["branch"]
    business.save()
    give(business, survey, [9] * 50 + [8] * 21 + [3] * 7, date(2026, 11, 10), {"branch": "Old Town"})
    give(business, survey, [9] * 10 + [8] * 20 + [3] * 6, date(2026, 11, 12), {"branch": "Kiosk"})
    give(business, survey, [3] * 4, date(2026, 11, 13), {"branch": "Van"})
    catch_up(business, NOW)
