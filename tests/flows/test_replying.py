"""Beginning a reply with a text of the business's own, in a real browser, with and without a script."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Business
from accounts.roles import Role
from followup import queries
from followup.models import Case
from tests.factories.accounts import make_business, make_member
from tests.factories.followup import make_ann, make_answer, make_case, make_text
from tests.flows.experience.places import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = {"width": 320, "height": 640}
BEGUN = re.compile(r"^Hello Ann,\s+I am sorry\.\s+Mia$")


@pytest.fixture
def bakery(transactional_db: None) -> Business:
    """Two wait for a reply, and there is a text to begin with."""
    business = make_business(name="Kornblume")
    make_text(business, name="Sorry for the wait")
    for words in ("Waited 40 minutes.", "The roll was hard."):
        make_case(business, make_answer(business, make_ann(business, email=None), comment=words))
    return business


@pytest.fixture
def case(bakery: Business) -> Case:
    """A third one, which can be written to."""
    return make_case(bakery, make_answer(bakery, make_ann(bakery), given_at=timezone.now()))


def tab_of(browser: Browser, live_server: LiveServer, business: Business, **window: Any) -> Iterator[Page]:
    """A tab that a manager is signed in to."""
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **window)
    context.set_default_timeout(10_000)
    session = client_of(make_member(business, Role.MANAGER, name="Mia Koch")).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, bakery: Business) -> Iterator[Page]:
    """A wide window."""
    yield from tab_of(browser, live_server, bakery)


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer, bakery: Business) -> Iterator[Page]:
    """A phone that runs no script."""
    yield from tab_of(browser, live_server, bakery, java_script_enabled=False, viewport=SMALL, has_touch=True)


def letter(page: Page, key: str) -> None:
    """Alt and a letter, as the browser itself hears them."""
    code = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
    keys = page.context.new_cdp_session(page)
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, "unmodifiedText": key, **code})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **code})


def open_case(page: Page, case: Case, business: Business) -> None:
    page.goto(f"/b/{business.slug}/cases/{case.id}/")


def test_a_press_fills_the_field_and_the_next_key_is_typed_into_it(page: Page, bakery: Business, case: Case) -> None:
    open_case(page, case, bakery)
    page.get_by_role("link", name="Sorry for the wait").press("Enter")
    field = page.get_by_label("Your reply")
    expect(field).to_have_value(BEGUN)
    expect(field).to_be_focused()


def test_without_a_script_a_press_does_the_same(plain: Page, bakery: Business, case: Case) -> None:
    open_case(plain, case, bakery)
    plain.get_by_role("button", name="Begin with a text").tap()
    plain.get_by_role("link", name="Sorry for the wait").tap()
    expect(plain.get_by_label("Your reply")).to_have_value(BEGUN)
    plain.get_by_role("button", name="Send the reply").tap()
    expect(plain.get_by_text("Your reply is on its way.")).to_be_visible()


def test_words_that_were_typed_go_only_when_that_is_agreed_to(page: Page, bakery: Business, case: Case) -> None:
    asked: list[str] = []
    agree = False

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if agree else dialog.dismiss()

    page.on("dialog", answer)
    open_case(page, case, bakery)
    field = page.get_by_label("Your reply")
    field.fill("Dear Ann")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Sorry for the wait").click()
    assert asked == ["What you have written here goes. Begin with “Sorry for the wait” instead?"]
    expect(field).to_have_value("Dear Ann")
    agree = True
    page.get_by_role("link", name="Sorry for the wait").click()
    expect(field).to_have_value(BEGUN)
    page.get_by_role("link", name="Say sorry").click()
    expect(field).to_have_value(re.compile("^Hello Ann Weber,"))
    assert len(asked) == 2


def test_letters_lead_through_a_case_and_on_to_the_next(page: Page, bakery: Business, case: Case) -> None:
    open_case(page, case, bakery)
    letter(page, "r")
    expect(page.get_by_label("Your reply")).to_be_focused()
    page.keyboard.type("I am sorry.")
    page.get_by_role("button", name="Send the reply").press("Enter")
    expect(page.get_by_text("Your reply is on its way.")).to_be_visible()
    letter(page, "c")
    expect(page.get_by_label("What caused it")).to_be_focused()
    page.keyboard.type("Waiting")
    page.get_by_label("Apologised").press("Space")
    letter(page, "n")
    expect(page.get_by_text("Closed. This is the next one.")).to_be_visible()
    expect(page.get_by_text("“Waited 40 minutes.”")).to_be_visible()
    letter(page, "q")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who needs me now?")


def test_on_a_small_phone_the_reply_begins_on_the_first_screen(plain: Page, bakery: Business, case: Case) -> None:
    open_case(plain, case, bakery)
    expect(plain.get_by_role("button", name="Take this case")).to_be_in_viewport()
    expect(plain.get_by_label("Your reply")).to_be_in_viewport()
    box = plain.get_by_label("Your reply").bounding_box()
    assert box
    assert box["y"] < SMALL["height"]


def test_send_pressed_twice_sends_one_reply(page: Page, bakery: Business, case: Case) -> None:
    open_case(page, case, bakery)
    page.get_by_label("Your reply").fill("I am sorry.")
    page.get_by_role("button", name="Send the reply").dblclick()
    expect(page.get_by_text("Your reply is on its way.")).to_be_visible()
    expect(page.locator(".timeline").get_by_text("You replied by e-mail")).to_have_count(1)
    assert len(queries.timeline(bakery, case.id)) == 1


def test_words_typed_while_a_colleague_closes_the_case_are_kept(
    page: Page, plain: Page, bakery: Business, case: Case
) -> None:
    open_case(page, case, bakery)
    page.get_by_label("Your reply").fill("I am sorry.")
    open_case(plain, case, bakery)
    plain.get_by_text("Close the case without a reply").tap()
    plain.get_by_label("What caused it").select_option("Waiting time")
    plain.get_by_label("Apologised").check()
    plain.get_by_role("button", name="Close the case", exact=True).tap()
    expect(plain).to_have_url(re.compile("closed="))
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_role("heading", name="Your reply was not sent")).to_be_visible()
    expect(page.get_by_label("Your reply", exact=True)).to_have_value("I am sorry.")
    page.get_by_role("button", name="Reopen the case and send it").click()
    expect(page.get_by_text("Your reply is on its way.")).to_be_visible()


def test_a_text_taken_meanwhile_does_not_hide_that_a_colleague_replied(
    page: Page, plain: Page, bakery: Business, case: Case
) -> None:
    open_case(page, case, bakery)
    seen = page.locator("#reply_entry").input_value()
    open_case(plain, case, bakery)
    plain.get_by_label("Your reply").fill("We are sorry, Ann.")
    plain.get_by_role("button", name="Send the reply").tap()
    expect(plain.get_by_text("Your reply is on its way.")).to_be_visible()
    page.get_by_role("link", name="Sorry for the wait").click()
    expect(page.get_by_label("Your reply")).to_have_value(BEGUN)
    assert page.locator("#reply_entry").input_value() == seen
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("replied while you were writing")).to_be_visible()
    expect(page.get_by_text("We are sorry, Ann.").first).to_be_visible()


@pytest.fixture
def late(page: Page) -> list[Route]:
    """What makes parts of a page live, on its way for as long as it is held here."""
    held: list[Route] = []
    page.route("**/htmx.min*.js", lambda route: held.append(route))
    return held


def test_what_was_typed_before_the_page_could_hear_it_is_shown_as_well(
    page: Page, late: list[Route], bakery: Business
) -> None:
    with page.expect_request("**/htmx.min*.js"):
        page.goto(f"/b/{bakery.slug}/queue/texts/new/")
    page.get_by_label("Text", exact=True).press_sequentially("Bye, {first name}.")
    late.pop().continue_()
    expect(page.locator("#reads .card").first).to_contain_text("Bye, Ann.")


def test_a_press_before_the_page_could_hear_it_takes_no_words_away(
    page: Page, late: list[Route], bakery: Business, case: Case
) -> None:
    with page.expect_request("**/htmx.min*.js"):
        open_case(page, case, bakery)
    page.get_by_label("Your reply").fill("Dear Ann")
    page.get_by_role("link", name="Sorry for the wait").click()
    with page.expect_event("dialog", lambda asked: asked.dismiss() is None):
        late.pop().continue_()
    expect(page.get_by_label("Your reply")).to_have_value("Dear Ann")


def test_a_press_leads_on_where_what_makes_it_live_never_comes(
    page: Page, late: list[Route], bakery: Business, case: Case
) -> None:
    with page.expect_request("**/htmx.min*.js"):
        open_case(page, case, bakery)
    page.get_by_role("link", name="Sorry for the wait").click()
    late.pop().abort()
    expect(page.get_by_label("Your reply")).to_have_value(BEGUN)


def test_how_a_text_reads_is_shown_while_it_is_typed(page: Page, bakery: Business) -> None:
    page.goto(f"/b/{bakery.slug}/queue/texts/new/")
    page.get_by_label("Text", exact=True).press_sequentially("Bye, {first name}. ")
    expect(page.locator("#reads .card").first).to_contain_text("Bye, Ann.")
    expect(page.locator("#reads .card").last).to_contain_text("Bye.")
    expect(page.get_by_label("Text", exact=True)).to_be_focused()
