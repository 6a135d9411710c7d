"""Making surveys, changing their words, putting them away, and trying them out."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from foundation.ids import uuid7
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from letters.actions import queue
from surveys.asker import Asker
from surveys.models import RoundState, Survey
from surveys.scales import SCALES

TEST = "survey.test"  # the purpose of a test letter, whose subject is the ledger's line about asking for it
WORDS = (
    "question",
    "low_follow_up",
    "middle_follow_up",
    "high_follow_up",
    "thanks",
    "letter_subject",
    "letter_intro",
)
CHANGEABLE = frozenset(["name", "expires_days", *WORDS])
LONGEST_EXPIRY_DAYS = 365


def create_survey(*, business: Asker, kind: str, name: str = "", by: uuid.UUID | None = None) -> Survey:
    """A survey of a kind, with the standard words of it. Raises ValidationError naming the field."""
    if kind not in SCALES:
        raise ValidationError({"kind": f"Choose one of {', '.join(SCALES)}."})
    with acting_for(business):
        survey = Survey(business_id=business.id, kind=kind, name=name.strip() or SCALES[kind].name)
        _save(survey)
        record(business=business, kind="survey.created", subject=survey.id, actor=by, data={"kind": kind})
    return survey


def change_survey(*, business: Asker, survey_id: uuid.UUID, by: uuid.UUID | None = None, **values: Any) -> Survey:
    """Change the name, the words (empty: the standard ones) or the days a link lives.

    Raises ValidationError naming the field, and Survey.DoesNotExist.
    """
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise TypeError(f"not words of a survey: {sorted(unknown)}")
    with acting_for(business):
        survey = Survey.objects.select_for_update().get(id=survey_id)
        for field, value in values.items():
            setattr(survey, field, value.strip() if isinstance(value, str) else value)
        _save(survey)
        changed = {"fields": sorted(values)}
        record(business=business, kind="survey.changed", subject=survey_id, actor=by, data=changed)
    return survey


def archive_survey(*, business: Asker, survey_id: uuid.UUID, archived: bool, by: uuid.UUID | None = None) -> None:
    """Put a survey away, or bring it back. Its links go on working; its answers stay.

    Raises ValidationError while a round of it is planned, and Survey.DoesNotExist.
    """
    with acting_for(business):
        survey = Survey.objects.select_for_update().get(id=survey_id)
        if archived and survey.rounds.filter(state=RoundState.SCHEDULED).exists():
            raise ValidationError("A round of this survey is planned. Call that off first.")
        survey.archived_at = timezone.now() if archived else None
        survey.save(update_fields=["archived_at"])
        kind = "survey.archived" if archived else "survey.restored"
        record(business=business, kind=kind, subject=survey_id, actor=by)


def send_test(*, business: Asker, survey_id: uuid.UUID, by: uuid.UUID) -> uuid.UUID:
    """Send a survey's letter to the member `by`; the letter's subject. Raises Survey.DoesNotExist."""
    with acting_for(business):
        survey = Survey.objects.get(id=survey_id)
        trial = uuid7()
        record(business=business, kind="survey.tested", subject=trial, actor=by, data={"survey": str(survey.id)})
        queue(business=business, purpose=TEST, subjects=[trial])
    return trial


def _save(survey: Survey) -> None:
    if not 1 <= survey.expires_days <= LONGEST_EXPIRY_DAYS:
        raise ValidationError({"expires_days": f"Choose from 1 to {LONGEST_EXPIRY_DAYS} days."})
    survey.full_clean(exclude=["archived_at"])
    survey.save()
