"""Lighthouse over every kind of page, as a phone on a slow line sees it. Slow: run with `-m slow`."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from bench.web import database_url, served
from tests.flows.conftest import CHROMIUM
from tests.flows.stack import ROOT, copied_database

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("npx") is None, reason="There is no npx here to fetch and run Lighthouse with."),
]
LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node 20
PUBLIC = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
INNER = (
    "",
    "metric/nps/",
    "answers/",
    "goals/",
    "goals/new/",
    "queue/",
    "customers/",
    "imports/new/",
    "surveys/",
    "surveys/new/",
    "rounds/",
    "team/",
    "settings/",
)
ALWAYS = ("performance", "accessibility", "best-practices")


@dataclass
class Shop:
    """Where pages are served as on a server, a session of an owner, and a survey not yet answered."""

    url: str
    session: str
    survey: str


@pytest.fixture(scope="module")
def shop(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Shop]:
    """Static files are packed and named by their content, as `bin/up` serves them."""
    with django_db_blocker.unblock(), copied_database() as database, served(database) as (host, port):
        env = {**os.environ, "DATABASE_URL": database_url(database), "SECRET_KEY": settings.SECRET_KEY}
        command = [sys.executable, "-m", "tests.flows.bakery", "lighthouse"]
        made = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True)
        yield Shop(f"http://{host}:{port}", **json.loads(made.stdout.splitlines()[-1]))


def lighthouse(shop: Shop, address: str, *, signed_in: bool = False) -> dict[str, Any]:
    """Lighthouse's report on a page."""
    cookie = json.dumps({"Cookie": f"sessionid={shop.session}"})
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    command = [
        *("npx", "--yes", LIGHTHOUSE, shop.url + address, "--quiet", "--output=json", "--output-path=stdout"),
        f"--chrome-flags={' '.join(['--headless=new', *sandbox])}",
        *([f"--extra-headers={cookie}"] if signed_in else []),
    ]
    env = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def scores(report: dict[str, Any]) -> dict[str, int]:
    """Each category, 0 to 100."""
    return {name: round(100 * (one["score"] or 0)) for name, one in report["categories"].items()}


def lcp(report: dict[str, Any]) -> float:
    """Seconds until the largest thing of the page is there."""
    return float(report["audits"]["largest-contentful-paint"]["numericValue"]) / 1000


def short_of(report: dict[str, Any], categories: tuple[str, ...]) -> list[str]:
    """What keeps a category below 100, with the words for it."""
    found = scores(report)
    print(report["requestedUrl"], found, f"LCP {lcp(report):.2f} s")  # noqa: T201 # docs/experience.md quotes it
    return [
        f"{name}: {one['id']} ({report['audits'][one['id']].get('displayValue', '')})"
        for name in categories
        if found[name] < 100
        for one in report["categories"][name]["auditRefs"]
        if one["weight"] and (report["audits"][one["id"]]["score"] or 0) < 1
    ]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page(shop: Shop, address: str) -> None:
    assert short_of(lighthouse(shop, address), (*ALWAYS, "seo")) == []


@pytest.mark.parametrize("address", INNER)
def test_a_page_of_a_business(shop: Shop, address: str) -> None:
    report = lighthouse(shop, f"/b/lighthouse/{address}", signed_in=True)
    assert report["finalDisplayedUrl"].endswith(f"/b/lighthouse/{address}")
    assert short_of(report, ALWAYS) == []
    assert lcp(report) <= 1.5


def test_the_survey(shop: Shop) -> None:
    report = lighthouse(shop, shop.survey)
    assert short_of(report, ALWAYS) == []
    assert report["audits"]["is-crawlable"]["score"] == 0  # a link of one person's is in no search engine
    assert lcp(report) <= 1.0
