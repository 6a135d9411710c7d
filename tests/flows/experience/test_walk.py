"""Every page in every state: no finding of axe, nothing sideways, nothing too small to read or to hit."""

import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Route
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from followup.actions.closing import close
from followup.actions.replies import reply
from tests.factories.accounts import make_business, make_member
from tests.factories.answers import make_asked
from tests.factories.everything import make_everything
from tests.factories.followup import make_ann, make_answer, make_case
from tests.flows.experience import states
from tests.flows.experience.eye import Eye, told
from tests.flows.experience.places import client_of, ids_in, is_page, links, pages, plain_outside
from tests.isolation.routes import outside

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A letter's own HTML, in a frame; a button that strangers do not even see; a part of a page.
NO_PAGES = {"outbox/<name>/html", "operator/work/<row_id>/", "d/<code>/<token>/live"}
FAULTS = ("400", "403", "403_csrf", "404", "413", "500")

# Takes everything out of a form and sends it, past what the browser itself would refuse.
SEND_EMPTY = """
(form) => {
  for (const field of form.elements) {
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = false;
    else if (field.matches("select")) field.selectedIndex = -1;
    else if (!field.matches("[type=hidden], [type=file], button")) field.value = "";
  }
  HTMLFormElement.prototype.submit.call(form);
}
"""
TO_FILL = "form[method=post]:has(textarea, select, input:not([type=hidden], [type=checkbox]))"


@pytest.fixture
def eye(browser: Browser, live_server: LiveServer) -> Iterator[Eye]:
    context = browser.new_context(
        base_url=live_server.url, reduced_motion="reduce", viewport={"width": 320, "height": 640}
    )
    yield Eye(context)
    context.close()


def sign_in(eye: Eye, place: states.Place) -> None:
    session = client_of(place.user).cookies["sessionid"].value
    eye.page.goto("/healthz")
    eye.page.context.add_cookies([{"name": "sessionid", "value": session, "url": eye.page.url}])


def look_at_all(eye: Eye, place: states.Place, ids: dict[str, uuid.UUID], *, colours: bool = False) -> list[str]:
    """Every page of a business, as this person sees it."""
    sign_in(eye, place)
    found = pages(client_of(place.user), place.business, ids)
    for address in found:
        eye.open(address, colours=colours)
    return found


def send_every_form_empty(eye: Eye, address: str) -> int:
    """Send each form of a page with nothing in it; how many came back with what is wrong."""
    wrong = number = 0
    eye.page.goto(address)
    while number < (forms := eye.page.locator(TO_FILL)).count():
        with eye.page.expect_navigation():
            forms.nth(number).evaluate(SEND_EMPTY)
        number += 1
        if eye.page.locator(".problem").count():
            wrong += 1
            what = f"{address}, form {number} sent empty"
            eye.look(what)
            if not eye.page.locator(".problem:focus").count():
                eye.found[f"{what}: focus"] = ["the summary of what is wrong does not have it"]
            if not eye.page.title().strip().startswith("Error:"):
                eye.found[f"{what}: title"] = [eye.page.title()]
        eye.page.goto(address)
    return wrong


def test_a_filled_business(eye: Eye, transactional_db: None) -> None:
    place = states.filled()
    look_at_all(eye, place, ids_in(place.business), colours=True)
    for role in (Role.STAFF, Role.VIEWER):
        other = states.colleague(place, role)
        sign_in(eye, other)
        eye.open(place.base)
        eye.open(f"{place.base}settings/", status=403)
        eye.open(f"{place.base}queue/texts/", status=200 if role is Role.STAFF else 403)
    eye.open(f"{place.base}nowhere/", status=404)
    assert eye.found == {}, told(eye)
    assert len(eye.seen) > 20


def test_an_empty_business_and_one_of_every_kind_of_row(eye: Eye, transactional_db: None) -> None:
    new = states.empty()
    look_at_all(eye, new, {})
    eye.open(f"{new.base}?example=off")
    place = states.Place(everything := make_business(one_click=True), make_member(everything))
    ids = make_everything(place.business, words="Rye")
    wrong = [send_every_form_empty(eye, address) for address in look_at_all(eye, place, ids)]
    assert eye.found == {}, told(eye)
    assert sum(wrong) >= 8


def test_what_is_under_way_and_what_went_wrong(eye: Eye, transactional_db: None) -> None:
    business = make_business(name=states.LONG, dimensions=["shop"])
    place = states.Place(business, make_member(business))
    sign_in(eye, place)
    for kind in (states.imports, states.files, states.rounds, states.cases, states.odd_ones):
        for address in list(kind(place)):
            eye.open(address)
    for count in (4, 12):
        sign_in(eye, few := states.few(count))
        eye.open(few.base)
    business.sending_paused = "4 % of the letters came back"
    business.save()
    sign_in(eye, place)
    for name in ("rounds/", "settings/"):
        eye.open(f"{place.base}{name}")
    assert eye.found == {}, told(eye)


@pytest.mark.parametrize("gone", ["answered", "closed"])
def test_a_reply_that_comes_too_late(eye: Eye, transactional_db: None, gone: str) -> None:
    business = make_business(name=states.LONG)
    place, colleague = states.Place(business, make_member(business)), make_member(business, name="Jonas").id
    case = make_case(business, make_answer(business, make_ann(business)))
    sign_in(eye, place)
    eye.page.goto(f"{place.base}cases/{case.id}/")
    eye.page.get_by_role("button", name="Begin with a text").click()
    eye.look("what a reply may begin with")
    eye.page.keyboard.press("Escape")
    eye.page.get_by_label("Your reply").fill("I am sorry.")
    if gone == "closed":
        close(business=business, case_id=case.id, cause="Staff", outcome="solved", by=colleague)
    else:
        reply(business=business, case_id=case.id, text="We are sorry. " * 20, by=colleague)
    with eye.page.expect_navigation():
        eye.page.get_by_role("button", name="Send the reply").click()
    assert eye.page.locator("#unsent").count() == 1
    eye.look(f"a reply to a case that was {gone} meanwhile")
    assert eye.found == {}, told(eye)


def test_what_customers_see(eye: Eye, transactional_db: None) -> None:
    business = make_business(name=states.LONG, one_click=True)
    fresh, stopped = make_asked(business), make_asked(business)
    expired = make_asked(business, fresh.invitation.survey, expires_at=timezone.now())
    client = client_of(make_member(business))
    for address in links(business.code, fresh.token):
        if is_page(client, address):
            eye.open(address)
    eye.open(f"{fresh.path}?score=3")
    assert send_every_form_empty(eye, fresh.path) == 1
    eye.page.goto(f"{fresh.path}?score=3")
    eye.page.get_by_role("button", name="Send my answer").click()
    eye.look("thanks")
    eye.open(fresh.path)
    eye.open(f"{fresh.path}?change=1")
    eye.page.goto(f"{stopped.path}/stop")
    eye.page.get_by_role("button").click()
    eye.look("stopped")
    eye.page.get_by_role("button").click()
    eye.look("resumed")
    for address in (expired.path, f"/s/{business.code}/unknown"):
        eye.open(address, status=404)
    assert eye.found == {}, told(eye)


def test_signing_in_and_running_the_server(eye: Eye, transactional_db: None, settings: Settings) -> None:
    settings.EMAIL_URL, settings.DEBUG = "", True
    reached: set[str] = set()
    for user in (None, states.operator()):
        if user:
            states.late_work()
            sign_in(eye, states.Place(states.empty().business, user))
        for address in plain_outside():
            answer = eye.page.goto(address)
            path = urlsplit(eye.page.url).path
            if answer and answer.status == 200 and path not in reached:
                reached.add(path)
                eye.look(path)
                send_every_form_empty(eye, path)
    assert eye.found == {}, told(eye)
    assert len(reached) > 12


def test_the_words_for_what_went_wrong(eye: Eye, live_server: LiveServer, transactional_db: None) -> None:
    def say(route: Route) -> None:
        words = render_to_string(f"{route.request.url.rpartition('/')[2]}.html", {"nonce": "x"})
        route.fulfill(body=words, content_type="text/html; charset=utf-8")

    for name in FAULTS:
        eye.page.route(f"**/{name}", say)
        eye.open(f"/{name}")
    assert eye.found == {}, told(eye)


def test_doors_that_letters_open(eye: Eye, transactional_db: None, settings: Settings) -> None:
    settings.EMAIL_URL, settings.DEBUG = "", True
    place = states.empty()
    doors = states.doors(place)
    takes = {route.path for route in outside() if "<" in route.path and not route.path.startswith("s/<code>/")}
    takes -= {route.path for route in outside() if Client().get(route.fill("x", uuid.uuid4())).status_code == 405}
    assert takes - NO_PAGES == set(doors), "say in `states.doors` how a new one is opened"
    for address in doors.values():
        eye.open(address)
        send_every_form_empty(eye, address)
    eye.open(f"/join/{place.business.code}/unknown/", status=404)
    assert eye.found == {}, told(eye)
