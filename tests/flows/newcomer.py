"""What a newcomer does in the browser, step by step."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page

from tests.smtp_sink import Arrived, Sink

PATIENCE_SECONDS = 150  # a round can be undone for a minute; a busy machine is slow
PASS_PHRASE = "a long pass phrase"  # a test's


def letter_to(mailbox: Sink, address: str, saying: str = "") -> Arrived:
    """The newest letter to an address that says something, once it is there. Raises AssertionError."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        mine = [one for one in mailbox.letters if one.to == address and saying in words_of(one)]
        if mine:
            return mine[-1]
        time.sleep(0.2)
    raise AssertionError(f"No letter that says '{saying}' came.")


def words_of(letter: Arrived) -> str:
    """The plain-text part."""
    body = letter.message.get_body(("plain",))
    assert body
    return str(body.get_content())


def link_in(letter: Arrived, pattern: str) -> str:
    """The first address in a letter that matches."""
    found = re.search(rf"https?://\S*{pattern}\S*", words_of(letter))
    assert found, pattern
    return found[0]


def sign_up(page: Page, mailbox: Sink, business: str, email: str) -> None:
    """Sign up, open the letter, confirm; the page is then signed in or at the login."""
    page.goto("/accounts/signup/")
    page.get_by_label("Your business's name").fill(business)
    page.get_by_label("Your e-mail").fill(email)
    page.get_by_label("Password").fill(PASS_PHRASE)
    page.get_by_role("button", name="Sign up").click()
    page.goto(link_in(letter_to(mailbox, email, "confirm"), "confirm-email"))
    with page.expect_navigation():
        page.get_by_role("button", name="Yes, go on").click()


def eventually(check: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something is true. Raises AssertionError."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.5)
