"""The lists of the queue: what they are called, what they say of themselves, and where they lead."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Business, User
from accounts.roles import Role
from followup import queries
from followup.lists import LABELS, LISTS, beside, sentence
from followup.models import CaseState
from tests.factories.accounts import make_member
from tests.factories.followup import make_ann, make_answer, make_case

LATE = timezone.now() - timedelta(hours=2)
LONGEST_AGO = "The one answered longest ago comes first."
NUMBERS = {"waiting": 3, "mine": 1, "unassigned": 0, "overdue": 1200, "answered": 5, "mine_answered": 2}


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("waiting", "3 cases wait for us, the soonest due first."),
        ("mine", "1 case of yours waits for us."),
        ("unassigned", ""),
        ("overdue", "1,200 cases wait for us and are late, the soonest due first."),
        ("answered", f"5 cases are answered: they wait for the customer, or to be closed. {LONGEST_AGO}"),
        ("mine_answered", f"2 cases of yours are answered: they wait for the customer, or to be closed. {LONGEST_AGO}"),
        ("closed", "All closed cases, the latest first."),
    ],
)
def test_a_list_says_in_a_sentence_what_it_shows(show: str, words: str) -> None:
    assert sentence(show, NUMBERS) == words


@pytest.mark.parametrize(
    ("show", "changed", "link"),
    [
        ("answered", {}, ("2 of them are yours", "mine_answered")),
        ("answered", {"mine_answered": 5}, None),
        ("mine_answered", {}, ("All 5 that are answered", "answered")),
        ("mine", {}, ("2 of yours are answered", "mine_answered")),
        ("mine", {"mine_answered": 0}, None),
        ("waiting", {}, None),
    ],
)
def test_ones_own_answered_cases_are_a_press_away(
    show: str, changed: dict[str, int], link: tuple[str, str] | None
) -> None:
    assert beside(show, NUMBERS | changed) == link


@pytest.fixture
def staff(client: Client, business: Business) -> User:
    """Mia, signed in, with cases of every standing: two wait and three are answered, one of each in her hands."""
    user = make_member(business, Role.STAFF, name="Mia Koch")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    ann = make_ann(business)
    standings: list[dict[str, Any]] = [
        {"due_at": LATE, "assignee": user.id},
        {"due_at": timezone.now() + timedelta(hours=2)},
        {"first_reply_at": LATE, "assignee": user.id},
        {"first_reply_at": LATE, "assignee": uuid.uuid4()},
        {"first_reply_at": LATE},
        {"state": CaseState.CLOSED, "closed_at": LATE},
    ]
    for number, values in enumerate(standings):
        make_case(business, make_answer(business, ann, comment=f"Words {number}."), **values)
    return user


def shown(client: Client, business: Business, show: str) -> str:
    response = client.get(f"/b/{business.slug}/queue/?show={show}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("show", [*LISTS, "open", "nonsense"])
def test_the_count_beside_a_list_is_its_length(client: Client, business: Business, staff: User, show: str) -> None:
    page = shown(client, business, show)
    counts = dict(re.findall(r'<a href="\?show=(\w+)"[^>]*>[^<]*?&nbsp;(\d+)</a>', page))
    assert counts == {"waiting": "2", "mine": "1", "unassigned": "1", "overdue": "1", "answered": "3"}
    length = int(counts.get(show, {"closed": 1, "mine_answered": 1}.get(show, 2)))
    assert page.count("“Words ") == length
    assert re.search(rf'role="status">({length} case|All closed)', page)


def test_the_menu_counts_what_its_link_opens(client: Client, business: Business, staff: User) -> None:
    menu = client.get(f"/b/{business.slug}/answers/").content.decode()
    assert '<span class="count">2</span>' in menu
    page = client.get(f"/b/{business.slug}/queue/").content.decode()
    assert page.count("“Words ") == 2
    assert '<span class="count">2</span>' in page


def test_the_list_of_ones_own_leads_to_those_that_are_answered(client: Client, business: Business, staff: User) -> None:
    assert '<a href="?show=mine_answered">1 of yours is answered</a>' in shown(client, business, "mine")
    page = shown(client, business, "mine_answered")
    assert '<a href="?show=answered">All 3 that are answered</a>' in page
    assert re.search(r'show=answered"\s+aria-current="true"', page)


def test_every_list_has_a_name_and_one_of_them_is_where_one_is(client: Client, business: Business, staff: User) -> None:
    for show, label in LABELS.items():
        page = shown(client, business, show)
        assert len(re.findall(r'\?show=\w+"\s+aria-current', page)) == 1
        assert re.search(rf'show={show}"\s+aria-current="page">{label}', page)


def test_among_answered_cases_the_next_is_an_answered_one(client: Client, business: Business, staff: User) -> None:
    (mine,) = queries.queue(business, show="mine_answered", user=staff.id)
    assert f'/cases/{mine.id}/">Open my next case' in shown(client, business, "answered")


def test_an_answered_case_says_when_and_by_whom(client: Client, business: Business, staff: User) -> None:
    jonas = make_member(business, Role.STAFF, name="Jonas Ott")
    long_ago = timezone.now() - timedelta(days=400)
    for by, assignee in ((staff, staff), (jonas, staff), (jonas, None)):
        holder = assignee.id if assignee else None
        make_case(business, assignee=holder, first_reply_at=long_ago, answered_at=long_ago, answered_by=by.id)
    page = shown(client, business, "answered")
    for words in ("by you", "by Jonas Ott; in hand: you", "by Jonas Ott; nobody has it yet"):
        assert re.search(rf"Answered \d+ \w+ {long_ago.year} \d\d:\d\d {words}\s", page)


def test_an_empty_list_says_what_would_stand_there(client: Client, business: Business) -> None:
    user = make_member(business, Role.STAFF)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = shown(client, business, "answered")
    assert "No answered case is open" in page
    assert 'role="status"' not in page
