"""Words before scripts: what a page asks for before it is painted, and what charts do to it afterwards."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.flows.experience import states
from tests.flows.experience.places import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHARTS = "figure[data-chart]"
# What came before the first paint, by its file's name.
EARLY = """
() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const early = performance.getEntriesByType("resource").filter((one) => one.startTime < painted);
  return early.map((one) => one.name.split("/").pop());
}
"""
SHIFTS = """
() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) sum += one.value;
    setTimeout(() => resolve(sum), 100);
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})
"""


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Page]:
    """A phone that is signed in as the demo's owner, with Home open."""
    place = states.filled()
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 640})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/healthz")
    session = client_of(place.user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])
    page.goto(place.base)
    yield page
    context.close()


def test_words_wait_for_one_style_and_no_chart(phone: Page) -> None:
    phone.locator(CHARTS).scroll_into_view_if_needed()
    expect(phone.locator(f"{CHARTS} canvas")).to_have_count(1)
    assert set(phone.evaluate(EARLY)) <= {"all.css", "late.js", "print.css", "icon.svg"}


def test_nothing_moves_when_a_chart_is_drawn(phone: Page) -> None:
    phone.locator(CHARTS).scroll_into_view_if_needed()
    expect(phone.locator(f"{CHARTS} canvas")).to_have_count(1)
    assert phone.evaluate(SHIFTS) == 0


def test_a_chart_far_below_is_drawn_when_it_comes_near_or_goes_on_paper(phone: Page) -> None:
    phone.get_by_role("link", name="Why did it move?").click()
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("typeof Chart") == "function"
    expect(phone.locator(f"{CHARTS} canvas")).to_have_count(0)
    phone.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(phone.locator(f"{CHARTS} canvas")).to_have_count(1)
    phone.reload()
    phone.locator(CHARTS).scroll_into_view_if_needed()
    expect(phone.locator(f"{CHARTS} canvas")).to_have_count(1)
