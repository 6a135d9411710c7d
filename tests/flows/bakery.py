"""A bakery with forty answers, made inside the running product's own database: prints what a browser needs of it."""

import json
import os
import sys
from datetime import timedelta

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustapp.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 # Django is set up first
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from accounts.models import User  # noqa: E402
from tests.factories.accounts import make_business, make_member  # noqa: E402
from tests.factories.answers import make_asked, make_survey  # noqa: E402
from tests.factories.metrics import catch_up, give  # noqa: E402


def session_of(user: User) -> str:
    """A signed-in session's key."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def main(slug: str) -> None:
    """Make it."""
    business = make_business(slug=slug, name="Kornblume", dimensions=["city"])
    owner = make_member(business, email=f"{slug}@example.com")
    survey = make_survey(business, name="After a visit")
    yesterday = timezone.now().date() - timedelta(days=1)
    give(business, survey, [9] * 25 + [8] * 8 + [3] * 7, yesterday, {"city": "Berlin"})
    catch_up(business)
    asked = make_asked(business, survey)
    print(json.dumps({"session": session_of(owner), "survey": asked.path}))  # noqa: T201 # its product


main(sys.argv[1])
