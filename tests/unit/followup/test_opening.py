"""Hearing of answers."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Business
from followup.actions.opening import News, hear, open_cases
from followup.actions.work import take
from followup.models import Case, CaseEntry, CaseState
from foundation.agenda.runner import drain
from foundation.ids import uuid7
from foundation.ledger.actions import record
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.models import Answer
from tests.factories.accounts import make_member
from tests.factories.followup import GIVEN, make_ann, make_answer, make_case

LATER = GIVEN + timedelta(hours=1)


def told(business: Business, answer_id: uuid.UUID, kind: str, at: datetime = LATER, **values: object) -> uuid.UUID:
    """The answer changes, and this room hears of it; the ledger line's id."""
    line_id = uuid7()
    with acting_for(business):
        Answer.objects.filter(id=answer_id).update(**values)
    hear(business=business, news={answer_id: News(line_id, kind, at)})
    return line_id


def the_case(business: Business) -> Case:
    with acting_for(business):
        return Case.objects.get()


def said(business: Business) -> list[str]:
    with acting_for(business):
        return list(CaseEntry.objects.order_by("at").values_list("text", flat=True))


@pytest.mark.parametrize(
    ("kind", "score", "opens"),
    [
        ("nps", 6, True),
        ("nps", 7, False),
        ("csat", 2, True),
        ("csat", 3, False),
        ("ces", 5, True),
        ("ces", 4, False),
        ("ces2", 3, True),
        ("ces2", 4, False),
    ],
)
def test_an_answer_in_the_low_band_opens_a_case(business: Business, kind: str, score: int, opens: bool) -> None:
    answer = make_answer(business, kind=kind, score=score)
    assert bool(open_cases(business=business, heard={answer.id: GIVEN})) is opens


@pytest.mark.parametrize("state", ["provisional", "set_aside"])
def test_only_a_confirmed_answer_opens_a_case(business: Business, state: str) -> None:
    answer = make_answer(business, state=state)
    assert open_cases(business=business, heard={answer.id: GIVEN}) == []


def test_an_answer_has_one_case_however_often_it_is_heard_of(business: Business) -> None:
    answer = make_answer(business, make_ann(business))
    for _ in range(3):
        open_cases(business=business, heard={answer.id: GIVEN})
    case = the_case(business)
    assert (case.answer_id, case.customer_id, case.opened_at) == (answer.id, answer.customer_id, GIVEN)


@pytest.mark.parametrize(("days", "opens"), [(13, True), (15, False)])
def test_an_imported_answer_opens_a_case_while_it_is_fresh(business: Business, days: int, opens: bool) -> None:
    answer = make_answer(business, source="import")
    heard = {answer.id: GIVEN + timedelta(days=days)}
    assert bool(open_cases(business=business, heard=heard)) is opens


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("2026-03-03 09:00", "2026-03-03 17:00"),  # a Tuesday
        ("2026-03-06 16:00", "2026-03-09 16:00"),  # Friday afternoon: Monday
        ("2026-03-07 11:00", "2026-03-09 17:00"),  # Saturday
        ("2026-03-27 16:00", "2026-03-30 16:00"),  # over the night the clocks go forward
        ("2026-10-23 12:00", "2026-10-26 12:00"),  # and back
    ],
)
def test_a_reply_is_due_in_working_hours(business: Business, given: str, due: str) -> None:
    zone = ZoneInfo(business.timezone)
    start = datetime.fromisoformat(given).replace(tzinfo=zone)
    answer = make_answer(business, given_at=start.astimezone(UTC))
    open_cases(business=business, heard={answer.id: start.astimezone(UTC)})
    assert the_case(business).due_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") == due


def test_a_changed_answer_is_noted_on_its_case(business: Business) -> None:
    case = make_case(business)
    told(business, case.answer_id, "answer.changed", score=9)
    assert said(business) == ["The customer’s answer changed to 9."]
    assert the_case(business).state == CaseState.OPEN


def test_the_same_line_is_noted_once(business: Business) -> None:
    case = make_case(business)
    line_id = told(business, case.answer_id, "answer.changed", score=9)
    hear(business=business, news={case.answer_id: News(line_id, "answer.changed", LATER)})
    assert len(said(business)) == 1


def test_a_mind_changed_for_the_worse_opens_a_case_due_from_then(business: Business) -> None:
    answer = make_answer(business, score=9)
    told(business, answer.id, "answer.changed", at=GIVEN + timedelta(days=1), score=2)
    assert the_case(business).opened_at == GIVEN + timedelta(days=1)


def test_an_answer_set_aside_closes_a_case_nobody_touched(business: Business) -> None:
    case = make_case(business)
    told(business, case.answer_id, "answer.set_aside", state="set_aside", set_aside="three scores in a minute")
    closed = the_case(business)
    assert (closed.state, closed.outcome, closed.closed_by) == (CaseState.CLOSED, "set_aside", None)
    assert said(business) == ["The answer was set aside: three scores in a minute."]


def test_an_answer_set_aside_leaves_a_case_somebody_works_on(business: Business) -> None:
    case = make_case(business)
    take(business=business, case_id=case.id, by=make_member(business).id)
    told(business, case.answer_id, "answer.set_aside", state="set_aside", set_aside="too quick")
    assert the_case(business).state == CaseState.OPEN


def test_an_answer_restored_opens_its_case_again_due_from_then(business: Business) -> None:
    case = make_case(business)
    told(business, case.answer_id, "answer.set_aside", state="set_aside", set_aside="too quick")
    told(business, case.answer_id, "answer.restored", at=GIVEN + timedelta(days=1), state="confirmed", set_aside="")
    again = the_case(business)
    assert (again.state, again.outcome, again.due_at > case.due_at) == (CaseState.OPEN, "", True)


def test_an_answer_in_the_ledger_becomes_a_case_by_itself(business: Business) -> None:
    answer = make_answer(business)
    with acting_for(business):
        record(business=business, kind="answer.given", subject=answer.id)
    drain()
    with acting_for(business):
        line = LedgerLine.objects.get(kind="case.opened")
        assert (line.subject, line.data) == (the_case(business).id, {"answer": str(answer.id)})


def test_an_erased_customers_case_keeps_no_words(business: Business) -> None:
    case = make_case(business, make_answer(business, make_ann(business)))
    with acting_for(business):
        CaseEntry.objects.create(business_id=business.id, case=case, kind="note", text="Ann called twice.")
        assert case.customer_id
        record(business=business, kind="customer.erased", subject=case.customer_id)
    drain()
    assert said(business) == [""]


def test_anothers_answer_opens_nothing(business: Business, other_business: Business) -> None:
    theirs = make_answer(other_business)
    assert open_cases(business=business, heard={theirs.id: GIVEN}) == []
