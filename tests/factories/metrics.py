"""Answers and deliveries with the ledger's lines, and numbers brought up to date from them."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from accounts.models import Business
from foundation.ids import uuid7
from foundation.ledger.actions import record, record_many
from foundation.ledger.feed import feed
from foundation.ledger.sealing import seal
from foundation.tenancy.context import acting_for
from metrics.actions import recount
from metrics.models import DailyHistogram, Goal
from surveys.lines import answer_line, new_salt
from surveys.models import Answer, Invitation, InvitationState, Survey
from tests.factories.customers import make_customer

Cells = dict[tuple[uuid.UUID, str, date, str, str], list[int]]


def give(
    business: Business,
    survey: Survey,
    scores: Iterable[int],
    on: date,
    segments: Mapping[str, str] | None = None,
    invitation: Invitation | None = None,
) -> list[Answer]:
    """Confirmed answers of one day, each with its line."""
    rows = [
        Answer(
            id=uuid7(),
            business_id=business.id,
            survey=survey,
            invitation=invitation,
            customer_id=invitation.customer_id if invitation else None,
            kind=survey.kind,
            score=score,
            given_at=datetime.combine(on, time(11), UTC),
            given_on=on,
            segments=dict(segments or {}),
            salt=new_salt(),
        )
        for score in scores
    ]
    with acting_for(business):
        Answer.objects.bulk_create(rows)
        record_many(business=business, lines=[("answer.given", row.id, line_of(row)) for row in rows])
    return rows


def line_of(row: Answer) -> dict[str, Any]:
    """What the ledger says of an answer."""
    return answer_line(
        survey_id=row.survey_id,
        given_on=row.given_on,
        score=row.score,
        state=row.state,
        salt=bytes(row.salt),
        delivered_on=row.invitation.delivered_on if row.invitation else None,
    )


def change(business: Business, answer: Answer, score: int) -> None:
    """Another score, as the page behind a letter's link writes it."""
    with acting_for(business):
        answer.score, answer.salt = score, new_salt()
        answer.save(update_fields=["score", "salt"])
        record(business=business, kind="answer.changed", subject=answer.id, data=line_of(answer))


def deliver(business: Business, survey: Survey, on: date, segments: Mapping[str, str] | None = None) -> Invitation:
    """A letter that arrived, with its line."""
    with acting_for(business):
        row = Invitation.objects.create(
            business_id=business.id,
            survey=survey,
            customer=make_customer(business),
            state=InvitationState.SENT,
            delivered_at=datetime.combine(on, time(9), UTC),
            delivered_on=on,
            segments=dict(segments or {}),
        )
        data = {"survey": survey.id.hex, "day": on.isoformat()}
        record(business=business, kind="invitation.sent", subject=row.id, data=data)
    return row


def catch_up(business: Business, now: datetime | None = None) -> None:
    """Hear of all that happened, and count the days it made stale."""
    while seal(business=business):
        pass
    while feed(business.id, "metrics"):
        pass
    business.refresh_from_db()
    while recount(business=business, dimensions=business.dimensions, now=now or timezone.now()):
        pass


def histograms(business: Business) -> Cells:
    """All that is stored, by survey, kind, day, dimension and segment."""
    with acting_for(business):
        return {
            (row.survey_id, row.kind, row.day, row.dimension, row.segment): row.counts
            for row in DailyHistogram.objects.all()
        }


def make_goal(business: Business, **values: Any) -> Goal:
    """From 24 to 40 points of NPS over the first quarter of 2026, looked at monthly."""
    with acting_for(business):
        return Goal.objects.create(
            **{
                "business_id": business.id,
                "metric": "nps",
                "baseline": 24,
                "target": 40,
                "starts_on": date(2026, 1, 1),
                "due_on": date(2026, 3, 31),
                **values,
            }
        )
