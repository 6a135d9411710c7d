"""A customer's page: who is this, what did they say, and what was done about it?"""

import re
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import Business
from accounts.roles import MATRIX, Permission, Role
from customers.models import Customer
from followup.models import Case, CaseState
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.customers import make_customer
from tests.factories.figures import NOW
from tests.factories.followup import make_ann, make_answer, make_case, make_past
from tests.factories.rounds import asked_before
from tests.reading import read
from tests.unit.dashboards.conftest import SignIn


@pytest.fixture
def ann(business: Business) -> Customer:
    """Ann Weber."""
    return make_ann(business, properties={"favourite_shop": "Kiosk"})


def page(client: Client, business: Business, ann: Customer, query: str = "") -> str:
    response = client.get(f"/b/{business.slug}/customers/{ann.id}/{query}")
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def link(text: str, words: str) -> str:
    """Where a link of these words leads."""
    found = re.search(rf'<a[^>]*href="([^"]*)"[^>]*>{re.escape(words)}', text)
    assert found, words
    return found[1]


def change(business: Business, case: Case, **values: Any) -> None:
    with acting_for(business):
        Case.objects.filter(id=case.id).update(**values)


def say(business: Business, ann: Customer, count: int, **values: Any) -> list[Any]:
    return [
        make_answer(business, ann, comment=f"Words {n}.", given_at=NOW - timedelta(days=n), **values)
        for n in range(count)
    ]


def test_what_they_said_stands_there_the_newest_first(business: Business, ann: Customer, sign_in: SignIn) -> None:
    say(business, ann, 2)
    make_answer(business, make_customer(business), comment="Somebody else.", given_at=NOW)
    text = page(sign_in(Role.STAFF), business, ann)
    assert re.findall(r"“(.*?)”", text) == ["Words 0.", "Words 1."]
    assert "Today 12:30</a>, After a visit" in text
    assert '3<small aria-hidden="true">/10</small>' in text


def test_a_scale_on_which_little_is_good_says_so(business: Business, ann: Customer, sign_in: SignIn) -> None:
    make_answer(business, ann, kind="ces", score=2, given_at=NOW)
    text = page(sign_in(Role.STAFF), business, ann)
    assert "After a visit (lower is better)" in text
    assert '2<small aria-hidden="true">/7</small>' in text


def test_an_answer_leads_to_where_it_is_read_and_to_its_case(
    business: Business, ann: Customer, sign_in: SignIn
) -> None:
    (answer,) = say(business, ann, 1)
    case = make_case(business, answer)
    client = sign_in(Role.STAFF)
    text = page(client, business, ann)
    assert link(text, "Reply") == f"/b/{business.slug}/cases/{case.id}/"
    address, _, anchor = link(text, "Today 12:30").partition("#")
    assert f'<li id="{anchor}">' in client.get(address).content.decode()


@pytest.mark.parametrize("state", ["set_aside", "provisional"])
def test_what_does_not_count_is_shown_and_said(business: Business, ann: Customer, sign_in: SignIn, state: str) -> None:
    make_answer(business, ann, state=state, set_aside="a hidden link" * (state == "set_aside"), given_at=NOW)
    client = sign_in(Role.STAFF)
    text = page(client, business, ann)
    assert {"set_aside": "Set aside: a hidden link", "provisional": "Not confirmed yet"}[state] in text
    assert "Waited 40 minutes." in client.get(link(text, "Today 12:30").partition("#")[0]).content.decode()


def test_ten_answers_are_shown_and_all_are_a_press_away(business: Business, ann: Customer, sign_in: SignIn) -> None:
    say(business, ann, 10)
    client = sign_in(Role.STAFF)
    assert "All that they said" not in page(client, business, ann)
    make_answer(business, ann, given_at=NOW - timedelta(days=30), comment="The eleventh.")
    text = page(client, business, ann)
    assert "The eleventh." not in text
    everything = unescape(client.get(link(text, "All that they said")).content.decode())
    assert "11 answers by Ann Weber, in every state." in everything
    assert "The eleventh." in everything


def test_their_cases_say_how_they_stand(business: Business, ann: Customer, sign_in: SignIn) -> None:
    mia = make_member(business, Role.STAFF, name="Mia Koch")
    waiting, closed = (make_case(business, answer) for answer in say(business, ann, 2))
    change(business, waiting, due_at=NOW + timedelta(hours=1), assignee=mia.id)
    ended = {"state": CaseState.CLOSED, "closed_at": NOW, "closed_by": mia.id, "cause": "Price", "outcome": "solved"}
    change(business, closed, **ended)
    text = page(sign_in(Role.STAFF), business, ann)
    assert link(text, "Case of today 12:30") == f"/b/{business.slug}/cases/{waiting.id}/"
    assert "In hand: Mia Koch" in text
    assert "due today 13:30" in text
    assert "Closed today 12:30 by Mia Koch: Price" in text
    assert "closed: solved" in text


def test_older_cases_follow_without_one_lost_or_shown_twice(business: Business, ann: Customer, sign_in: SignIn) -> None:
    made = {str(make_case(business, answer, opened_at=NOW).id) for answer in say(business, ann, 23)}
    client, seen, query = sign_in(Role.STAFF), [], ""
    for _ in range(3):
        text = page(client, business, ann, query)
        cases = text.split('id="cases"')[1]
        seen += re.findall(r'/cases/([\w-]+)/">Case of', cases)
        query = link(cases, "Older").partition("#")[0] if ">Older<" in cases else ""
    assert (len(seen), set(seen)) == (23, made)
    assert query == ""


def test_a_place_that_is_none_is_not_there(business: Business, ann: Customer, sign_in: SignIn) -> None:
    assert sign_in(Role.STAFF).get(f"/b/{business.slug}/customers/{ann.id}/?cases=x").status_code == 404


def test_an_empty_page_says_why(business: Business, ann: Customer, sign_in: SignIn) -> None:
    client = sign_in(Role.STAFF)
    text = page(client, business, ann)
    assert "No answer yet. They were not asked yet." in text
    assert "No case. A case opens by itself when an answer is unhappy; they gave none yet." in text
    asked_before(business, customer_id=ann.id, delivered_at=NOW - timedelta(days=3))
    assert "They were asked on 15 November 2026 (“" in page(client, business, ann)


def test_staff_see_who_it_is_and_only_who_manages_customers_what_is_kept(
    business: Business, ann: Customer, sign_in: SignIn
) -> None:
    kept = ("Favourite shop", "What happened", "/edit/", ">Customers</a>")
    staff, manager = (page(sign_in(role), business, ann) for role in (Role.STAFF, Role.MANAGER))
    assert [words in staff for words in kept] == [False] * 4
    assert [words in manager for words in kept] == [True] * 4
    assert "ann@<wbr>example.<wbr>com" in staff


def test_who_may_not_read_single_answers_is_kept_out(business: Business, ann: Customer, sign_in: SignIn) -> None:
    assert sign_in(Role.VIEWER).get(f"/b/{business.slug}/customers/{ann.id}/").status_code == 403


def test_whoever_manages_customers_may_read_what_they_said() -> None:
    for may in MATRIX.values():
        assert Permission.SEE_ANSWERS in may or Permission.MANAGE_CUSTOMERS not in may


def test_a_stranger_is_not_there(business: Business, other_business: Business, sign_in: SignIn) -> None:
    theirs = make_ann(other_business)
    client = sign_in(Role.OWNER)
    for one in (theirs.id, uuid.uuid4()):
        assert client.get(f"/b/{business.slug}/customers/{one}/").status_code == 404


def test_a_page_reads_no_more_of_a_thousand_answers_and_cases_than_of_twenty(
    business: Business, ann: Customer, sign_in: SignIn
) -> None:
    client, address = sign_in(Role.MANAGER), f"/b/{business.slug}/customers/{ann.id}/"
    make_past(business, ann, 20)
    read(client, address)
    few = read(client, address)
    make_past(business, ann, 1000, state=CaseState.OPEN)
    many = read(client, address)
    assert (many.statements, many.rows) == (few.statements, few.rows)
    assert abs(many.bytes - few.bytes) < 100
