"""The page of groups: which properties make them, and taking one out."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from accounts.actions import add_dimensions, stop_dimension
from accounts.models import Business
from accounts.roles import Role
from dashboards import groups_page
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.models import Survey
from tests.factories.customers import make_customer
from tests.factories.figures import NOW
from tests.factories.followup import make_improvement
from tests.factories.metrics import catch_up, give, make_goal
from tests.unit.dashboards.conftest import SignIn


@pytest.fixture
def owner(sign_in: SignIn) -> Client:
    return sign_in(Role.OWNER)


def address(business: Business, action: str = "") -> str:
    return f"/b/{business.slug}/customers/groups/{action}"


def text(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def post(client: Client, business: Business, action: str, name: str) -> str:
    """What the page says after a press, and whose groups are compared then."""
    page = client.post(address(business, f"{action}/"), {"name": name}, follow=True).content.decode()
    business.refresh_from_db()
    return " ".join(unescape(page).split())


def offered(page: str) -> list[tuple[str, str]]:
    """The buttons, each with whose it is."""
    return re.findall(r"((?:Stop comparing|Compare groups) by it)<span[^>]*>: ([^<]*)<", page)


def lines(business: Business) -> list[str]:
    with acting_for(business):
        found = LedgerLine.objects.filter(kind__startswith="business.dimensions").order_by("number")
        return [line.kind for line in found]


def test_the_page_lists_each_property_with_its_values_and_what_can_be_done(business: Business, owner: Client) -> None:
    add_dimensions(business=business, names=["home_shop"])
    for n in range(51):
        shop = ("Station", "Old Town")[n % 2]
        make_customer(business, properties={"home_shop": shop, "size": "SML"[n % 3], "note": f"note {n}"})
    page = text(owner, address(business))
    assert offered(page) == [("Stop comparing by it", "Home shop"), ("Compare groups by it", "Size")]
    assert "2 different values: “Station” and “Old Town”" in page
    assert "51 customers have it" in page
    assert "51 different values</span>" in page
    assert "Too many to compare: 50 at most." in page


def test_without_a_property_the_page_leads_to_an_import(business: Business, owner: Client) -> None:
    make_customer(business)
    page = text(owner, address(business))
    assert "Nothing to compare by yet" in page
    assert f'href="/b/{business.slug}/imports/new/"' in page


def test_the_list_of_customers_leads_there(business: Business, owner: Client) -> None:
    make_customer(business)
    assert f'href="{address(business)}"' in text(owner, f"/b/{business.slug}/customers/")


@pytest.mark.usefixtures("busy")
def test_a_property_that_is_stopped_is_offered_nowhere_and_comes_back_whole(business: Business, owner: Client) -> None:
    add_dimensions(business=business, names=["size", "colour"])
    catch_up(business, NOW)
    shown = {"": "Old Town", "metric/nps/": '<option value="branch"', "answers/": '<optgroup label="Branch">'}
    assert all(words in text(owner, f"/b/{business.slug}/{place}") for place, words in shown.items())
    page = post(owner, business, "stop", "branch")
    assert "Groups are no longer compared by branch." in page
    assert ("Compare groups by it", "Branch") in offered(page)
    catch_up(business, NOW)
    assert not [place for place, words in shown.items() if words in text(owner, f"/b/{business.slug}/{place}")]
    assert "Groups are compared by branch again." in post(owner, business, "compare", "branch")
    assert business.dimensions == ["size", "colour", "branch"]
    catch_up(business, NOW)
    assert "Old Town" in text(owner, f"/b/{business.slug}/metric/nps/?by=branch")


def test_once_more_changes_nothing(business: Business, owner: Client) -> None:
    make_customer(business, properties={"shop": "Station"})
    for action in ("compare", "compare", "stop", "stop"):
        post(owner, business, action, "shop")
    assert lines(business) == ["business.dimensions_added", "business.dimensions_stopped"]


def test_a_new_group_says_who_is_not_known(business: Business, owner: Client) -> None:
    make_customer(business, properties={"home_shop": "Station"})
    assert "Whoever was asked before counts as “Home shop not known”." in post(owner, business, "compare", "home_shop")


def test_what_only_answers_have_can_be_stopped_and_compared_again(business: Business, owner: Client) -> None:
    add_dimensions(business=business, names=["city"])
    page = post(owner, business, "stop", "city")
    assert "None of your customers has it now." in page
    assert offered(page) == [("Compare groups by it", "City")]
    post(owner, business, "compare", "city")
    assert business.dimensions == ["city"]


@pytest.mark.parametrize(("name", "why"), [("note", "more than 50 different values"), ("nothing", "None of your")])
def test_what_makes_no_groups_is_refused(business: Business, owner: Client, name: str, why: str) -> None:
    for n in range(51):
        make_customer(business, properties={"note": f"note {n}"})
    assert why in post(owner, business, "compare", name)
    assert business.dimensions == []


def test_a_ninth_is_neither_offered_nor_taken(business: Business, owner: Client) -> None:
    add_dimensions(business=business, names=[f"p{n}" for n in range(8)])
    make_customer(business, properties={"shop": "Station"})
    page = text(owner, address(business))
    assert "by eight properties at most" in page
    assert ("Compare groups by it", "Shop") not in offered(page)
    assert "Stop comparing by one of them first." in post(owner, business, "compare", "shop")
    assert len(business.dimensions) == 8


def test_what_a_target_stands_on_is_not_stopped(business: Business, owner: Client) -> None:
    add_dimensions(business=business, names=["branch"])
    goal = make_goal(business, dimension="branch", segment="Kiosk")
    assert offered(text(owner, address(business))) == []
    assert "The target “Recommend us, Kiosk” is about one of these groups." in post(owner, business, "stop", "branch")
    assert business.dimensions == ["branch"]
    owner.post(f"/b/{business.slug}/goals/{goal.id}/end/")
    post(owner, business, "stop", "branch")
    assert business.dimensions == []


def test_what_an_improvement_stands_on_is_not_stopped(business: Business, owner: Client) -> None:
    add_dimensions(business=business, names=["branch"])
    make_improvement(business, dimension="branch", segment="Kiosk")
    assert "The improvement “Second till at noon” is about" in post(owner, business, "stop", "branch")
    assert business.dimensions == ["branch"]


def test_a_settled_improvement_says_that_its_group_is_no_longer_compared(
    business: Business, survey: Survey, sign_in: SignIn
) -> None:
    add_dimensions(business=business, names=["branch"])
    give(business, survey, [9] * 40, date(2026, 10, 1), {"branch": "Kiosk"})
    settled = {"state": "reviewed", "found": "better", "settled_on": date(2026, 11, 1), "starts_on": date(2026, 9, 1)}
    one = make_improvement(business, dimension="branch", segment="Kiosk", review_on=date(2026, 12, 1), **settled)
    stop_dimension(business=business, name="branch", by=None)
    catch_up(business, NOW)
    for role in (Role.OWNER, Role.VIEWER):
        page = text(sign_in(role), f"/b/{business.slug}/improvements/{one.id}/")
        assert "Groups are no longer compared by branch" in page
        assert "Before and after" not in page


@pytest.mark.parametrize(("role", "status"), [(Role.MANAGER, 302), (Role.STAFF, 403), (Role.VIEWER, 403)])
def test_managers_may_and_others_may_not(business: Business, sign_in: SignIn, role: Role, status: int) -> None:
    add_dimensions(business=business, names=["shop"])
    assert sign_in(role).post(address(business, "stop/"), {"name": "shop"}).status_code == status
    business.refresh_from_db()
    assert business.dimensions == ([] if status == 302 else ["shop"])


def test_properties_that_read_alike_are_told_apart_wherever_both_are_offered(business: Business, owner: Client) -> None:
    add_dimensions(business=business, names=["home_shop", "homeShop"])
    make_customer(business, properties={"home_shop": "Old Town", "homeShop": "Station"})
    for place in ("customers/groups/", "metric/nps/", "answers/", "goals/new/"):
        page = text(owner, f"/b/{business.slug}/{place}")
        assert "Home shop (home_shop)" in page
        assert "Home shop (homeShop)" in page


def test_a_long_list_says_that_the_newest_are_counted(
    business: Business, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_customer(business, properties={"shop": "Station"})
    make_customer(business, properties={"shop": "Station"})
    assert "among your newest" not in text(owner, address(business))
    monkeypatch.setattr(groups_page, "NEWEST", 1)
    assert "Counted among your newest customers." in text(owner, address(business))
