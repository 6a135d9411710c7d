"""How long a command takes to be ready, beside Django's own set-up with the same libraries."""

import os
import subprocess
import sys

from django.apps import apps
from django.conf import settings

from bench.harness import Result, pairs, path, timed

GOAL, ONE_TEST = 1.5, 2.0
ROUNDS = 5
BARE = """
from django.conf import settings
settings.configure(INSTALLED_APPS={apps!r}, AUTH_USER_MODEL="auth.User", SECRET_KEY="x" * 50, ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware."
    "AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware"], SILENCED_SYSTEM_CHECKS=["urls.W001"],
    TEMPLATES=[dict(BACKEND="django.template.backends.django.DjangoTemplates", OPTIONS=dict(context_processors=[
    "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages"]))])
urlpatterns = []
import django
django.setup()
from django.core.management import call_command
call_command("check")
"""
# From compiled modules, as an installation has them, also where the environment keeps Python from writing any.
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
TEST = ["-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "tests/unit/surveys/test_scales.py"]


@path("start", GOAL)
def measure() -> list[Result]:
    """`manage.py check`, and the tests of one pure module, each as a whole process."""
    others = [app.name for app in apps.get_app_configs() if not app.path.startswith(str(settings.BASE_DIR / ""))]
    outside = [name for name in others if "site-packages" in str(apps.get_app_config(_label(name)).path)]
    bare = BARE.format(apps=[*outside, *({"django.contrib.auth", "django.contrib.contenttypes"} - set(outside))])

    def limit() -> float:
        return timed(lambda: _run("-c", bare))

    size = f"{len(outside)} installed libraries"
    return [
        pairs("start", limit, lambda: timed(lambda: _run("manage.py", "check")), rounds=ROUNDS, goal=GOAL, size=size),
        pairs("start-test", limit, lambda: timed(lambda: _run(*TEST)), rounds=ROUNDS, goal=ONE_TEST, size=size),
    ]


def _label(name: str) -> str:
    return next(app.label for app in apps.get_app_configs() if app.name == name)


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=settings.BASE_DIR, env=COMPILED, check=True, capture_output=True)  # noqa: S603 # our own words
