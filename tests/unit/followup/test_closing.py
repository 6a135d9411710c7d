"""Closing and reopening."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Business
from followup import queries
from followup.actions.closing import close, reopen
from followup.errors import ClosedError
from followup.models import Case
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.followup import GIVEN, make_case


def shut(business: Business, case: Case, **values: Any) -> None:
    close(**{"business": business, "case_id": case.id, "cause": "Waiting time", "outcome": "solved", **values})


def test_a_case_is_closed_with_its_cause_and_outcome(business: Business) -> None:
    case, me = make_case(business), make_member(business)
    shut(business, case, cause=" waiting  TIME ", by=me.id)
    closed = queries.case(business, case.id)
    assert closed
    assert (closed.is_open, closed.cause, closed.outcome, closed.closed_by) == (False, "Waiting time", "Solved", me.id)
    assert queries.waiting_count(business) == 0


def test_closing_twice_writes_one_line(business: Business) -> None:
    case, me = make_case(business), make_member(business)
    for _ in range(2):
        shut(business, case, by=me.id)
    with acting_for(business):
        line = LedgerLine.objects.get()
    assert (line.kind, line.actor, line.data) == ("case.closed", me.id, {"outcome": "solved"})


def test_the_second_to_close_is_told_who_was_quicker(business: Business) -> None:
    case = make_case(business)
    shut(business, case, by=make_member(business, name="Jonas").id)
    with pytest.raises(ClosedError, match="Jonas closed this case"):
        shut(business, case, outcome="apologised", by=make_member(business).id)


@pytest.mark.parametrize(
    ("field", "value"), [("cause", "  "), ("cause", "x" * 81), ("outcome", ""), ("outcome", "set_aside")]
)
def test_closing_needs_a_cause_and_an_outcome(business: Business, field: str, value: str) -> None:
    case = make_case(business)
    with pytest.raises(ValidationError) as fault:
        shut(business, case, by=make_member(business).id, **{field: value})
    assert list(fault.value.message_dict) == [field]
    assert queries.waiting_count(business) == 1


def test_a_reopened_case_keeps_its_due_time(business: Business) -> None:
    case, me = make_case(business), make_member(business)
    shut(business, case, by=me.id)
    for _ in range(2):
        reopen(business=business, case_id=case.id, by=me.id)
    again = queries.case(business, case.id)
    assert again
    assert (again.is_open, again.cause, again.outcome, again.due_at) == (True, "", "", case.due_at)
    assert [entry.kind for entry in queries.timeline(business, case.id)] == ["closed", "reopened"]


def test_a_new_cause_joins_the_list(business: Business) -> None:
    shut(business, make_case(business), cause="No parking", by=make_member(business).id)
    assert queries.causes(business)[-1] == "No parking"
    assert queries.recent_causes(business, GIVEN - timedelta(days=1)) == [("No parking", 1)]
