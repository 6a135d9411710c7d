"""Saying what is changed, and looking back on it on its day."""

import uuid
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import held_dimensions
from accounts.models import Business
from accounts.queries import members
from followup.causes import tidy
from followup.improvement_rules import LONGEST_TEXT, Faults, Plan, faults_of
from followup.models import Found, Improvement, ImprovementState
from followup.queries.improvements import OPEN
from foundation.agenda.actions import add
from foundation.ids import uuid7
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from letters.actions import queue
from surveys.localtime import local_day
from surveys.queries.surveys import survey

LOOK = "followup.improvement"  # work on the agenda; its key is the improvement
REVIEW = (
    "followup.review"  # the purpose of the letter that asks to look back; `metrics` knows the figures and writes it
)
LOOKS_AT = time(8)  # local, on the first day and on the day to look back
Place = tuple[str, str]  # dimension and segment, both empty for everywhere


def add_improvement(
    *,
    business: Business,
    by: uuid.UUID,
    title: str,
    kind: str,
    starts_on: date,
    review_on: date,
    change: str = "",
    cause: str = "",
    survey_id: uuid.UUID | None = None,
    segment: Place = ("", ""),
    owner: uuid.UUID | None = None,
    improvement_id: uuid.UUID | None = None,
    now: datetime | None = None,
) -> uuid.UUID:
    """Plan an improvement, or let it run where its first day has come; its id. The same id again does nothing.

    Raises ValidationError naming each field that is wrong and its remedy.
    """
    now = now or timezone.now()
    with acting_for(business):
        if improvement_id and Improvement.objects.filter(id=improvement_id).exists():
            return improvement_id
        row = Improvement(id=improvement_id or uuid7(), business_id=business.id, created_at=now)
        plan = _plan(title, change, cause, kind, starts_on, review_on)
        _keep(business, row, plan, survey_id, segment, owner or by, now)
        data = {"kind": kind, "starts_on": starts_on.isoformat(), "review_on": review_on.isoformat()}
        record(business=business, kind="improvement.added", subject=row.id, actor=by, data=data)
        return row.id


def change_improvement(
    *,
    business: Business,
    improvement_id: uuid.UUID,
    by: uuid.UUID,
    title: str,
    kind: str,
    starts_on: date,
    review_on: date,
    change: str = "",
    cause: str = "",
    survey_id: uuid.UUID | None = None,
    segment: Place = ("", ""),
    owner: uuid.UUID | None = None,
    now: datetime | None = None,
) -> None:
    """Change what is planned or running; another day to look back is told anew.

    Raises ValidationError, naming each field or saying that it is settled, and Improvement.DoesNotExist.
    """
    now = now or timezone.now()
    with acting_for(business):
        row = _lock_open(improvement_id)
        if row.review_on != review_on:
            row.told = None
        plan = _plan(title, change, cause, kind, starts_on, review_on)
        _keep(business, row, plan, survey_id, segment, owner or row.owner, now)
        data = {"kind": kind, "starts_on": starts_on.isoformat(), "review_on": review_on.isoformat()}
        record(business=business, kind="improvement.changed", subject=row.id, actor=by, data=data)


def review_improvement(
    *,
    business: Business,
    improvement_id: uuid.UUID,
    found: str,
    outcome: str,
    by: uuid.UUID,
    now: datetime | None = None,
) -> None:
    """Look back: what the test says today (`found`, one of Found), and what people make of it.

    Raises ValidationError without words, before the first day and where it is settled; Improvement.DoesNotExist.
    """
    now = now or timezone.now()
    words = outcome.strip()
    with acting_for(business):
        row = Improvement.objects.select_for_update().get(id=improvement_id)
        if row.state == ImprovementState.REVIEWED and row.outcome == words:
            return
        _require_open(row)
        if row.state == ImprovementState.PLANNED:
            raise ValidationError("It has not begun yet. Change its first day, or give it up.")
        if not words:
            raise ValidationError({"outcome": "Say what came of it."})
        if len(words) > LONGEST_TEXT:
            raise ValidationError({"outcome": f"This is {len(words)} characters long; {LONGEST_TEXT} fit. Shorten it."})
        row.found, row.outcome = Found(found), words
        _settle(business, row, ImprovementState.REVIEWED, by, now, found=row.found)


def drop_improvement(
    *, business: Business, improvement_id: uuid.UUID, by: uuid.UUID, now: datetime | None = None
) -> None:
    """Give up what is planned or running. Raises ValidationError where it was looked back on, DoesNotExist."""
    with acting_for(business):
        row = Improvement.objects.select_for_update().get(id=improvement_id)
        if row.state != ImprovementState.DROPPED:
            _require_open(row)
            _settle(business, row, ImprovementState.DROPPED, by, now or timezone.now())


def look(*, business: Business, improvement_id: uuid.UUID, now: datetime) -> datetime | None:
    """Let it begin on its first day, and ask its owner to look back on the day for that; when to look again.

    Two workers on one improvement: the second waits for the first and finds nothing left. None when all is told.
    """
    with acting_for(business):
        row = Improvement.objects.select_for_update().filter(id=improvement_id, state__in=OPEN).first()
        if row is None:
            return None
        if row.state == ImprovementState.PLANNED:
            if looks_at(row.starts_on, business) > now:
                return looks_at(row.starts_on, business)
            row.state = ImprovementState.STARTED
            row.save(update_fields=["state"])
            record(business=business, kind="improvement.started", subject=row.id)
        if looks_at(row.review_on, business) > now:
            return looks_at(row.review_on, business)
        if row.told is None:
            row.told = uuid7()
            row.save(update_fields=["told"])
            record(business=business, kind="improvement.due", subject=row.id)
            queue(business=business, purpose=REVIEW, subjects=[row.told])
        return None


def looks_at(day: date, business: Business) -> datetime:
    """The instant at which the agenda looks after what is due on a day: 08:00, local time."""
    return datetime.combine(day, LOOKS_AT, ZoneInfo(business.timezone)).astimezone(UTC)


def _plan(title: str, change: str, cause: str, kind: str, starts_on: date, review_on: date) -> Plan:
    return Plan(
        title=" ".join(title.split()),
        change=change.strip(),
        cause=tidy(cause),
        kind=kind,
        starts_on=starts_on,
        review_on=review_on,
    )


def _keep(
    business: Business,
    row: Improvement,
    plan: Plan,
    survey_id: uuid.UUID | None,
    segment: Place,
    owner: uuid.UUID,
    now: datetime,
) -> None:
    """Save a plan that has no fault, and let the agenda look after it."""
    today = local_day(now, ZoneInfo(business.timezone))
    if faults := faults_of(plan, today) | _faults_of_place(business, plan.kind, survey_id, segment, owner):
        raise ValidationError(faults)
    row.title, row.change, row.cause, row.kind = plan.title, plan.change, plan.cause, plan.kind
    row.survey_id = survey_id
    row.dimension, row.segment = segment
    row.owner, row.starts_on, row.review_on = owner, plan.starts_on, plan.review_on
    planned = plan.starts_on > today
    row.state = ImprovementState.PLANNED if planned else ImprovementState.STARTED
    row.save()
    due = plan.starts_on if planned else plan.review_on
    add(business=business, kind=LOOK, key=str(row.id), due_at=looks_at(due, business))


def _faults_of_place(
    business: Business, kind: str, survey_id: uuid.UUID | None, segment: Place, owner: uuid.UUID
) -> Faults:
    faults = {}
    asked = survey(business, survey_id) if survey_id else None
    if survey_id and (asked is None or asked.kind != kind):
        faults["moves"] = "Choose the score it should move."
    if segment[0] and segment[0] not in held_dimensions(business):
        faults["segment"] = f"There is no segment '{segment[0]}'. Choose one of the list."
    if owner not in {person.id for person in members(business)}:
        faults["owner"] = "Choose somebody of your team."
    return faults


def _lock_open(improvement_id: uuid.UUID) -> Improvement:
    row = Improvement.objects.select_for_update().get(id=improvement_id)
    _require_open(row)
    return row


def _require_open(row: Improvement) -> None:
    if row.state not in OPEN:
        label = ImprovementState(row.state).label.lower()
        raise ValidationError(f"This improvement was {label} already. Add a new one.")


def _settle(
    business: Business, row: Improvement, state: ImprovementState, by: uuid.UUID, now: datetime, **data: Any
) -> None:
    row.state, row.settled_on = state, local_day(now, ZoneInfo(business.timezone))
    row.save()
    record(business=business, kind=f"improvement.{state.value}", subject=row.id, actor=by, data=data)
