"""A whole day's work by keyboard alone, and again by touch at double size on 320 px."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Business
from tests.factories.accounts import make_business, make_member
from tests.factories.answers import make_survey
from tests.factories.followup import make_ann, make_answer, make_case
from tests.factories.metrics import make_goal
from tests.flows.experience.keys import Keyboard, Thumb
from tests.flows.experience.states import PASS_PHRASE, with_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWNER = "karla@keys.example"
SMALL = {"width": 320, "height": 640}
Hand = Keyboard | Thumb
KINDS: dict[str, tuple[type[Hand], dict[str, Any]]] = {
    "by keyboard alone": (Keyboard, {"viewport": {"width": 1280, "height": 720}}),
    "at 200 % on 320 px": (
        Thumb,
        {"viewport": SMALL, "device_scale_factor": 2, "has_touch": True},
    ),
}


@pytest.fixture
def bakery(transactional_db: None) -> Business:
    """Somebody waits for a reply, a survey can be tried, and there is a target to change."""
    business = make_business(name="Kornblume")
    with_password(make_member(business, email=OWNER, name="Karla"))
    make_survey(business, name="After a visit")
    make_case(business, make_answer(business, make_ann(business), given_at=timezone.now()))
    today = timezone.now().date()
    make_goal(business, starts_on=today - timedelta(days=30), due_on=today + timedelta(days=200))
    return business


def sign_in(hand: Hand) -> None:
    hand.page.goto("/accounts/login/")
    hand.fill("Your e-mail", OWNER)
    hand.fill("Password", PASS_PHRASE)
    hand.press("Sign in", "button")
    hand.skip_to_the_content()


def put_right(hand: Hand) -> None:
    page = hand.page
    page.reload()
    hand.go("Queue")
    hand.press("Take the next case", "button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ann Weber gave a 3")
    hand.fill("Your reply", "I am sorry. The next one is on us.")
    hand.press("Send the reply", "button")
    hand.choose("What caused it", "Waiting time")
    hand.tick("How it ended", 1)
    hand.press("Close the case", "button")
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()


def try_the_survey(hand: Hand) -> None:
    hand.go("Surveys")
    hand.press("After a visit", "a")
    hand.press("Send it to me", "button")
    expect(hand.page.get_by_text(f"A test letter is on its way to {OWNER}.")).to_be_visible()


def aim_higher(hand: Hand) -> None:
    hand.go("Goals")
    hand.press("Change the target", "a")
    hand.fill("Where to?", "60")
    hand.press("Save the target", "button")
    expect(hand.page.get_by_text("The target is set.")).to_be_visible()


@pytest.fixture(params=KINDS)
def hand(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Hand]:
    """Somebody at a signed-out page, with the one thing they use."""
    maker, window = KINDS[request.param]
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **window)
    context.set_default_timeout(10_000)
    yield maker(context.new_page())
    context.close()


def test_a_day_of_work(hand: Hand, bakery: Business) -> None:
    for step in (sign_in, put_right, try_the_survey, aim_higher):
        step(hand)
