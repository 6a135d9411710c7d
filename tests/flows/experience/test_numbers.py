"""The same number everywhere: on pages, from `metric`, and as the length of the lists that figures open."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Locator, Page
from pytest_django.live_server_helper import LiveServer

from foundation.writing import count, written_for
from metrics.measures import measure_of
from metrics.wording import number, reach
from tests.flows.experience import states
from tests.flows.experience.places import client_of
from tests.flows.experience.states import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


@pytest.fixture
def shop(transactional_db: None) -> Iterator[Place]:
    """The demo, and numbers written as it writes them."""
    place = states.filled()
    with written_for(place.business):
        yield place


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, shop: Place) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    tab = context.new_page()
    tab.goto("/healthz")
    session = client_of(shop.user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": tab.url}])
    yield tab
    context.close()


def printed(shop: Place, key: str, first: str, last: str, *more: str) -> list[dict[str, Any]]:
    """What `metric --json` says of the days from `first` to `last`, both within."""
    out = io.StringIO()
    until = (date.fromisoformat(last) + DAY).isoformat()
    with redirect_stdout(out):
        call_command("metric", shop.business.slug, key, "--from", first, "--to", until, *more, "--json")
    rows: list[dict[str, Any]] = json.loads(out.getvalue())
    return rows


def asked(link: Locator) -> dict[str, str]:
    """What the address of a link asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(str(link.get_attribute("href"))).query).items()}


def first_number(text: str) -> int:
    """The first count in a text, however it is written: 1,204 answers; 1.204 answers."""
    found = re.search(r"\d+(?:[.,’\u00a0]\d{3})*", text)
    assert found, text
    return int(re.sub(r"\D", "", found[0]))


def as_read(text: str) -> str:
    """A text as it was written, whatever the page's lines; without the buttons that explain a term."""
    return re.sub(r"[ \t\r\n]+", " ", re.sub(r"\?\s*$", "", text, flags=re.MULTILINE)).strip()


def length_of(page: Page, address: str) -> int:
    """How many answers are listed behind an address, page after page."""
    page.goto(address)
    listed = page.locator("main .answers > li").count()
    while page.get_by_role("link", name="Older").count():
        with page.expect_navigation():
            page.get_by_role("link", name="Older").click()
        listed += page.locator("main .answers > li").count()
    return listed


@pytest.mark.parametrize("key", ["nps", "csat"])
def test_home_says_what_the_command_says(page: Page, shop: Place, key: str) -> None:
    measure = measure_of(key)
    page.goto(f"{shop.base}?metric={key}")
    behind = page.locator(".stats a").first
    days = asked(behind)
    (said,) = printed(shop, key, days["from"], days["to"])
    assert as_read(page.locator(".stat.big dd").inner_text()) == number(measure, said["value"])
    assert number(measure, said["value"]) in page.get_by_role("heading", level=1).inner_text()
    assert first_number(behind.inner_text()) == said["n"]
    assert as_read(page.locator(".stat dd").nth(2).inner_text()) == reach(measure, said["low"], said["high"])
    by_segment = {row["segment"]: row for row in printed(shop, key, days["from"], days["to"], "--by", "shop")}
    parts = page.locator("main .grid > li").all()
    assert parts
    for part in parts:
        row = by_segment[asked(part.locator("a"))["segment"].partition(":")[2]]
        text = as_read(part.inner_text())
        assert first_number(text.removeprefix(str(row["segment"]))) == row["n"]
        if row["n"] >= measure.minimum:
            assert f"{number(measure, row['value'])} range {reach(measure, row['low'], row['high'])}" in text


@pytest.mark.parametrize("key", ["nps", "csat"])
def test_the_months_of_the_chart_are_those_of_the_command(page: Page, shop: Place, key: str) -> None:
    measure = measure_of(key)
    page.goto(f"{shop.base}metric/{key}/")
    page.get_by_text("As a table").first.click()
    shown = [
        tuple(as_read(cell.inner_text()) for cell in row.locator("th, td").all())
        for row in page.locator("figure tbody tr").all()
    ]
    first, last = (page.get_by_label(name, exact=True).input_value() for name in ("From", "To"))
    (said,) = printed(shop, key, first, last)
    lead = as_read(page.locator("main .lead").inner_text())
    assert lead.startswith(f"{number(measure, said['value'])} from {count(said['n'])} ")
    assert reach(measure, said["low"], said["high"]) in lead
    bars = [first_number(one.inner_text()) for one in page.locator(".bars td.number:nth-child(3)").all()]
    assert sum(bars) == said["n"]
    today = date.fromisoformat(last)
    months = printed(shop, key, f"{today.year - 1}-{today.month:02}-01", last, "--period", "month")[-len(shown) :]
    assert [cells[1] for cells in shown] == [number(measure, row["value"]) for row in months]
    assert [first_number(cells[3]) for cells in shown] == [row["n"] for row in months]


def test_a_goal_stands_where_home_does(page: Page, shop: Place) -> None:
    page.goto(shop.base)
    score = as_read(page.locator(".stat.big dd").inner_text())
    counted = first_number(page.locator(".stats a").first.inner_text())
    page.goto(f"{shop.base}goals/")
    assert f"{score} now, from {count(counted)} answers" in as_read(page.locator("main .card").first.inner_text())


def test_every_figure_opens_a_list_that_is_as_long(page: Page, shop: Place) -> None:
    figures: dict[str, int] = {}
    for name in ("", "?metric=csat", "metric/nps/", "metric/csat/", "goals/"):
        page.goto(f"{shop.base}{name}")
        for link in page.locator("main a[href*='answers/?']").all():
            row = link.locator("xpath=ancestor-or-self::*[self::tr or self::li or self::a][last()]")
            name_of_it = link.inner_text()
            text = name_of_it if re.search(r"\d", name_of_it) else row.inner_text().replace(name_of_it, "", 1)
            counted = row.locator("[data-label=Counted]")
            figures[str(link.get_attribute("href"))] = first_number(counted.inner_text() if counted.count() else text)
    assert len(figures) >= 8
    lengths = {address: length_of(page, address) for address in figures}
    assert lengths == figures
    for address in lengths:
        page.goto(address)
        assert first_number(page.locator("main .lead").inner_text()) == figures[address]


def test_the_queue_s_counts_are_the_lengths_of_its_lists(page: Page, shop: Place) -> None:
    page.goto(f"{shop.base}queue/")
    for place in range(page.locator("main .pills a").count()):
        with page.expect_navigation():
            page.locator("main .pills a").nth(place).click()
        pill = page.locator("main .pills a").nth(place).inner_text()
        if re.search(r"\d", pill):
            assert page.locator("main .answers > li").count() == first_number(pill)
    waiting = page.locator(".nav-wide .count").inner_text()
    page.goto(f"{shop.base}queue/")
    assert page.locator("main .answers > li").count() == first_number(waiting)


def test_rounds_count_the_letters_that_the_response_rate_counts(page: Page, shop: Place) -> None:
    page.goto(f"{shop.base}rounds/")
    addresses: list[str] = []
    while True:
        addresses += [str(link.get_attribute("href")) for link in page.locator("main tbody th a").all()]
        if not page.get_by_role("link", name="Older").count():
            break
        with page.expect_navigation():
            page.get_by_role("link", name="Older").click()
    tallies = []
    for address in addresses:
        page.goto(address)
        tallies.append(as_read(page.locator("#live .lead").inner_text()))
    delivered = sum(first_number(tally) for tally in tallies)
    answered = sum(first_number(tally.rpartition("·")[2]) for tally in tallies)
    today = page.evaluate("new Date().toISOString().slice(0, 10)")
    (said,) = printed(shop, "response_rate", "2000-01-01", today)
    assert (delivered, answered) == (said["n"], round(said["value"] * said["n"]))
