"""One address, one number, one customer, however many add or change them at the same instant."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier, Event
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from accounts.models import Business
from customers.actions import add_customer, change_customer, people, suppress
from customers.models import Customer
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.customers import everybody, make_customer

THREADS = 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """All have looked before any of them writes: the check alone cannot tell them apart."""
    looked, looks, check = Barrier(THREADS), count(), people._checked

    def wait(*args: Any) -> Any:
        values = check(*args)
        if next(looks) < THREADS:  # the others look a second time, having come too late
            looked.wait(10)
        return values

    monkeypatch.setattr(people, "_checked", wait)


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each thread got, or what it ran into."""

    def one(number: int) -> Any:
        try:
            return work(number)
        except Exception as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.mark.usefixtures("together")
def test_an_address_added_many_times_at_once_is_one_customer_and_plain_words(business: Business) -> None:
    found = at_once(lambda number: add_customer(business=business, email="ann@x.de", name=f"N{number}"))
    assert sum(isinstance(one, uuid.UUID) for one in found) == 1
    refused = [one for one in found if isinstance(one, ValidationError)]
    assert len(refused) == THREADS - 1
    assert {str(one.message_dict) for one in refused} == {
        "{'email': [\"E-mail: 'ann@x.de' is another customer's already.\"]}"
    }
    assert len(everybody(business)) == 1


@pytest.mark.usefixtures("together")
def test_a_number_given_to_many_at_once_is_one_customers(business: Business) -> None:
    whom = [make_customer(business).id for _ in range(THREADS)]
    found = at_once(lambda at: change_customer(business=business, customer_id=whom[at], external_id="7"))
    assert found.count(True) == 1
    assert sum(isinstance(one, ValidationError) for one in found) == THREADS - 1
    assert [row.external_id for row in everybody(business).values()].count("7") == 1


@pytest.mark.usefixtures("together")
def test_the_page_says_it_beside_the_field(business: Business) -> None:
    owner = make_member(business)

    def post(number: int) -> tuple[int, str]:
        client = Client()
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
        reply = client.post(f"/b/{business.slug}/customers/new/", {"email": "ann@x.de", "name": f"N{number}"})
        return reply.status_code, reply.content.decode()

    replies = at_once(post)
    assert sorted(status for status, _ in replies) == [302] + [422] * (THREADS - 1)
    assert all("is another customer&#x27;s already" in page for status, page in replies if status == 422)


def test_an_edit_during_an_erasure_is_told_so_and_changes_nothing(business: Business) -> None:
    shown, owner = make_customer(business, email="ann@x.de"), make_member(business)
    locked, go_on = Event(), Event()

    def erase() -> None:
        with acting_for(business):
            Customer.objects.filter(id=shown.id).update(email=None, name="", erased_at=now())
            locked.set()
            go_on.wait(10)

    def let_go() -> None:
        go_on.wait(0.5)  # by then the edit waits for the row
        go_on.set()

    def edit() -> str:
        locked.wait(10)
        client = Client()
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
        address = f"/b/{business.slug}/customers/{shown.id}/edit/"
        with ThreadPoolExecutor(1) as later:
            later.submit(let_go)
            return client.post(address, {"email": "ann@x.de", "name": "Ann"}, follow=True).content.decode()

    found = at_once(lambda number: erase() if number == 0 else edit() if number == 1 else None)
    assert "They were erased from your list while you wrote. Nothing was changed." in found[1]
    assert [(row.email, row.name) for row in everybody(business).values()] == [(None, "")]


def test_who_is_erased_at_this_instant_is_not_added_by_hand(business: Business) -> None:
    held, go_on = Event(), Event()

    def erase() -> None:
        with acting_for(business):
            suppress(business=business, email="ann@x.de", reason="erased")
            held.set()
            go_on.wait(1)

    def add() -> uuid.UUID:
        held.wait(10)
        return add_customer(business=business, email="ann@x.de")

    found = at_once(lambda number: erase() if number == 0 else add() if number == 1 else None)
    assert isinstance(found[1], ValidationError)
    assert "asked to be forgotten" in str(found[1])
    assert not everybody(business)
