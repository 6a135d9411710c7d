"""Home, by what there is and by who looks."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from accounts.models import Business
from accounts.roles import Role
from foundation.tenancy.context import acting_for
from metrics.models import ChosenMetric
from surveys.models import Answer, Survey
from tests.factories.figures import NOW
from tests.factories.followup import make_answer, make_case
from tests.factories.metrics import catch_up, give, make_goal
from tests.unit.dashboards.conftest import SignIn


def page(client: Client, business: Business, query: str = "") -> str:
    """Home as its reader sees it."""
    response = client.get(f"/b/{business.slug}/{query}")
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


@pytest.mark.usefixtures("busy")
def test_the_heading_is_the_verdict(business: Business, sign_in: SignIn) -> None:
    with acting_for(business):
        ChosenMetric.objects.create(business_id=business.id, metric="nps")
    make_goal(business, starts_on=date(2026, 6, 1), due_on=date(2027, 3, 31))
    assert "<h1>Probably on the way: 36 now, from 24 to 40 by 31 March.</h1>" in page(sign_in(Role.OWNER), business)


@pytest.mark.usefixtures("busy")
def test_every_chart_has_its_table(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.OWNER), business)
    assert "As a table" in text
    assert "November (not over)" in text


def test_a_new_business_sees_a_labelled_example_and_its_first_steps(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.OWNER), business)
    assert "<h1>No answers yet</h1>" in text
    assert "This is example data." in text
    assert text.count('<li class="done">') == 0
    assert "Do this next: see what your customers will get." in text


def test_the_example_can_be_switched_off_and_stays_off(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    client.get(f"/b/{business.slug}/?example=off")
    assert "example data" not in page(client, business)


def test_the_first_steps_show_what_is_done(business: Business, sign_in: SignIn, survey: Survey) -> None:
    make_goal(business)
    with acting_for(business):
        ChosenMetric.objects.create(business_id=business.id, metric="nps")
    assert page(sign_in(Role.OWNER), business).count('<li class="done">') == 3  # metrics, target, survey


def test_closed_first_steps_never_come_back(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    client.post(f"/b/{business.slug}/checklist/close/")
    assert "First steps" not in page(client, business)
    assert "First steps" not in page(sign_in(Role.MANAGER), business)


def test_staff_are_not_shown_steps_they_cannot_take(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.STAFF), business)
    assert "First steps" not in text
    assert "Do this next" not in text


def test_nine_answers_show_their_words_only(business: Business, sign_in: SignIn, survey: Survey) -> None:
    give(business, survey, [9] * 9, date(2026, 11, 10))
    with acting_for(business):
        Answer.objects.update(comment="Best rye in town.")
    catch_up(business, NOW)
    text = page(sign_in(Role.OWNER), business)
    assert "<h1>Your first 9 answers</h1>" in text
    assert "“Best rye in town.”" in text
    assert "As a table" not in text
    assert "example data" not in text


def test_twelve_answers_are_too_early(business: Business, sign_in: SignIn, survey: Survey) -> None:
    give(business, survey, [9] * 12, date(2026, 11, 10))
    catch_up(business, NOW)
    assert "<h1>Too early to say (12 of 30)</h1>" in page(sign_in(Role.OWNER), business)


@pytest.mark.usefixtures("busy")
def test_what_an_unhappy_customer_said_leads_to_the_case(business: Business, sign_in: SignIn) -> None:
    case = make_case(business, make_answer(business, given_at=NOW - timedelta(hours=4)))
    text = page(sign_in(Role.STAFF), business)
    assert f'<a href="/b/{business.slug}/cases/{case.id}/">Reply' in text
    assert "Today 08:30" in text
    assert "Do this next: one person is waiting for a reply." in text


@pytest.mark.usefixtures("busy")
def test_a_viewer_sees_no_words_no_small_groups_and_no_links_to_answers(business: Business, sign_in: SignIn) -> None:
    make_answer(business, given_at=NOW)
    text = page(sign_in(Role.VIEWER), business)
    assert "Waited 40 minutes." not in text
    assert "/answers/" not in text
    assert text.count("Too few answers to show") == 2  # the van, and the kiosk by which it could be told


@pytest.mark.usefixtures("busy")
def test_who_may_share_is_led_to_it(business: Business, sign_in: SignIn) -> None:
    sharing = f'href="/b/{business.slug}/sharing/"'
    assert sharing in page(sign_in(Role.OWNER), business).split("<main")[1]
    assert sharing not in page(sign_in(Role.STAFF), business)


def test_one_button_is_the_primary_one(business: Business, sign_in: SignIn) -> None:
    make_case(business)
    assert page(sign_in(Role.OWNER), business).count("button primary") == 1


@pytest.mark.usefixtures("busy")
def test_an_open_page_is_told_nothing_while_nothing_is_new(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    address = live_address(page(client, business))
    assert client.get(address).status_code == 204


@pytest.mark.usefixtures("busy")
def test_an_open_page_gets_a_new_answer(business: Business, sign_in: SignIn, survey: Survey) -> None:
    client = sign_in(Role.OWNER)
    address = live_address(page(client, business))
    give(business, survey, [9] * 2, date(2026, 11, 18))
    catch_up(business, NOW + timedelta(seconds=2))
    response = client.get(address)
    assert response.status_code == 200
    text = response.content.decode()
    assert "120 in the last 4 weeks" in text
    assert "<html" not in text


def live_address(text: str) -> str:
    """Where an open page asks for news."""
    return text.split('hx-get="')[1].split('"')[0]


def test_another_business_is_not_there(other_business: Business, sign_in: SignIn) -> None:
    assert sign_in(Role.OWNER).get(f"/b/{other_business.slug}/live/").status_code == 404
