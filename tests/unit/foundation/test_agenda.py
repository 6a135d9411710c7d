"""Claiming, running and settling what is due."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Business
from foundation.agenda.actions import add, finish, put_off
from foundation.agenda.claiming import HANDED_OVER, RUNNING, Work, claim, take, take_next
from foundation.agenda.handlers import handlers
from foundation.agenda.models import Due
from foundation.agenda.runner import drain, perform, perform_each, perform_on
from foundation.agenda.tasks import run, tick
from tests.factories.accounts import make_business

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_is_not_due_is_not_claimed(business: Business) -> None:
    add(business=business, kind="test", due_at=NOW + timedelta(seconds=1))
    assert claim(now=NOW) == []


def test_rows_of_one_kind_collapse_into_one_piece_of_work(business: Business) -> None:
    for _ in range(5):
        add(business=business, kind="test", due_at=NOW)
    works = claim(now=NOW)
    assert len(works) == 1
    taken = take(work=works[0], now=NOW)
    assert taken
    finish(work=taken, next_due=None)
    assert not Due.objects.exists()


def test_a_message_delivered_twice_runs_once(business: Business) -> None:
    add(business=business, kind="test", due_at=NOW)
    (work,) = claim(now=NOW)
    assert take(work=work, now=NOW)
    assert take(work=work, now=NOW) is None


def test_a_message_lost_with_the_broker_is_sent_again(business: Business) -> None:
    add(business=business, kind="test", due_at=NOW)
    assert claim(now=NOW)
    assert not claim(now=NOW + HANDED_OVER / 2)
    assert claim(now=NOW + HANDED_OVER * 2)


def test_a_run_whose_worker_died_is_taken_up_again(business: Business) -> None:
    add(business=business, kind="test", due_at=NOW)
    assert take(work=claim(now=NOW)[0], now=NOW)
    assert not claim(now=NOW + RUNNING / 2)
    assert claim(now=NOW + RUNNING * 2)


def test_work_that_is_in_hand_is_not_begun_a_second_time(business: Business) -> None:
    add(business=business, kind="test", due_at=NOW)
    assert take(work=claim(now=NOW)[0], now=NOW)
    add(business=business, kind="test", due_at=NOW)
    assert claim(now=NOW) == []


def test_work_added_while_it_runs_is_done_afterwards(business: Business) -> None:
    add(business=business, kind="test", due_at=NOW)
    taken = take(work=claim(now=NOW)[0], now=NOW)
    add(business=business, kind="test", due_at=NOW)
    assert taken
    finish(work=taken, next_due=None)
    assert len(claim(now=NOW)) == 1


def test_a_failure_puts_the_work_off_longer_each_time(business: Business) -> None:
    add(business=business, kind="test", due_at=NOW)
    now, waits = NOW, []
    for _ in range(3):
        taken = take(work=claim(now=now)[0], now=now)
        assert taken
        put_off(work=taken, now=now, error="ZeroDivisionError")
        due = Due.objects.get()
        waits.append(due.due_at - now)
        now = due.due_at
    assert waits == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert (due.attempts, due.error) == (3, "ZeroDivisionError")


def test_a_handler_says_when_to_go_on(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    later = NOW + timedelta(days=1)
    monkeypatch.setitem(handlers, "test", lambda business_id, key: later)
    add(business=business, kind="test", due_at=NOW, key="k")
    perform(claim(now=NOW)[0])
    due = Due.objects.get()
    assert (due.due_at, due.key, due.token) == (later, "k", None)


def test_a_hot_business_does_not_hide_another(business: Business, other_business: Business) -> None:
    for _ in range(5):
        add(business=business, kind="test", due_at=NOW)
    add(business=other_business, kind="test", due_at=NOW)
    assert {work.business_id for work in claim(now=NOW)} == {business.id, other_business.id}


def test_the_machinerys_own_work_has_no_business(business: Business) -> None:
    add(business=None, kind="test", due_at=NOW)
    (work,) = claim(now=NOW)
    taken = take(work=work, now=NOW)
    assert taken
    assert taken.business_id is None
    finish(work=taken, next_due=None)
    assert not Due.objects.exists()


def test_what_others_claimed_meanwhile_is_not_claimed_again(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(business=business, kind="test", due_at=NOW)
    seen = list(Due.objects.all())
    assert claim(now=NOW)
    monkeypatch.setattr("foundation.agenda.claiming._due", lambda now, limit: seen)
    assert claim(now=NOW) == []


def test_no_more_is_handed_over_than_the_workers_have_in_hand(business: Business) -> None:
    for key in "abcd":
        add(business=business, kind="test", due_at=NOW, key=key)
    assert len(claim(now=NOW, limit=3)) == 3
    assert claim(now=NOW, limit=3) == []
    assert len(claim(now=NOW + HANDED_OVER * 2, limit=3)) == 3


def test_a_long_job_does_not_wait_for_all_the_small_ones(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("small", "long"):
        monkeypatch.setitem(handlers, kind, lambda business_id, key: None)
    for number in range(60):
        add(business=business, kind="small", due_at=NOW, key=str(number))
    add(business=business, kind="long", due_at=NOW + timedelta(seconds=1))
    works = claim(now=NOW + timedelta(seconds=1), limit=40)
    assert len(works) == 40
    assert "long" in {work.kind for work in works}


def test_a_worker_goes_on_with_what_follows(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def first(business_id: uuid.UUID, key: str) -> None:
        done.append("first")
        add(business=business_id, kind="second", due_at=timezone.now())

    monkeypatch.setitem(handlers, "first", first)
    monkeypatch.setitem(handlers, "second", lambda business_id, key: done.append("second"))
    add(business=business, kind="first", due_at=NOW)
    perform_on(claim(now=NOW)[0])
    assert done == ["first", "second"]
    assert not Due.objects.exists()


def test_a_worker_does_not_go_on_for_ever(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.agenda.runner.GO_ON_SECONDS", 0)
    monkeypatch.setitem(handlers, "test", lambda business_id, key: timezone.now())
    add(business=business, kind="test", due_at=NOW)
    perform_on(claim(now=NOW)[0])
    assert Due.objects.get().token is None


def test_a_message_delivered_twice_does_not_go_on(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setitem(handlers, "test", lambda business_id, key: done.append(key))
    add(business=business, kind="test", due_at=NOW, key="first")
    (work,) = claim(now=NOW)
    perform_on(work)
    add(business=business, kind="test", due_at=NOW, key="second")
    perform_on(work)
    assert done == ["first"]


def test_what_is_in_hand_is_not_gone_on_with(business: Business, other_business: Business) -> None:
    add(business=business, kind="test", due_at=NOW)
    add(business=other_business, kind="test", due_at=NOW)
    assert take_next(business_id=business.id, now=NOW)
    add(business=business, kind="test", due_at=NOW)
    assert take_next(business_id=business.id, now=NOW) is None


def messages_of_a_tick(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """What the tick sends: the arguments of each message, as the broker hands them on."""
    sent: list[list[Any]] = []
    monkeypatch.setattr(run, "apply_async", lambda args: sent.append(json.loads(json.dumps(args))))
    tick()
    return sent


def test_brief_work_shares_a_message_and_other_work_has_its_own(
    business: Business, other_business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[uuid.UUID, str]] = []
    for kind in ("small", "long"):
        monkeypatch.setitem(handlers, kind, lambda business_id, key: done.append((business_id, key)))
    monkeypatch.setattr("foundation.agenda.tasks.brief_kinds", {"small"})
    for of, key in ((business, "100%"), (business, "%(now)s"), (other_business, "é;'")):
        add(business=of, kind="small", due_at=NOW, key=key)
    add(business=business, kind="long", due_at=NOW)
    sent = messages_of_a_tick(monkeypatch)
    assert len(sent) == 2
    for arguments in sent:
        run(*arguments)
    assert set(done) == {
        (business.id, "100%"),
        (business.id, "%(now)s"),
        (other_business.id, "é;'"),
        (business.id, ""),
    }
    assert not Due.objects.exists()


def test_a_shared_message_delivered_twice_does_nothing_twice(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setitem(handlers, "small", lambda business_id, key: done.append(key))
    monkeypatch.setattr("foundation.agenda.tasks.brief_kinds", {"small"})
    for key in "ab":
        add(business=business, kind="small", due_at=NOW, key=key)
    (arguments,) = messages_of_a_tick(monkeypatch)
    add(business=business, kind="small", due_at=NOW, key="a")
    run(*arguments)
    run(*arguments)
    assert sorted(done) == ["a", "b"]


def test_brief_work_that_takes_long_gives_the_rest_back(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.agenda.runner.GO_ON_SECONDS", 0)
    for key in "ab":
        add(business=business, kind="test", due_at=NOW, key=key)
    perform_each(claim(now=NOW))
    assert len(claim(now=NOW)) == 2


def test_many_rows_of_one_piece_take_up_one_place(business: Business) -> None:
    for _ in range(5):
        add(business=business, kind="test", due_at=NOW, key="hot")
    add(business=business, kind="test", due_at=NOW + timedelta(seconds=1), key="later")
    assert {work.key for work in claim(now=NOW + timedelta(seconds=1), limit=2)} == {"hot", "later"}


def test_drain_does_all_that_is_due(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[uuid.UUID] = []
    monkeypatch.setitem(handlers, "test", lambda business_id, key: done.append(business_id))
    add(business=business, kind="test", due_at=NOW)
    assert drain() == 1
    assert done == [business.id]


def test_a_forged_token_takes_nothing(business: Business) -> None:
    add(business=business, kind="test", due_at=NOW)
    assert take(work=Work(business.id, "test", "", uuid.uuid4()), now=NOW) is None


@pytest.mark.django_db(transaction=True)
def test_claims_do_not_wait_for_the_disk_and_what_a_handler_writes_does(monkeypatch: pytest.MonkeyPatch) -> None:
    business, during = make_business(), []

    def handler(business_id: uuid.UUID, key: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            during.append(cursor.fetchone()[0])

    monkeypatch.setitem(handlers, "test", handler)
    add(business=business, kind="test", due_at=NOW)
    with CaptureQueriesContext(connection) as asked:
        perform(claim(now=NOW)[0])
    assert during == ["on"]
    assert sum("synchronous_commit = off" in query["sql"] for query in asked.captured_queries) == 3
