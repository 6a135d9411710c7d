"""What every test may ask for."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings as project
from pytest_django import Settings

from accounts.models import Business
from tests.factories.accounts import make_business
from tests.smtp_sink import Sink, smtp_sink


@pytest.fixture(autouse=True, scope="session")
def _plain_static_files() -> None:
    """Pages are tested without collecting static files first."""
    project.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    project.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none


@pytest.fixture(autouse=True, scope="session")
def _at_once() -> None:
    """Tests sign in hundreds of times; `tests/security/test_timing.py` waits as the product does."""
    project.EVEN_SECONDS = 0.0


@pytest.fixture
def business(db: None) -> Business:
    """The business acted for."""
    return make_business()


@pytest.fixture
def other_business(db: None) -> Business:
    """Another one, whose data must not be reached."""
    return make_business()


@pytest.fixture
def one_moment() -> Iterator[None]:
    """The clock stands still, so that what lasts for half a minute does not end between two lines of a test."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server on loopback, and the settings that lead to it."""
    with smtp_sink() as server:
        for name, value in server.settings().items():
            setattr(settings, name, value)
        yield server
