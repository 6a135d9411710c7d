"""From sign-up to a closed case: one browser, a real mail server, a real worker."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flows.newcomer import letter_to, link_in, sign_up
from tests.flows.stack import Stack
from tests.smtp_sink import Sink

pytestmark = pytest.mark.browser

OWNER, ANN = "karla@journey.example", "ann@guests.example"
BUSINESS = "/b/journey-bakery"
HUMAN_PAUSE_MS = 11_000  # an answer within ten seconds of the letter is a robot's
NEW_ANSWER_MS = 10_000  # by when an open page shows a new answer


def bring_customers(page: Page) -> None:
    page.goto(f"{BUSINESS}/customers/new/")
    page.get_by_label("E-mail").fill(ANN)
    page.get_by_label("Name").fill("Ann Albrecht")
    with page.expect_navigation():
        page.get_by_role("button", name="Add").click()
    page.goto(f"{BUSINESS}/customers/")
    expect(page.get_by_role("link", name="Ann Albrecht")).to_be_visible()


def write_a_survey(page: Page) -> None:
    page.goto(f"{BUSINESS}/surveys/new/")
    page.get_by_role("button", name="Take this question").click()


def send_a_round(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Ask")).first.click()
    page.get_by_role("button", name="See who gets it").click()
    page.get_by_role("button", name="Send 1 letter").click()
    expect(page.get_by_text("0 answered")).to_be_visible()


def answer(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_timeout(HUMAN_PAUSE_MS)
    page.get_by_role("textbox").fill("Waited 40 minutes.")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def close_the_case(page: Page) -> None:
    page.get_by_label("What caused it").select_option("Waiting time")
    page.get_by_label("Apologised").check()
    page.get_by_role("button", name="Close the case").click()


def test_from_sign_up_to_a_closed_case(page: Page, browser: Browser, stack: Stack, mailbox: Sink) -> None:
    sign_up(page, mailbox, "Journey Bakery", OWNER)
    expect(page).to_have_url(re.compile(BUSINESS))
    bring_customers(page)
    write_a_survey(page)
    send_a_round(page)

    page.goto(f"{BUSINESS}/answers/")
    link = link_in(letter_to(mailbox, ANN), r"/s/")
    phone = browser.new_context(base_url=stack.url, viewport={"width": 320, "height": 640}, has_touch=True)
    answer(phone.new_page(), f"{link.split('?')[0]}?score=3")
    phone.close()

    page.goto(f"{BUSINESS}/")
    expect(page.get_by_text("Waited 40 minutes.")).to_be_visible(timeout=NEW_ANSWER_MS)

    page.goto(link_in(letter_to(mailbox, OWNER, "Waited 40 minutes."), "/cases/"))
    page.get_by_role("button", name="Take this case").click()
    page.locator("#reply textarea").first.fill("I am sorry. The next one is on us.")
    page.get_by_role("button", name="Send the reply").click()
    letter_to(mailbox, ANN, "The next one is on us.")
    close_the_case(page)
    page.goto(f"{BUSINESS}/queue/")
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
