"""Lighthouse over every page, as a phone on a slow line sees it. Slow: run with `-m slow`, on a machine at rest."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from bench.web import database_url, served
from tests.flows.experience.lighthouse import Lighthouse, started
from tests.flows.stack import ROOT, copied_database

pytestmark = [
    pytest.mark.django_db,  # so that the tables are there to be copied
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("npx") is None, reason="There is no npx here to fetch and run Lighthouse with."),
]
ALWAYS = ("accessibility", "best-practices")


@dataclass
class Shop:
    """Where pages are served as on a server: each kind of page, with the session that sees it."""

    url: str
    pages: dict[str, list[tuple[str, str]]]
    lighthouse: Lighthouse

    def short(self, kind: str, categories: tuple[str, ...] = ALWAYS, *, latest: float) -> dict[str, list[str]]:
        """Each page of a kind that is short of something."""
        assert self.pages[kind]
        found = {
            address: self.lighthouse.look(self.url + address, session, categories, latest)
            for address, session in self.pages[kind]
        }
        return {address: short for address, short in found.items() if short}


@pytest.fixture(scope="module")
def shop(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Shop]:
    """Static files are packed and named by their content, as `bin/up` serves them."""
    with django_db_blocker.unblock(), copied_database() as database, served(database) as (host, port):
        env = {**os.environ, "DATABASE_URL": database_url(database), "SECRET_KEY": settings.SECRET_KEY}
        command = [sys.executable, "-m", "tests.flows.experience.shop"]
        made = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        with started() as lighthouse:
            yield Shop(f"http://{host}:{port}", json.loads(made.stdout.splitlines()[-1]), lighthouse)


def test_pages_that_anybody_finds(shop: Shop) -> None:
    assert shop.short("public", (*ALWAYS, "seo"), latest=1.5) == {}


def test_pages_of_a_business_and_of_a_person(shop: Shop) -> None:
    assert len(shop.pages["inner"]) > 30
    assert shop.short("inner", latest=1.5) == {}


def test_pages_that_a_link_opens(shop: Shop) -> None:
    assert shop.short("linked", latest=1.5) == {}


def test_the_survey(shop: Shop) -> None:
    assert shop.short("survey", latest=1.0) == {}
