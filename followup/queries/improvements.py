"""Reading improvements: the list, one of them, and what other pages show of them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from followup.improvement_rules import Suggestion, commonest
from followup.models import Improvement, ImprovementState
from followup.queries.cases import recent_causes
from foundation.tenancy.context import HasId, business_id_of, reading_for

SUGGESTED_OVER = timedelta(days=90)
MOST_MARKS = 50  # of the latest
OPEN = (ImprovementState.PLANNED, ImprovementState.STARTED)
BEGUN = (ImprovementState.STARTED, ImprovementState.REVIEWED)

# One statement for Home: cases that wait are counted by the index `case_waiting` alone. Running ones come first.
GLANCE = """
WITH waits AS (
    SELECT count(*) AS n, min(due_at) AS first FROM followup_case
    WHERE business_id = %(business)s AND state = 'open' AND (first_reply_at IS NULL OR heard_at IS NOT NULL)),
still AS (SELECT EXISTS (SELECT FROM followup_case WHERE business_id = %(business)s AND state = 'open') AS open)
SELECT w.n, w.first, s.open, i.id, i.title, i.kind, i.starts_on, i.review_on, i.state
FROM waits AS w CROSS JOIN still AS s
LEFT JOIN followup_improvement AS i ON i.business_id = %(business)s AND i.state IN ('started', 'reviewed')
ORDER BY i.state DESC, i.starts_on DESC, i.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an improvement began, for charts. `review_on` is None once somebody has looked back."""

    id: uuid.UUID
    title: str
    kind: str
    starts_on: date
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Glance:
    """How many cases wait for an answer, when the first of them is due, and whether any is open at all.

    `marks` are the improvements that began, running ones first.
    """

    waiting: int
    first_due: datetime | None
    is_open: bool
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class ImprovementView:
    """One improvement. `owner` is a user; `survey_id` None means every survey that asks this kind of question."""

    id: uuid.UUID
    title: str
    change: str
    cause: str
    kind: str
    survey_id: uuid.UUID | None
    dimension: str
    segment: str
    owner: uuid.UUID
    starts_on: date
    review_on: date
    state: ImprovementState
    told: uuid.UUID | None
    found: str
    outcome: str
    settled_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed and looked back on."""
        return self.state in OPEN

    @property
    def has_begun(self) -> bool:
        """Whether its first day has come."""
        return self.state in BEGUN

    def is_due(self, today: date) -> bool:
        """Whether it is time to look back."""
        return self.state == ImprovementState.STARTED and self.review_on <= today


def improvements(business: HasId | uuid.UUID, *, settled: bool = False, limit: int = 100) -> list[ImprovementView]:
    """Those that are planned or running, the soonest to look back on first; or the settled ones, the latest first."""
    with reading_for(business):
        rows = Improvement.objects.exclude(state__in=OPEN) if settled else Improvement.objects.filter(state__in=OPEN)
        ordered = rows.order_by("-settled_on", "-id") if settled else rows.order_by("review_on", "id")
        return [_view(row) for row in ordered[:limit]]


def improvements_of_groups(business: HasId | uuid.UUID) -> list[ImprovementView]:
    """Those planned or running for one segment alone."""
    with reading_for(business):
        rows = Improvement.objects.filter(state__in=OPEN).exclude(dimension="").order_by("review_on", "id")
        return [_view(row) for row in rows]


def improvement(business: HasId | uuid.UUID, improvement_id: uuid.UUID) -> ImprovementView | None:
    """One improvement, or None where this business has none of this id."""
    with reading_for(business):
        row = Improvement.objects.filter(id=improvement_id).first()
        return None if row is None else _view(row)


def told_by(business: HasId | uuid.UUID, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, ImprovementView]:
    """The improvements that letters of these subjects are about."""
    with reading_for(business):
        return {row.told: _view(row) for row in Improvement.objects.filter(told__in=subjects) if row.told}


def marks(business: HasId | uuid.UUID, kind: str) -> list[Mark]:
    """Where improvements that should move a kind of question began, the latest first."""
    with reading_for(business):
        begun = Improvement.objects.filter(kind=kind, state__in=BEGUN).order_by("-starts_on", "id")[:MOST_MARKS]
        return [Mark(row.id, row.title, row.kind, row.starts_on, _still(row.state, row.review_on)) for row in begun]


def glance(business: HasId | uuid.UUID) -> Glance:
    """What Home shows of this room, in one statement."""
    with reading_for(business), connection.cursor() as cursor:
        cursor.execute(GLANCE, {"business": business_id_of(business), "limit": MOST_MARKS})
        rows = cursor.fetchall()
    found = [Mark(row[3], row[4], row[5], row[6], _still(row[8], row[7])) for row in rows if row[3]]
    n, first, is_open = rows[0][:3]
    return Glance(n, first, is_open, found)


def suggestion(business: HasId | uuid.UUID, now: datetime) -> Suggestion | None:
    """The commonest cause of the cases closed in the last 90 days that no planned or running improvement is about."""
    with reading_for(business):
        counts = recent_causes(business, now - SUGGESTED_OVER)
        taken = set(Improvement.objects.filter(state__in=OPEN).values_list("cause", flat=True)) if counts else set()
        return commonest(counts, taken)


def _still(state: str, review_on: date) -> date | None:
    return review_on if state == ImprovementState.STARTED else None


def _view(row: Improvement) -> ImprovementView:
    return ImprovementView(
        id=row.id,
        title=row.title,
        change=row.change,
        cause=row.cause,
        kind=row.kind,
        survey_id=row.survey_id,
        dimension=row.dimension,
        segment=row.segment,
        owner=row.owner,
        starts_on=row.starts_on,
        review_on=row.review_on,
        state=ImprovementState(row.state),
        told=row.told,
        found=row.found,
        outcome=row.outcome,
        settled_on=row.settled_on,
    )
