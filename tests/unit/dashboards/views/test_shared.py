"""Links that show one dashboard to whoever holds them."""

import logging
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts import queries
from accounts.actions import add_dimensions, stop_dimension
from accounts.models import Business
from accounts.roles import Role
from dashboards.models import SharedLink
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.links import token_hash
from surveys.models import Survey
from tests.factories.figures import NOW
from tests.factories.followup import make_improvement
from tests.factories.metrics import catch_up, give
from tests.unit.dashboards.conftest import SignIn

ADDRESS = re.compile(r"/d/[a-z0-9]+/[\w-]{43}")


def make(client: Client, business: Business, **values: Any) -> str:
    """Make a link as the page makes it; its path."""
    given = {"name": "Our accountant", "what": "home", "days": "30", **values}
    response = client.post(f"/b/{business.slug}/sharing/", given)
    assert response.status_code == 200
    found = ADDRESS.search(response.content.decode())
    assert found, response.content.decode()
    return found[0]


def read(path: str) -> str:
    """What a stranger sees."""
    response = Client().get(path)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def lines(business: Business) -> list[str]:
    with acting_for(business):
        return sorted(line.kind for line in LedgerLine.objects.filter(kind__startswith="link."))


@pytest.mark.usefixtures("busy")
def test_a_link_shows_home_to_a_stranger(business: Business, sign_in: SignIn) -> None:
    page = read(make(sign_in(Role.OWNER), business))
    assert "118 in the last 4 weeks" in page
    assert "Too few answers to show" in page
    assert f"/b/{business.slug}/" not in page


@pytest.mark.usefixtures("busy")
def test_a_link_shows_one_metric_with_its_filters(business: Business, sign_in: SignIn) -> None:
    path = make(sign_in(Role.OWNER), business, what="nps", period="week", by="branch")
    page = read(path)
    assert "118 answers, 22 October to 18 November" in page
    assert "Week of 16 November (not over)" in page
    assert page.count("Too few to show") == 2
    assert f"/b/{business.slug}/" not in page


@pytest.mark.usefixtures("busy")
def test_a_link_to_groups_that_are_compared_no_longer_shows_the_total_alone(
    business: Business, sign_in: SignIn
) -> None:
    path = make(sign_in(Role.OWNER), business, what="nps", by="branch")
    assert "Old Town" in read(path)
    add_dimensions(business=business, names=["vip"])
    stop_dimension(business=business, name="branch", by=None)
    catch_up(business, NOW)
    queries._by_code.clear()  # half a minute later
    page = read(path)
    assert "118 answers" in page
    assert "Vip not known" not in page


@pytest.mark.usefixtures("busy")
def test_a_line_of_single_days_is_shared_as_weeks(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    assert "the line in weeks" in client.get(f"/b/{business.slug}/sharing/?metric=nps&period=day").content.decode()
    assert "Two weeks from" in read(make(client, business, what="nps", period="two_weekly"))


@pytest.mark.usefixtures("busy")
def test_what_the_business_changes_is_not_told_to_strangers(business: Business, sign_in: SignIn) -> None:
    make_improvement(business, starts_on=date(2026, 10, 21))
    client = sign_in(Role.OWNER)
    for asked in ({}, {"what": "nps"}):
        assert "Second till" not in read(make(client, business, **asked))


@pytest.mark.usefixtures("busy")
def test_days_chosen_on_the_page_stay_chosen(business: Business, sign_in: SignIn) -> None:
    days = {"from": "2026-11-12", "to": "2026-11-12"}
    assert "36 answers, 12 November" in read(make(sign_in(Role.OWNER), business, what="nps", **days))


def test_a_small_total_stays_hidden(business: Business, sign_in: SignIn, survey: Survey) -> None:
    give(business, survey, [9] * 4, date(2026, 11, 10))
    catch_up(business, NOW)
    page = read(make(sign_in(Role.OWNER), business, what="nps"))
    assert "Too few to show" in page
    assert "How the scores lie" not in page


def test_only_the_hash_of_a_link_is_kept(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    path = make(client, business)
    token = path.rpartition("/")[2]
    with acting_for(business):
        link = SharedLink.objects.get()
    assert bytes(link.token_hash) == token_hash(token)
    assert token not in client.get(f"/b/{business.slug}/sharing/").content.decode()


def test_wrong_over_and_ended_links_say_the_same(business: Business, other_business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    over, ended = make(client, business, days="7"), make(client, business)
    with acting_for(business):
        link = SharedLink.objects.get(token_hash=token_hash(ended.rpartition("/")[2]))
    assert client.post(f"/b/{business.slug}/sharing/{link.id}/end/").status_code == 302
    token = over.rpartition("/")[2]
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        paths = [over, ended, f"/d/{other_business.code}/{token}", f"/d/nobody/{token}", f"{over}x", f"{ended}/screen"]
        answers = [Client().get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_link_is_not_kept_found_or_passed_on_and_sets_no_cookie(business: Business, sign_in: SignIn) -> None:
    path = make(sign_in(Role.OWNER), business)
    for place in (path, f"{path}/screen", f"{path}/live", f"{path}x"):
        response = Client().get(place)
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert Client().post(place).status_code == 405


def test_making_opening_and_ending_stand_in_the_ledger(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.MANAGER)
    path = make(client, business)
    read(path)
    read(path)
    with acting_for(business):
        link = SharedLink.objects.get()
    client.post(f"/b/{business.slug}/sharing/{link.id}/end/")
    assert lines(business) == ["link.made", "link.opened", "link.revoked"]
    assert client.post(f"/b/{business.slug}/sharing/{link.id}/end/").status_code == 404


def test_the_list_says_when_a_link_was_last_opened(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    path = make(client, business)
    address = f"/b/{business.slug}/sharing/"
    assert "Not opened yet" in client.get(address).content.decode()
    read(path)
    assert "Last opened today 12:30" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": " "}, "Say who the link is for"),
        ({"days": "3650"}, "Choose 7, 30 or 90 days."),
        ({"what": "ebitda"}, "Choose Home or one of the metrics"),
        ({"what": "nps", "by": "moon"}, "Open it again, and share it from there."),
        ({"what": "nps", "from": "2026-11-12", "to": "2026-11-01"}, "Choose other days on the page"),
        ({"what": "nps", "from": "tomorrow"}, "write the day as"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    business: Business, sign_in: SignIn, values: dict[str, str], words: str
) -> None:
    given = {"name": "Bank", "what": "home", "days": "7", **values}
    page = sign_in(Role.OWNER).post(f"/b/{business.slug}/sharing/", given).content.decode()
    assert words in unescape(page)
    assert not ADDRESS.search(page)
    assert lines(business) == []


def test_staff_do_not_share(business: Business, sign_in: SignIn) -> None:
    assert sign_in(Role.STAFF).get(f"/b/{business.slug}/sharing/").status_code == 403


def test_a_screen_shows_what_is_new_and_leaves_when_its_link_is_over(
    business: Business, sign_in: SignIn, busy: None, survey: Survey
) -> None:
    client = sign_in(Role.OWNER)
    path = make(client, business)
    page = read(f"{path}/screen")
    asks = re.search(rf'hx-get="({path}/live[^"]+)"', page)
    assert asks
    assert Client().get(asks[1]).status_code == 204
    give(business, survey, [9], date(2026, 11, 17))
    catch_up(business, NOW + timedelta(seconds=5))
    assert "119 in the last 4 weeks" in " ".join(Client().get(asks[1]).content.decode().split())
    with acting_for(business):
        SharedLink.objects.update(revoked_at=NOW)
    over = Client().get(asks[1])
    assert (over.status_code, over["HX-Refresh"]) == (404, "true")


def test_no_token_is_written_to_the_log(business: Business, sign_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    path = make(sign_in(Role.OWNER), business)
    with caplog.at_level(logging.DEBUG):
        read(path)
        Client().get(f"{path}/live")
    assert path.rpartition("/")[2] not in caplog.text
