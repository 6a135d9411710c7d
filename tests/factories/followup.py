"""Cases, with the answer and the customer behind them."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import Business
from customers.models import Customer
from followup.models import Case, CaseEntry, CaseState, Improvement, ReplyText
from foundation.tenancy.context import acting_for
from surveys.models import Answer, Survey
from tests.factories.customers import make_customer

GIVEN = datetime(2026, 3, 3, 8, 12, tzinfo=UTC)  # a Tuesday


def make_answer(business: Business, customer: Customer | None = None, **values: Any) -> Answer:
    """A confirmed answer of 3 to "would you recommend us", with a comment."""
    with acting_for(business):
        survey = Survey.objects.filter(kind=values.get("kind", "nps")).first() or Survey.objects.create(
            business_id=business.id, name="After a visit", kind=values.get("kind", "nps")
        )
        usual = {"kind": "nps", "score": 3, "comment": "Waited 40 minutes.", "given_at": GIVEN, "salt": bytes(16)}
        filled = {**usual, **values}
        filled.setdefault("given_on", filled["given_at"].date())
        return Answer.objects.create(business_id=business.id, survey=survey, customer=customer, **filled)


def make_ann(business: Business, **values: Any) -> Customer:
    """Ann Weber, who can be written to."""
    return make_customer(business, **{"email": "ann@example.com", "name": "Ann Weber", **values})


def make_case(business: Business, answer: Answer | None = None, **values: Any) -> Case:
    """An open case, due eight hours after it was opened."""
    answer = answer or make_answer(business)
    with acting_for(business):
        opened = values.setdefault("opened_at", answer.given_at)
        values.setdefault("due_at", opened + timedelta(hours=8))
        return Case.objects.create(
            business_id=business.id, answer_id=answer.id, customer_id=answer.customer_id, **values
        )


def make_closed_cases(business: Business, count: int) -> None:
    """Many answers whose cases are closed."""
    like = make_answer(business)
    with acting_for(business):
        answers = Answer.objects.bulk_create(
            Answer(
                business_id=business.id,
                survey_id=like.survey_id,
                kind="nps",
                score=3,
                given_at=like.given_at,
                given_on=like.given_on,
                salt=bytes(16),
            )
            for _ in range(count)
        )
        Case.objects.bulk_create(
            Case(
                business_id=business.id,
                answer_id=answer.id,
                state=CaseState.CLOSED,
                due_at=GIVEN,
                closed_at=GIVEN,
            )
            for answer in answers
        )


def make_past(business: Business, customer: Customer | None, count: int, **values: Any) -> list[Answer]:
    """As many answers, the newest an hour before GIVEN and each a day before the next, every one with a case."""
    like, hour = make_answer(business, customer, given_at=GIVEN - timedelta(days=3000)), timedelta(hours=1)
    given = [GIVEN - hour - timedelta(days=number) for number in range(count)]
    common = {"business_id": business.id, "customer_id": like.customer_id}
    with acting_for(business):
        answers = Answer.objects.bulk_create(
            Answer(
                **common,
                survey_id=like.survey_id,
                kind="nps",
                score=3,
                comment=f"Words {number}.",
                given_at=at,
                given_on=at.date(),
                salt=bytes(16),
            )
            for number, at in enumerate(given)
        )
        Case.objects.bulk_create(
            Case(**{**common, "answer_id": one.id, "opened_at": one.given_at, "due_at": one.given_at + hour, **values})
            for one in answers
        )
    return answers


def make_entries(business: Business, case: Case, count: int, kind: str = "note", **values: Any) -> list[CaseEntry]:
    """As many entries of a case, a minute apart from GIVEN on."""
    with acting_for(business):
        return CaseEntry.objects.bulk_create(
            CaseEntry(
                **{
                    "business_id": business.id,
                    "case": case,
                    "kind": kind,
                    "text": f"Entry {number}.",
                    "at": GIVEN + timedelta(minutes=number),
                    **values,
                }
            )
            for number in range(count)
        )


def make_text(business: Business, **values: Any) -> ReplyText:
    """A text that says sorry."""
    usual = {"name": "Sorry", "text": "Hello {first name},\n\nI am sorry.\n\n{me}", "position": 0}
    with acting_for(business):
        return ReplyText.objects.create(business_id=business.id, **{**usual, **values})


def make_improvement(business: Business, **values: Any) -> Improvement:
    """A second till at noon, running since 1 March 2026, to be looked back on in May."""
    with acting_for(business):
        return Improvement.objects.create(
            **{
                "business_id": business.id,
                "title": "Second till at noon",
                "cause": "Waiting time",
                "kind": "nps",
                "owner": uuid.UUID(int=7),
                "starts_on": date(2026, 3, 1),
                "review_on": date(2026, 5, 1),
                "state": "started",
                **values,
            }
        )
