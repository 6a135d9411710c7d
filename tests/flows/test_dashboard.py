"""The dashboards in a real browser, in front of the whole product."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.flows.stack import ROOT, Stack

pytestmark = pytest.mark.browser

PLACES = ("", "metric/nps/", "answers/", "goals/", "goals/new/", "goals/metrics/", "improvements/", "improvements/new/")
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@dataclass
class Bakery:
    """A business of the running product: its Home, a session of its owner, and a survey link not yet answered."""

    home: str
    session: str
    survey: str


def make_bakery(stack: Stack, slug: str) -> Bakery:
    command = [sys.executable, "-m", "tests.flows.bakery", slug]
    made = subprocess.run(command, env=stack.env, cwd=ROOT, capture_output=True, text=True, check=True)
    return Bakery(home=f"/b/{slug}/", **json.loads(made.stdout.splitlines()[-1]))


def sign_in(page: Page, bakery: Bakery) -> None:
    page.goto("/healthz")
    page.context.add_cookies([{"name": "sessionid", "value": bakery.session, "url": page.url}])
    page.goto(bakery.home)


@pytest.fixture(scope="module")
def bakery(stack: Stack) -> Bakery:
    """One for all tests of this file that only look."""
    return make_bakery(stack, "looked-at")


def test_a_new_answer_shows_on_the_open_page_by_itself(page: Page, stack: Stack) -> None:
    fresh = make_bakery(stack, "live")
    sign_in(page, fresh)
    expect(page.get_by_text("40 in the last 4 weeks")).to_be_visible()
    page.get_by_text("As a table").first.click()
    answered = page.request.post(fresh.survey, form={"score": "3", "comment": "Waited 40 minutes."})
    assert answered.ok
    expect(page.get_by_text("41 in the last 4 weeks")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("“Waited 40 minutes.”")).to_be_visible()
    expect(page.get_by_role("link", name="Open the queue")).to_be_visible()
    expect(page.locator("figure[data-chart] canvas")).to_have_count(1)
    expect(page.locator("figure[data-chart] details")).to_have_attribute("open", "")  # what was opened stays open


def test_every_figure_opens_its_answers(page: Page, bakery: Bakery) -> None:
    sign_in(page, bakery)
    page.get_by_role("link", name="40 in the last 4 weeks").click()
    expect(page.get_by_role("status")).to_contain_text("40 answers to “Recommend us”")


def test_the_verdict_and_its_table_need_no_script(browser: Browser, stack: Stack, bakery: Bakery) -> None:
    context = browser.new_context(base_url=stack.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, bakery)
    expect(page.get_by_role("heading", level=1)).to_have_text("45 now, and no target yet.")
    page.get_by_text("As a table").click()
    expect(page.get_by_role("columnheader", name="Likely range")).to_be_visible()
    context.close()


def test_a_term_is_explained_by_keyboard_and_without_a_script(browser: Browser, stack: Stack, bakery: Bakery) -> None:
    context = browser.new_context(base_url=stack.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, bakery)
    words = page.get_by_text("it lies in this range 95 times of 100")
    expect(words).to_be_hidden()
    page.get_by_role("button", name="What is the likely range?").press("Enter")
    expect(words).to_be_visible()
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    context.close()


def test_the_rest_of_the_menu_opens_by_keyboard_and_escape_leads_back(page: Page, bakery: Bakery) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, bakery)
    more = page.locator(".nav-more > summary")
    settings = page.locator(".nav-more").get_by_role("link", name="Settings")
    expect(settings).to_be_hidden()
    more.press("Enter")
    expect(settings).to_be_visible()
    settings.focus()
    page.keyboard.press("Escape")
    expect(settings).to_be_hidden()
    expect(more).to_be_focused()


def test_counting_a_round_says_that_it_takes_a_while(page: Page, bakery: Bakery) -> None:
    sign_in(page, bakery)
    page.goto(f"{bakery.home}surveys/")
    page.get_by_role("link", name="Ask customers").first.click()
    said = page.get_by_text("Looking through your customers")
    expect(said.last).to_be_hidden()
    page.evaluate(
        "document.querySelector('form[method=get]').addEventListener('submit', (event) => event.preventDefault())"
    )
    page.get_by_role("button", name="See who gets it").press("Enter")
    expect(said.last).to_be_visible()


def test_a_target_is_set_by_keyboard_alone(page: Page, stack: Stack) -> None:
    fresh = make_bakery(stack, "keys")
    sign_in(page, fresh)
    page.get_by_role("link", name="Set a target").first.press("Enter")
    page.get_by_label("Where to?").press_sequentially("60")
    page.get_by_label("By when?").fill("2099-01-01")
    page.get_by_role("button", name="Save the target").press("Enter")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.locator("section.problem")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PLACES)
def test_pages_are_accessible_and_fit_a_small_phone(
    browser: Browser, stack: Stack, bakery: Bakery, scheme: Literal["light", "dark"], place: str
) -> None:
    context = browser.new_context(
        base_url=stack.url,
        color_scheme=scheme,
        viewport={"width": 320, "height": 640},
    )
    page = context.new_page()
    sign_in(page, bakery)
    page.goto(f"{bakery.home}{place}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page, options=AA)
    assert found.violations_count == 0, found.generate_report()
    context.close()
