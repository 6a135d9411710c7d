"""Reading the queue."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Business
from followup import queries
from followup.models import CaseState
from foundation.tenancy.context import acting_for
from tests.factories.followup import GIVEN, make_case, make_closed_cases

NOW = GIVEN + timedelta(hours=4)


def test_open_cases_are_counted_for_one_business(business: Business, other_business: Business) -> None:
    make_case(business)
    make_case(business, state=CaseState.CLOSED)
    make_case(other_business)
    assert queries.open_count(business) == 1


def test_counting_reads_the_index_alone(business: Business) -> None:
    make_case(business)
    make_closed_cases(business, 500)
    with CaptureQueriesContext(connection) as captured:
        queries.open_count(business)
    (counting,) = (query["sql"] for query in captured if "COUNT" in query["sql"])
    with acting_for(business), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE; ANALYZE followup_case; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {counting}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using case_queue" in plan


def test_the_soonest_due_comes_first(business: Business) -> None:
    later, sooner = (make_case(business, due_at=NOW + timedelta(hours=hours)) for hours in (9, 2))
    assert [case.id for case in queries.queue(business)] == [sooner.id, later.id]
    assert queries.waiting(business) == (2, sooner.due_at)
