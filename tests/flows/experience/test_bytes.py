"""What a page costs on the way: requests and bytes, counted by the browser."""

import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize
from pytest_django.live_server_helper import LiveServer

from tests.factories.accounts import make_business
from tests.factories.answers import make_asked
from tests.flows.experience import states
from tests.flows.experience.places import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 320, "height": 640}


@dataclass
class Traffic:
    """A tab, and what came over the line for it."""

    page: Page
    came: list[Response] = field(default_factory=list)

    def note(self, response: Response) -> None:
        """One more."""
        self.came.append(response)

    def open(self, address: str) -> None:
        """A page with all that it asks for."""
        self.came.clear()
        self.page.goto(address, wait_until="networkidle")

    @property
    def packed(self) -> int:
        """The bytes of all of it as a server packs them."""
        return sum(len(gzip.compress(one.body(), 6)) for one in self.came)


@pytest.fixture
def traffic(browser: Browser, live_server: LiveServer) -> Iterator[Traffic]:
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, has_touch=True)
    context.set_default_timeout(10_000)
    made = Traffic(context.new_page())
    made.page.on("response", made.note)
    yield made
    context.close()


def test_a_survey_is_one_request_of_14_kb_and_two_touches(traffic: Traffic, transactional_db: None) -> None:
    asked = make_asked(make_business(name=states.LONG))
    traffic.open(asked.path)
    assert len(traffic.came) == 1
    assert len(traffic.came[0].body()) <= 14_000  # unpacked: it fits the first round trip either way
    traffic.page.get_by_role("radio", name="9").tap()
    traffic.page.get_by_role("button", name="Send my answer").tap()
    traffic.page.wait_for_selector("text=Thank you")
    given = asked.answer()
    assert given
    assert given.score == 9


def test_a_scale_is_rows_that_a_thumb_hits_with_send_in_sight(traffic: Traffic, transactional_db: None) -> None:
    traffic.open(make_asked(make_business()).path)
    boxes = [box for one in traffic.page.locator(".scale label").all() if (box := one.bounding_box())]
    assert all(box["width"] >= 43 and box["height"] >= 48 for box in boxes)
    rows = Counter(box["y"] for box in boxes)
    assert [rows[y] for y in sorted(rows)] == [6, 5]
    send = traffic.page.get_by_role("button", name="Send my answer").bounding_box()
    assert send
    assert send["y"] + send["height"] <= PHONE["height"]
    assert traffic.page.locator("input:checked").count() == 0


@pytest.mark.parametrize("page", ["", "metric/nps/"])  # each in a browser that has kept nothing of another page
def test_home_and_a_metric_are_at_most_130_kb(traffic: Traffic, page: str, transactional_db: None) -> None:
    place = states.filled()
    traffic.open("/healthz")
    session = client_of(place.user).cookies["sessionid"].value
    traffic.page.context.add_cookies([{"name": "sessionid", "value": session, "url": traffic.page.url}])
    traffic.open(f"{place.base}{page}")
    assert traffic.packed <= 130_000
