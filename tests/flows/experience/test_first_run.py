"""How much a newcomer has to do: presses and fields are counted by the browser itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flows.newcomer import letter_to, sign_up
from tests.flows.stack import Stack
from tests.smtp_sink import Sink

pytestmark = pytest.mark.browser

LINK_IN_THE_LETTER = 1  # the press that a test makes by opening an address
COUNT = """
addEventListener("click", (event) => event.isTrusted && event.detail && window.pressed(), true);
addEventListener("input", ({target}) => window.typed(location.pathname + " " + target.name), true);
"""


@dataclass
class Effort:
    """What it took so far."""

    page: Page
    presses: int = 0
    fields: set[str] = field(default_factory=set)

    def press(self) -> None:
        """One more press."""
        self.presses += 1

    def typing(self, where: str) -> None:
        """Something was typed in a field."""
        self.fields.add(where)


@pytest.fixture
def effort(browser: Browser, stack: Stack) -> Iterator[Effort]:
    context = browser.new_context(base_url=stack.url)
    context.set_default_timeout(20_000)
    made = Effort(context.new_page())
    context.expose_function("pressed", made.press)
    context.expose_function("typed", made.typing)
    context.add_init_script(COUNT)
    yield made
    context.close()


def test_a_test_letter_is_four_presses_from_nothing(effort: Effort, mailbox: Sink) -> None:
    sign_up(effort.page, mailbox, "Four Presses", "karla@four.example")
    effort.page.get_by_role("button", name="Send me a test").click()
    letter = letter_to(mailbox, "karla@four.example", "This is a test")
    assert len(letter.raw) <= 30_000
    assert effort.presses + LINK_IN_THE_LETTER <= 4
    assert len(effort.fields) <= 3


def test_the_first_customers_are_eight_presses_and_five_fields_from_nothing(effort: Effort, mailbox: Sink) -> None:
    page = effort.page
    sign_up(page, mailbox, "Eight Presses", "karla@eight.example")
    page.get_by_role("link", name="Import your customers").click()
    page.get_by_label("Or paste the rows here").fill("email,name\nann@eight.example,Ann\nben@eight.example,Ben\n")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Import 2 now").click()
    page.get_by_role("button", name="Ask your customers").click()
    page.get_by_role("button", name="Send 2 letters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Goes out within a minute"))
    assert effort.presses + LINK_IN_THE_LETTER <= 8
    assert len(effort.fields) <= 5
