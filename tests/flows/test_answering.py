"""A customer and a scanner behind the same link, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.accounts import make_business
from tests.factories.answers import Asked, make_asked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG_ENOUGH = 5_001  # milliseconds


@pytest.fixture
def asked(transactional_db: None) -> Asked:
    """Somebody whose letter arrived an hour ago, from a business that lets one click do."""
    return make_asked(make_business(one_click=True))


@pytest.fixture
def tab(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A tab whose clock the test moves."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 320, "height": 640})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


def stands(asked: Asked) -> tuple[int, str, str] | None:
    answer = asked.answer()
    return (answer.score, answer.state, answer.comment) if answer else None


def fetched(tab: Page, address: str) -> int:
    """The status of what the page itself fetches."""
    status: int = tab.evaluate("address => fetch(address).then(reply => reply.status)", address)
    return status


def test_a_person_answers_in_two_taps_and_adds_a_word(tab: Page, asked: Asked) -> None:
    tab.goto(asked.path)
    tab.get_by_role("radio", name="9").click()
    tab.get_by_role("button", name="Send my answer").click()
    expect(tab.get_by_role("heading")).to_contain_text("Thank you")
    assert stands(asked) == (9, "confirmed", "")
    tab.get_by_label("What did you like most?").fill("The rye bread")
    tab.get_by_role("button", name="Send this too").click()
    expect(tab.get_by_role("heading")).to_contain_text("Thank you")
    assert stands(asked) == (9, "confirmed", "The rye bread")


def test_a_browser_without_scripts_answers_as_well(browser: Browser, live_server: LiveServer, asked: Asked) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{asked.path}?score=3")
    page.get_by_label("What went wrong").fill("Waited 40 minutes")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading")).to_contain_text("Thank you")
    context.close()
    assert stands(asked) == (3, "confirmed", "Waited 40 minutes")


def test_a_scanner_that_runs_scripts_and_waits_leaves_nothing(tab: Page, asked: Asked) -> None:
    for score in range(11):
        tab.goto(f"{asked.path}?score={score}")
        tab.clock.run_for(60_000)
    assert stands(asked) is None


def test_a_scanner_s_made_up_touches_leave_nothing(tab: Page, asked: Asked) -> None:
    tab.goto(f"{asked.path}?score=9")
    tab.clock.run_for(LONG_ENOUGH)
    for kind in ("pointerdown", "keydown", "touchstart", "change"):
        tab.evaluate("kind => document.body.dispatchEvent(new Event(kind, {bubbles: true}))", kind)
    fetched(tab, "/healthz")  # whatever the page sent before has arrived
    assert stands(asked) is None


def test_a_scanner_that_presses_everything_is_set_aside(tab: Page, asked: Asked) -> None:
    tab.goto(f"{asked.path}?score=0")
    hidden = tab.locator("a[hidden]").get_attribute("href")
    assert fetched(tab, str(hidden)) == 404
    tab.get_by_role("button", name="Send my answer").click()
    expect(tab.get_by_role("heading")).to_contain_text("Thank you")
    assert stands(asked) == (0, "set_aside", "")


def test_a_touch_keeps_the_clicked_score_until_send_is_pressed(tab: Page, asked: Asked) -> None:
    tab.goto(f"{asked.path}?score=8")
    tab.get_by_role("heading").click()
    fetched(tab, "/healthz")
    assert stands(asked) is None  # too soon
    tab.clock.run_for(LONG_ENOUGH)
    with tab.expect_response("**/provisional") as kept:
        tab.get_by_role("heading").click()
    assert kept.value.status == 204
    assert stands(asked) == (8, "provisional", "")
    tab.get_by_role("button", name="Send my answer").click()
    expect(tab.get_by_role("heading")).to_contain_text("Thank you")
    assert stands(asked) == (8, "confirmed", "")
