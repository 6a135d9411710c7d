"""A newcomer signs up, confirms the address by letter, and comes in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.flows.newcomer import sign_up
from tests.flows.stack import Stack
from tests.smtp_sink import Sink

pytestmark = pytest.mark.browser


def test_a_newcomer_signs_up_and_comes_in(page: Page, stack: Stack, mailbox: Sink) -> None:
    sign_up(page, mailbox, "Sign-up Bakery", "karla@signup.example")
    expect(page).to_have_url(re.compile(r"/b/sign-up-bakery/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
