"""A real browser in front of the whole product."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.flows.stack import Stack, copied_database, running
from tests.smtp_sink import Sink, smtp_sink

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Sink]:
    """A mail server on loopback that keeps what it is handed, for the whole session."""
    with smtp_sink() as started:
        yield started


@pytest.fixture(scope="session")
def stack(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory, mailbox: Sink
) -> Iterator[Stack]:
    """The product, running, with a database of its own."""
    folder = tmp_path_factory.mktemp("stack")
    with django_db_blocker.unblock(), copied_database() as database, running(folder, database, mailbox.url) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    """A tab of a new visitor."""
    context = browser.new_context(base_url=stack.url)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
