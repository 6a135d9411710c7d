"""What the closed cases of some days were about: the counts, and the lists they open."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import Business
from accounts.roles import Role
from followup import queries
from followup.about import About
from followup.models import Case, CaseState
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.figures import NOW
from tests.factories.followup import make_answer, make_case

TODAY = NOW.date()
pytestmark = pytest.mark.django_db


def closed(business: Business, cause: str, days_ago: int = 0) -> Case:
    """A case that was closed, about an answer of that day."""
    given = NOW - timedelta(days=days_ago)
    case = make_case(business, make_answer(business, given_at=given))
    with acting_for(business):
        Case.objects.filter(id=case.id).update(state=CaseState.CLOSED, cause=cause, closed_at=NOW)
    return case


@pytest.fixture
def about(business: Business) -> About:
    """Two about waiting, one about an order; one of last month, one open, one without a cause."""
    for cause, days_ago in (
        ("Waiting time", 0),
        ("Waiting time", 3),
        ("Mistake in order", 1),
        ("Waiting time", 40),
        ("", 2),
    ):
        closed(business, cause, days_ago)
    make_case(business)
    return About("nps", TODAY - timedelta(days=27), TODAY + timedelta(days=1))


def test_each_cause_is_counted_the_commonest_first(business: Business, about: About) -> None:
    assert queries.causes_about(business, about) == [("Waiting time", 2), ("Mistake in order", 1)]


def test_another_question_has_causes_of_its_own(business: Business, about: About) -> None:
    assert queries.causes_about(business, About("csat", about.since, about.until)) == []


def test_a_count_is_as_long_as_its_list(business: Business, about: About) -> None:
    for cause, n in queries.causes_about(business, about):
        one = About(about.kind, about.since, about.until, cause)
        assert queries.count_about(business, one) == n == len(queries.cases_about(business, one))


def test_the_list_goes_on_where_it_ended(business: Business, about: About) -> None:
    first = queries.cases_about(business, about, limit=2)
    second = queries.cases_about(business, about, queries.place_of(first[-1], "closed"), limit=2)
    assert len({one.id for one in (*first, *second)}) == 4


def test_the_page_says_which_cases_it_shows(business: Business, about: About, client: Client) -> None:
    client.force_login(make_member(business, Role.STAFF), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/b/{business.slug}/queue/?{about.query('Waiting time')}").content.decode()
    assert "2 cases closed about “Waiting time”" in page
    assert page.count("/cases/") == 2


def test_a_case_leads_back_to_the_list_of_its_cause_with_its_page(
    business: Business, about: About, client: Client
) -> None:
    client.force_login(make_member(business, Role.STAFF), backend="django.contrib.auth.backends.ModelBackend")
    one = About(about.kind, about.since, about.until, "Waiting time")
    (last, *_) = queries.cases_about(business, one)
    for further in ("", f"&after={queries.place_of(last, 'closed')}"):
        address = f"/b/{business.slug}/queue/?{one.query('Waiting time')}{further}"
        client.get(address)
        page = client.get(f"/b/{business.slug}/cases/{last.id}/").content.decode()
        assert f'href="{escape(address)}"' in page


def test_a_list_of_a_cause_that_became_empty_says_so(business: Business, client: Client) -> None:
    client.force_login(make_member(business, Role.STAFF), backend="django.contrib.auth.backends.ModelBackend")
    none = About("nps", TODAY, TODAY + timedelta(days=1), "Price")
    page = client.get(f"/b/{business.slug}/queue/?{none.query('Price')}").content.decode()
    assert "0 cases closed about “Price”" in page
    assert "No closed case fits" in page
    assert '<a href="?show=closed">All that are closed</a>' in page


def test_the_metrics_page_opens_them(business: Business, about: About, client: Client) -> None:
    client.force_login(make_member(business, Role.OWNER), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/b/{business.slug}/metric/nps/?from={about.since}&to={TODAY}").content.decode()
    assert "Waiting time&nbsp;2</a>" in page
    assert f"?{about.query('Waiting time').replace('&', '&amp;')}" in page


def test_a_viewer_reads_of_no_case(business: Business, about: About, client: Client) -> None:
    client.force_login(make_member(business, Role.VIEWER), backend="django.contrib.auth.backends.ModelBackend")
    assert "Waiting time" not in client.get(f"/b/{business.slug}/metric/nps/").content.decode()


@pytest.mark.parametrize("change", [{"kind": "x"}, {"kind": ""}, {"from": "x"}, {"to": "9999-12-31"}, {"cause": "\0"}])
def test_what_is_no_such_list_is_none(change: dict[str, str]) -> None:
    whole = {"kind": "nps", "from": "2026-11-01", "to": "2026-11-30", "cause": "Waiting time"}
    assert About.read(whole) == About("nps", date(2026, 11, 1), date(2026, 12, 1), "Waiting time")
    assert About.read(whole | change) is None
