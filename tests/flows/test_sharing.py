"""A link to a dashboard: made, opened by somebody who is signed out, ended, gone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.flows.stack import Stack
from tests.flows.test_dashboard import AA, make_bakery, sign_in

pytestmark = pytest.mark.browser


def test_a_link_is_made_opened_signed_out_ended_and_gone(page: Page, browser: Browser, stack: Stack) -> None:
    fresh = make_bakery(stack, "shared")
    sign_in(page, fresh)
    page.goto(f"{fresh.home}metric/nps/?period=week")
    page.get_by_role("link", name="Share by a link").click()
    expect(page.get_by_text("Nothing is shared")).to_be_visible()
    page.get_by_label("Who is it for?").fill("Our accountant")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Copy it now").input_value()

    stranger = browser.new_context(base_url=stack.url, viewport={"width": 320, "height": 640})
    outside = stranger.new_page()
    outside.goto(address)
    expect(outside.get_by_text("45 from 40 answers")).to_be_visible()
    expect(outside.locator("figure[data-chart] canvas")).to_have_count(1)
    assert outside.evaluate("document.documentElement.scrollWidth") <= 320
    assert Axe().run(outside, options=AA).violations_count == 0
    assert stranger.cookies() == []

    page.goto(f"{fresh.home}sharing/")
    expect(page.get_by_text("Last opened today")).to_be_visible()
    assert Axe().run(page, options=AA).violations_count == 0
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("The link works no longer.")).to_be_visible()
    outside.reload()
    expect(outside.get_by_role("heading", name="This link shows nothing any more")).to_be_visible()
    stranger.close()


def test_a_screen_behind_a_link_shows_a_new_answer_and_leaves_when_the_link_ends(
    page: Page, browser: Browser, stack: Stack
) -> None:
    fresh = make_bakery(stack, "wall")
    sign_in(page, fresh)
    page.goto(f"{fresh.home}sharing/")
    page.get_by_label("Who is it for?").fill("The back office")
    page.get_by_role("button", name="Make the link").click()
    wall = browser.new_context(base_url=stack.url, viewport={"width": 1920, "height": 1080}).new_page()
    wall.goto(page.get_by_label("Copy it now").input_value())
    wall.get_by_role("link", name="Show it on a large screen").click()
    wall.wait_for_url("**/screen**")
    expect(wall.get_by_text("40 in the last 4 weeks")).to_be_visible()
    assert wall.evaluate("document.documentElement.scrollHeight") <= 1080
    assert Axe().run(wall, options=AA).violations_count == 0
    assert page.request.post(fresh.survey, form={"score": "9"}).ok
    expect(wall.get_by_text("41 in the last 4 weeks")).to_be_visible(timeout=25_000)
    page.get_by_role("button", name="End it").click()
    expect(wall.get_by_role("heading", name="This link shows nothing any more")).to_be_visible(timeout=15_000)
    wall.context.close()
