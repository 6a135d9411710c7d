"""What every test may ask for."""

import pytest
from django.conf import settings

from accounts.models import Business
from tests.factories.accounts import make_business


@pytest.fixture(autouse=True, scope="session")
def _plain_static_files() -> None:
    """Pages are tested without collecting static files first."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none


@pytest.fixture
def business(db: None) -> Business:
    """The business acted for."""
    return make_business()


@pytest.fixture
def other_business(db: None) -> Business:
    """Another one, whose data must not be reached."""
    return make_business()
