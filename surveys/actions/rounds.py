"""Planning rounds, preparing their invitations in slices, calling them off, and reminding."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone

from customers import queries as customers
from customers.queries import Person
from foundation.agenda.actions import add
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from letters.actions import cancel, queue
from surveys.asker import Asker
from surveys.models import Invitation, InvitationState, Round, RoundState, Survey
from surveys.queries.eligibility import judge

PREPARE = "surveys.round"  # work on the agenda; its key is the round
INVITATION = "survey.invitation"
UNDO = timedelta(seconds=60)
SLICE = 500
FURTHEST = timedelta(days=366)


class TooLateError(ValidationError):
    """A round that cannot be changed any more."""


def plan_round(
    *,
    business: Asker,
    survey_id: uuid.UUID,
    audience: Mapping[str, str],
    starts_at: datetime | None = None,
    round_id: uuid.UUID | None = None,
    by: uuid.UUID | None = None,
) -> Round:
    """Plan a round, at once or at `starts_at`. Its first letter waits 60 seconds, in which it can be undone.

    A `round_id` chosen beforehand makes pressing twice one round. Raises ValidationError and Survey.DoesNotExist.
    """
    now = timezone.now()
    if starts_at and starts_at > now + FURTHEST:
        raise ValidationError({"day": "Choose a day within a year from now."})
    if starts_at and starts_at < now:
        raise ValidationError({"day": "That time is over. Choose a later one, or send at once."})
    with acting_for(business):
        survey = Survey.objects.get(id=survey_id)
        if survey.archived_at:
            raise ValidationError("This survey is put away. Bring it back before you send it.")
        planned, made = Round.objects.get_or_create(
            id=round_id or Round().id,
            defaults={
                "business_id": business.id,
                "survey": survey,
                "audience": dict(audience),
                "starts_at": starts_at or now,
                "created_at": now,
                "created_by": by,
            },
        )
        if made:
            data = {"survey": str(survey.id), "starts_at": planned.starts_at.isoformat()}
            record(business=business, kind="round.scheduled", subject=planned.id, actor=by, data=data)
            add(business=business, kind=PREPARE, key=planned.id.hex, due_at=planned.starts_at)
    return planned


def prepare_slice(*, business: Asker, round_id: uuid.UUID, now: datetime, size: int = SLICE) -> datetime | None:
    """Look at the next `size` customers of a round: an invitation for each, queued or skipped; when to go on.

    The round's row is the lock, and how far it got commits with the invitations: a worker killed here, or a second one,
    doubles nobody.
    """
    with acting_for(business):
        current = Round.objects.select_for_update(of=("self",)).select_related("survey").filter(id=round_id).first()
        if current is None or current.state in (RoundState.CANCELLED, RoundState.SENT):
            return None
        if current.prepared_at:
            close_if_done(business=business, round_ids=[round_id])
            return None
        if current.starts_at > now:
            return current.starts_at
        people = customers.audience(business, current.audience, current.prepared_through, size)
        _invite(business, current, people, now)
        current.state = RoundState.SENDING
        current.prepared_through = people[-1].id if people else current.prepared_through
        current.prepared_at = now if len(people) < size else None
        current.save(update_fields=["state", "prepared_through", "prepared_at"])
        if current.prepared_at:
            close_if_done(business=business, round_ids=[round_id])
    return now if current.prepared_at is None else None


def cancel_round(*, business: Asker, round_id: uuid.UUID, by: uuid.UUID | None = None) -> int:
    """Call a round off: what has not gone out never will. How many letters were stopped.

    Raises TooLateError where all have gone, and Round.DoesNotExist.
    """
    with acting_for(business):
        current = Round.objects.select_for_update().get(id=round_id)
        if current.state == RoundState.CANCELLED:
            return 0
        if current.state == RoundState.SENT:
            raise TooLateError("All letters of this round have gone out already.")
        stopped = cancel(business=business, bundle=round_id)
        rows = Invitation.objects.filter(round_id=round_id, id__in=stopped).order_by("id").select_for_update()
        rows.filter(id__in=[row.id for row in rows]).update(state=InvitationState.CANCELLED)
        current.state = RoundState.CANCELLED
        current.save(update_fields=["state"])
        record(business=business, kind="round.cancelled", subject=round_id, actor=by, data={"letters": len(stopped)})
    return len(stopped)


def close_if_done(*, business: Asker, round_ids: list[uuid.UUID]) -> None:
    """Call rounds sent whose invitations are all prepared and all settled.

    It never waits for a round's lock, since letters call it with their own rows locked: a round in somebody's hands is
    looked at again by the agenda.
    """
    waiting = Invitation.objects.filter(round_id=OuterRef("id"), state=InvitationState.QUEUED)
    still = Round.objects.filter(id__in=round_ids, state=RoundState.SENDING).filter(~Exists(waiting))
    ids = set(still.values_list("id", flat=True))
    locked = list(Round.objects.filter(id__in=ids).order_by("id").select_for_update(skip_locked=True))
    for current in locked:
        if current.state == RoundState.SENDING and current.prepared_at:
            current.state = RoundState.SENT
            current.save(update_fields=["state"])
    for round_id in ids - {current.id for current in locked}:
        add(business=business, kind=PREPARE, key=round_id.hex, due_at=timezone.now())


def undo_until(planned: Round) -> datetime:
    """Until when a round can be called off before its first letter goes out."""
    return max(planned.starts_at, planned.created_at + UNDO)


def _invite(business: Asker, current: Round, people: list[Person], now: datetime) -> None:
    """Write the invitations of a slice, and queue the letters of those who may be asked."""
    ids = [person.id for person in people]
    already = set(
        Invitation.objects.filter(round_id=current.id, customer_id__in=ids).values_list("customer_id", flat=True)
    )
    new = [person for person in people if person.id not in already]
    skips = judge(business, new, now)
    rows = [
        Invitation(
            business_id=business.id,
            survey_id=current.survey_id,
            round_id=current.id,
            customer_id=person.id,
            segments=segments_of(business, person),
            created_at=now,
        )
        for person in new
    ]
    for row in rows:
        if skip := skips.get(row.customer_id):
            row.state, row.reason, row.note = InvitationState.SKIPPED, skip.reason, skip.note
    Invitation.objects.bulk_create(rows)
    queued = [row.id for row in rows if row.state == InvitationState.QUEUED]
    if queued:
        queue(
            business=business,
            purpose=INVITATION,
            subjects=queued,
            bundle=current.id,
            not_before=max(now, undo_until(current)),
        )


def segments_of(business: Asker, person: Person) -> dict[str, str]:
    """The business's dimensions, those of before too, that a person has a value in, as they are today."""
    return {name: person.properties[name] for name in business.noted_dimensions if person.properties.get(name)}
