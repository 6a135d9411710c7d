"""Many at once: one case for one answer, one owner of a case."""

import uuid

import pytest
from django.utils import timezone

from accounts.models import Business
from followup import queries
from followup.actions.closing import close
from followup.actions.opening import open_cases
from followup.actions.work import take, take_next
from followup.errors import ClosedError, TakenError
from foundation.ledger.actions import record
from foundation.ledger.feed import feed
from foundation.ledger.models import LedgerLine
from foundation.ledger.sealing import seal
from foundation.tenancy.context import acting_for
from letters.models import Letter
from tests.factories.accounts import make_member
from tests.factories.followup import make_answer, make_case
from tests.threads import MANY, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def count(business: Business, kind: str) -> int:
    with acting_for(business):
        return LedgerLine.objects.filter(kind=kind).count()


def test_twenty_who_hear_of_one_answer_open_one_case(business: Business) -> None:
    make_member(business)
    heard = {make_answer(business).id: timezone.now()}
    opened = at_once(lambda number: len(open_cases(business=business, heard=heard)))
    assert sorted(opened, key=str) == [0] * (MANY - 1) + [1]
    assert (queries.waiting_count(business), count(business, "case.opened")) == (1, 1)
    with acting_for(business):
        assert Letter.objects.count() == 1


def test_two_workers_on_one_event_open_one_case(business: Business) -> None:
    make_member(business)
    answer = make_answer(business)
    with acting_for(business):
        record(business=business, kind="answer.given", subject=answer.id)
    seal(business=business)
    at_once(lambda number: feed(business.id, "followup"), threads=2)
    assert (queries.waiting_count(business), count(business, "case.opened")) == (1, 1)


def test_twenty_who_take_one_case_leave_one_owner(business: Business) -> None:
    case = make_case(business)
    people = [make_member(business).id for _ in range(MANY)]
    results = at_once(lambda number: take(business=business, case_id=case.id, by=people[number]))
    assert sum(isinstance(result, TakenError) for result in results) == MANY - 1
    assert count(business, "case.taken") == 1


def test_people_who_take_the_next_at_once_get_different_cases(business: Business) -> None:
    cases = {make_case(business).id for _ in range(6)}
    people = [make_member(business).id for _ in range(6)]
    taken = at_once(lambda number: take_next(business=business, by=people[number]), threads=6)
    assert set(taken) == cases


def test_a_hasty_double_press_takes_one_case(business: Business) -> None:
    me, seen = make_member(business).id, make_case(business).id
    make_case(business)
    taken = at_once(lambda number: take_next(business=business, by=me, seen=seen), threads=5)
    assert taken == [seen] * 5
    assert count(business, "case.taken") == 1


def test_twenty_who_close_one_case_close_it_once(business: Business) -> None:
    case = make_case(business)
    people: list[uuid.UUID] = [make_member(business).id for _ in range(MANY)]
    results = at_once(
        lambda number: close(business=business, case_id=case.id, cause="Staff", outcome="solved", by=people[number])
    )
    assert sum(isinstance(result, ClosedError) for result in results) == MANY - 1
    assert count(business, "case.closed") == 1
