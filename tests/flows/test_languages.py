"""The survey in nine languages on the smallest phone, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Business
from foundation.languages import LANGUAGES
from surveys.catalogue import phrases
from surveys.scales import MIRRORED, SCALES
from surveys.wordings import standard
from tests.factories.accounts import make_business
from tests.factories.answers import Asked, make_asked, make_survey
from tests.factories.customers import make_customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH, HEIGHT = 320, 640


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A tab on a small phone without scripts, whose owner reads English."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", java_script_enabled=False
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def business(transactional_db: None) -> Business:
    """A business whose name is as long as most."""
    return make_business(name="Kornblume Bakery")


def asked_in(business: Business, language: str, kind: str = "nps") -> Asked:
    customer = make_customer(business, language=language)
    return make_asked(business, make_survey(business, kind), customer=customer)


def box(page: Page, selector: str) -> tuple[float, float, float, float]:
    """Left, top, width and height of the one element."""
    found = page.locator(selector).bounding_box()
    assert found
    return found["x"], found["y"], found["width"], found["height"]


def test_an_arabic_speaking_customer_answers_on_a_small_phone(phone: Page, business: Business) -> None:
    asked, say, words = asked_in(business, "ar"), phrases("ar"), standard("nps", "ar")
    requests: list[str] = []
    phone.on("request", lambda request: requests.append(request.url))
    phone.goto(asked.path)
    assert len(requests) == 1
    expect(phone.locator("html")).to_have_css("direction", "rtl")
    assert box(phone, "main")[2] <= WIDTH
    boxes = [box(phone, f"label:has([value='{score}'])") for score in range(11)]
    for row in (boxes[:6], boxes[6:]):
        assert [left for left, *_ in row] == sorted((left for left, *_ in row), reverse=True)
        assert len({top for _, top, *_ in row}) == 1
    assert boxes[6][1] > boxes[0][1]
    assert all(width >= 43 and height >= 48 for *_, width, height in boxes)
    assert all(left >= 0 and left + width <= WIDTH for left, _, width, _ in boxes)
    low, high = box(phone, ".ends span:first-child"), box(phone, ".ends span:last-child")
    assert low[0] > high[0]  # the low end stands where reading begins
    _, top, _, height = box(phone, "button")
    assert top + height <= HEIGHT
    phone.get_by_role("radio", name="2", exact=True).click()
    phone.get_by_role("button", name=say.send).click()
    expect(phone.get_by_role("heading")).to_have_text(say.arrived)
    phone.get_by_label(words.low_follow_up).fill("انتظرت أربعين دقيقة")
    phone.get_by_role("button", name=say.send_too).click()
    expect(phone.locator("html")).to_have_css("direction", "rtl")
    answer = asked.answer()
    assert answer
    assert (answer.score, answer.state, answer.comment) == (2, "confirmed", "انتظرت أربعين دقيقة")
    assert answer.layout == MIRRORED


def test_a_customer_goes_on_in_a_language_they_choose(phone: Page, business: Business) -> None:
    asked = asked_in(business, "ar")
    phone.goto(f"{asked.path}?score=7")
    phone.get_by_role("link", name="Deutsch").press("Enter")
    expect(phone.get_by_role("radio", name="7", exact=True)).to_be_checked()
    phone.get_by_role("button", name=phrases("de").send).press("Enter")
    expect(phone.get_by_role("heading")).to_have_text(phrases("de").arrived)
    phone.get_by_role("link", name=phrases("de").change).click()
    expect(phone.get_by_role("button", name=phrases("de").send)).to_be_visible()
    answer = asked.answer()
    assert answer
    assert (answer.score, answer.state) == (7, "confirmed")


def test_the_page_fits_the_smallest_phone_in_every_language(phone: Page, business: Business) -> None:
    misfits = []
    for language in LANGUAGES:
        for kind in SCALES:
            phone.goto(asked_in(business, language, kind).path)
            wide = max(box(phone, part)[2] for part in ("main", "h1", ".scale", ".ends", "button", ".languages"))
            left, _, width, _ = box(phone, ".ends span:last-child")
            wide = max(wide, width if left < 0 else left + width)
            _, top, _, height = box(phone, "button")
            links = [link.bounding_box() for link in phone.locator(".languages a").all()]
            small = [each for each in links if each and (each["height"] < 44 or each["x"] + each["width"] > WIDTH)]
            if wide > WIDTH or top + height > HEIGHT or small:
                misfits.append((language, kind, wide, top + height, len(small)))
    assert misfits == []
