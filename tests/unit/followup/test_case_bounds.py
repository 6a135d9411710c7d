"""A case's page shows so much of the past, however much there is, and the rest is a link away."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Business, User
from customers.models import Customer
from followup import case_past, queries
from followup.models import Case, CaseState
from followup.places import Place
from foundation.tenancy.context import acting_for
from surveys.queries.answers import answers
from tests.factories.followup import GIVEN, make_ann, make_answer, make_case, make_closed_cases, make_entries, make_past
from tests.reading import plan, read

OWNED = pytest.mark.django_db(transaction=True)  # statistics are the owner's to gather, on a connection of its own
ANSWERS = "surveys_answer"
HEARD: dict[str, Any] = {"kind": "heard", "author": None}


@pytest.fixture
def ann(business: Business) -> Customer:
    """Ann Weber."""
    return make_ann(business)


@pytest.fixture
def case(business: Business, ann: Customer) -> Case:
    """Ann's, waiting."""
    return make_case(business, make_answer(business, ann))


def shown(client: Client, business: Business, case: Case, query: str = "") -> str:
    response = client.get(f"/b/{business.slug}/cases/{case.id}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def entries(page: str) -> list[int]:
    """The entries of the timeline that a page shows, by their numbers."""
    return [int(number) for number in re.findall(r"<p>Entry (\d+)\.</p>", page)]


def way(page: str, words: str) -> str:
    """Where a link of these words leads, "" where there is none."""
    found = re.search(rf'href="([^"#]*)[^"]*">{words}<', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_a_page_reads_no_more_of_a_thousand_than_of_twenty(
    client: Client, business: Business, mia: User, ann: Customer, case: Case
) -> None:
    address = f"/b/{business.slug}/cases/{case.id}/"
    make_past(business, ann, 20, state=CaseState.CLOSED, closed_at=GIVEN, cause="No parking")
    make_entries(business, case, 30, **HEARD)
    read(client, address)
    few = read(client, address)
    make_past(business, ann, 1000, state=CaseState.CLOSED, closed_at=GIVEN, cause="No parking")
    make_entries(business, case, 1000, **HEARD)
    many = read(client, address)
    assert (many.statements, many.rows) == (few.statements, few.rows)
    assert abs(many.bytes - few.bytes) < 500


def test_the_whole_timeline_is_gone_through_without_an_entry_lost_or_shown_twice(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    made = make_entries(business, case, 45)
    make_entries(business, case, 5, at=made[20].at)  # of one moment
    seen, query = [], ""
    for _ in range(3):
        page = shown(client, business, case, query)
        seen.append(entries(page))
        query = way(page, "Older ones")
    assert query == ""
    assert seen[0][-1] == 44
    assert [len(one) for one in seen] == [20, 20, 10]
    assert sorted(number for one in seen for number in one) == sorted([*range(45), *range(5)])


def test_the_opening_stands_at_the_beginning_alone(client: Client, business: Business, mia: User, case: Case) -> None:
    make_entries(business, case, 21)
    page = shown(client, business, case)
    assert "Case opened" not in page
    first = shown(client, business, case, way(page, "Older ones"))
    assert "Case opened" in first
    assert way(first, "The latest") == f"/b/{business.slug}/cases/{case.id}/"
    assert way(page, "The latest") == ""


def test_a_place_that_is_none_is_not_there(client: Client, business: Business, mia: User, case: Case) -> None:
    assert client.get(f"/b/{business.slug}/cases/{case.id}/?before=x").status_code == 404


def test_the_last_things_that_make_a_case_wait_are_shown_on_every_page_of_it(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    make_entries(business, case, 30, **HEARD)
    page = shown(client, business, case)
    last = [f"Entry {number}." for number in range(30 - case_past.MOST_CAME_AFTER, 30)]
    assert re.findall(r"“(Entry \d+\.)”", page) == last
    assert "The last that came since our answer" in page
    assert re.findall(r"“(Entry \d+\.)”", shown(client, business, case, way(page, "Older ones"))) == last


def test_a_few_things_that_make_a_case_wait_are_all_shown(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    make_entries(business, case, case_past.MOST_CAME_AFTER, **HEARD)
    assert "The last that came since our answer" not in shown(client, business, case)


def test_what_was_said_before_the_last_answer_makes_nothing_wait(business: Business, case: Case) -> None:
    made = make_entries(business, case, 6, **HEARD)
    since = queries.since_answered(business, case.id, made[3].at, 10)
    assert [one.text for one in since] == ["Entry 4.", "Entry 5."]


def test_older_answers_are_a_press_away(
    client: Client, business: Business, mia: User, ann: Customer, case: Case
) -> None:
    past = make_past(business, ann, 10)
    page = shown(client, business, case)
    assert re.findall(r"“(Words \d+\.)”", page) == [one.comment for one in past]
    address = way(page, "Older ones")
    older = client.get(address).content.decode()
    assert "“Waited 40 minutes.”" in older  # the eleventh, of long ago
    assert "“Words" not in older


def test_without_older_answers_there_is_no_way_to_them(
    client: Client, business: Business, mia: User, ann: Customer, case: Case
) -> None:
    make_past(business, ann, 9)
    assert way(shown(client, business, case), "Older ones") == ""


def test_causes_are_those_of_the_latest_closed_cases(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followup.queries.cases.LOOKED_AT", 3)
    for days, cause in ((1, "Noise"), (2, ""), (3, "Queue"), (4, "Smell")):
        make_case(business, state=CaseState.CLOSED, cause=cause, closed_at=GIVEN - timedelta(days=days))
    assert queries.causes(business, GIVEN)[-2:] == ["Noise", "Queue"]


@OWNED
def test_an_index_serves_the_timeline(business: Business) -> None:
    cases = [make_case(business) for _ in range(20)]
    for one in cases:
        make_entries(business, one, 200)
    before = Place(GIVEN + timedelta(minutes=100), cases[0].id)
    found = plan(business, lambda: queries.timeline(business, cases[0].id, before, 21), "followup_caseentry")
    assert re.search(r"Index Scan Backward using case_entry_when.*\n.*Index Cond: .*\(at <= ", found)


@OWNED
def test_indexes_serve_what_a_customer_said_and_their_cases(business: Business) -> None:
    ann, ben = make_ann(business), make_ann(business, email="ben@example.com")
    for one in (ann, ben):
        make_past(business, one, 1000)
    make_closed_cases(business, 1000)

    def said() -> None:
        with acting_for(business):
            answers(business, customer=ann.id, limit=12)

    assert re.search("Incremental Sort(.*\n)*.*Index Scan using answer_customer_newest", plan(business, said, ANSWERS))
    found = plan(business, lambda: queries.history_of_customer(business, ann.id, limit=11), "followup_case")
    assert re.search("Incremental Sort(.*\n)*.*Index Scan using case_customer_newest", found)
