"""A newcomer signs up, confirms the address by letter, and signs in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.flows.stack import Stack
from tests.smtp_sink import Sink

pytestmark = pytest.mark.browser


def letter_to(mailbox: Sink, address: str) -> str:
    """The words of the newest letter to an address, once it is there."""
    mailbox.wait_for(1)
    mine = [letter for letter in mailbox.letters if letter.to == address]
    body = mine[-1].message.get_body(("plain",))
    assert body
    return str(body.get_content())


def test_a_newcomer_signs_up_and_comes_in(page: Page, stack: Stack, mailbox: Sink) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Your business's name").fill("Kornblume Bakery")
    page.get_by_label("Your e-mail").fill("karla@example.com")
    page.get_by_label("Password").fill("a long pass phrase")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your inbox")
    link = re.search(r"https?://\S+confirm-email\S+", letter_to(mailbox, "karla@example.com"))
    assert link
    page.goto(link[0])
    page.get_by_role("button", name="Yes, go on").click()
    expect(page).to_have_url(re.compile(r"/b/kornblume-bakery/|/accounts/login/"))
