"""Reading the queue."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Business
from followup import queries
from followup.models import Case, CaseState
from followup.places import Place
from foundation.postgres.owner import as_owner
from foundation.tenancy.context import acting_for
from tests.factories.followup import GIVEN, make_ann, make_answer, make_case, make_closed_cases
from tests.reading import plan

NOW = GIVEN + timedelta(hours=4)


def test_cases_that_wait_are_counted_for_one_business(business: Business, other_business: Business) -> None:
    make_case(business)
    make_case(business, state=CaseState.CLOSED)
    make_case(business, first_reply_at=NOW)
    make_case(other_business)
    assert queries.waiting_count(business) == 1


@pytest.mark.django_db(transaction=True)  # statistics are the owner's to gather, on a connection of its own
def test_counting_reads_the_index_alone(business: Business) -> None:
    make_case(business)
    make_closed_cases(business, 500)
    with CaptureQueriesContext(connection) as captured:
        queries.waiting_count(business)
    (counting,) = (query["sql"] for query in captured if "COUNT" in query["sql"])
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("ANALYZE followup_case")
    with acting_for(business), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {counting}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using case_waiting" in plan


def test_the_soonest_due_comes_first(business: Business) -> None:
    later, sooner = (make_case(business, due_at=NOW + timedelta(hours=hours)) for hours in (9, 2))
    assert [case.id for case in queries.queue(business)] == [sooner.id, later.id]
    assert queries.waiting(business) == (2, sooner.due_at)


def test_pages_of_equal_due_times_neither_repeat_nor_skip(business: Business) -> None:
    made = {make_case(business, due_at=NOW).id for _ in range(5)}
    seen: list[queries.CaseView] = []
    while page := queries.queue(business, after=queries.place_of(seen[-1]) if seen else None, limit=2):
        seen += page
    assert len(seen) == 5
    assert {case.id for case in seen} == made


def test_closed_cases_come_latest_first(business: Business) -> None:
    early, late = (
        make_case(business, state=CaseState.CLOSED, closed_at=NOW + timedelta(hours=hour)) for hour in range(2)
    )
    first = queries.queue(business, show="closed", limit=1)
    second = queries.queue(business, show="closed", after=queries.place_of(first[0], "closed"))
    assert [case.id for case in first + second] == [late.id, early.id]


def test_an_answered_case_is_not_overdue(business: Business) -> None:
    late = make_case(business, due_at=NOW - timedelta(hours=1))
    make_case(business, due_at=NOW - timedelta(hours=1), first_reply_at=NOW)
    assert [case.id for case in queries.queue(business, show="overdue", now=NOW)] == [late.id]


def test_each_list_of_open_cases_is_as_long_as_its_count(business: Business) -> None:
    me, jonas, late = uuid.uuid4(), uuid.uuid4(), NOW - timedelta(hours=1)
    for holder in (me, jonas, None):
        for replied, heard in ((None, None), (NOW, None), (NOW, NOW)):
            make_case(business, assignee=holder, first_reply_at=replied, heard_at=heard, due_at=late)
    make_case(business, due_at=NOW + timedelta(hours=1))
    make_case(business, state=CaseState.CLOSED)
    counts = queries.counts(business, me, NOW)._asdict()
    assert counts == {"waiting": 7, "mine": 2, "unassigned": 3, "overdue": 6, "answered": 3, "mine_answered": 1}
    assert counts == {name: len(queries.queue(business, show=name, user=me, now=NOW)) for name in counts}
    assert queries.waiting_count(business) == queries.waiting(business)[0] == counts["waiting"]


def test_what_waits_and_what_is_answered_are_all_that_is_open(business: Business) -> None:
    made = {make_case(business, first_reply_at=replied).id for replied in (None, NOW)}
    lists = [{case.id for case in queries.queue(business, show=show)} for show in ("waiting", "answered")]
    assert lists[0] | lists[1] == made
    assert not lists[0] & lists[1]


def answered(business: Business, hours_ago: int, **values: Any) -> Case:
    at = NOW - timedelta(hours=hours_ago)
    return make_case(business, **{"first_reply_at": at, "answered_at": at, **values})


def test_of_answered_cases_the_one_answered_longest_ago_comes_first(business: Business) -> None:
    again = answered(business, 1, first_reply_at=NOW - timedelta(hours=9), due_at=NOW - timedelta(days=1))
    before = answered(business, 3, answered_at=None)  # by a process of the release before
    first = answered(business, 5)
    expected = [first.id, before.id, again.id]
    assert [case.id for case in queries.queue(business, show="answered")] == expected
    found = queries.next_of(business, None, answered=True)
    assert found
    assert found.id == first.id


def test_pages_of_answered_cases_neither_repeat_nor_skip(business: Business) -> None:
    made = {answered(business, hours).id for hours in (1, 2, 2, 2, 3)}
    seen: list[queries.CaseView] = []
    while page := queries.queue(
        business, show="answered", after=queries.place_of(seen[-1], "answered") if seen else None, limit=2
    ):
        seen += page
    assert len(seen) == 5
    assert {case.id for case in seen} == made


@pytest.mark.django_db(transaction=True)
def test_an_index_serves_the_answered_cases(business: Business) -> None:
    make_closed_cases(business, 500)
    for hours in range(300):
        answered(business, hours)
    after = Place(NOW - timedelta(hours=200), uuid.UUID(int=0))
    found = plan(business, lambda: queries.queue(business, show="answered", after=after, limit=26), "followup_case")
    assert re.search(r"Index Scan using case_answered.*\n.*Index Cond: .*CASE WHEN", found)


def test_answered_in_time_counts_cases_by_their_due_time(business: Business) -> None:
    due, ann = NOW - timedelta(hours=1), make_ann(business)

    def fell_due(at: datetime, **values: Any) -> None:
        make_case(business, make_answer(business, ann), due_at=at, **values)

    fell_due(due, first_reply_at=due)
    fell_due(due, first_reply_at=due + timedelta(seconds=1))
    fell_due(due)
    fell_due(due, state=CaseState.CLOSED, outcome="set_aside")
    fell_due(NOW, first_reply_at=due)
    make_case(business, due_at=due)  # of nobody
    assert queries.answered_in_time(business, NOW - timedelta(days=1), NOW) == (1, 3)


def test_no_case_due_is_no_share(business: Business) -> None:
    assert queries.answered_in_time(business, NOW - timedelta(days=1), NOW) == (0, 0)


def test_cases_are_found_by_answer_and_by_customer(business: Business, other_business: Business) -> None:
    ann = make_ann(business)
    case, theirs = make_case(business, make_answer(business, ann)), make_case(other_business)
    assert list(queries.case_of(business, [case.answer_id, theirs.answer_id])) == [case.answer_id]
    assert [one.id for one in queries.history_of_customer(business, ann.id)] == [case.id]
    assert queries.case(business, theirs.id) is None
