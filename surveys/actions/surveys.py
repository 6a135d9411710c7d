"""Making surveys, changing their words, putting them away, and trying them out."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from foundation.ids import uuid7
from foundation.languages import LANGUAGES, STANDARD, first_spoken
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from letters.actions import queue
from surveys.asker import Asker
from surveys.models import RoundState, Survey
from surveys.scales import SCALES
from surveys.wordings import WORDS

TEST = "survey.test"  # the purpose of a test letter, whose subject is the ledger's line about asking for it
CHANGEABLE = frozenset(["name", "expires_days", *WORDS])
LONGEST_EXPIRY_DAYS = 365
FIRST_KIND = "nps"  # what a new business asks, unless it chooses otherwise


def create_survey(*, business: Asker, kind: str, name: str = "", by: uuid.UUID | None = None) -> Survey:
    """A survey of a kind, with the standard words of it. Raises ValidationError naming the field."""
    if kind not in SCALES:
        raise ValidationError({"kind": f"Choose one of {', '.join(SCALES)}."})
    with acting_for(business):
        survey = Survey(business_id=business.id, kind=kind, name=name.strip() or SCALES[kind].name)
        _save(survey)
        record(business=business, kind="survey.created", subject=survey.id, actor=by, data={"kind": kind})
    return survey


def ready_survey(*, business: Asker, survey_id: uuid.UUID, by: uuid.UUID) -> Survey:
    """The newest survey in use. A business without one gets its first, `survey_id`, in standard words: asked twice,
    it is one."""
    with acting_for(business):
        newest = Survey.objects.filter(archived_at=None).order_by("-id").first()
        if newest:
            return newest
        values = {"business_id": business.id, "kind": FIRST_KIND, "name": SCALES[FIRST_KIND].name}
        survey, is_new = Survey.objects.get_or_create(id=survey_id, defaults=values)
        if is_new:
            record(business=business, kind="survey.created", subject=survey.id, actor=by, data={"kind": FIRST_KIND})
    return survey


def change_survey(
    *, business: Asker, survey_id: uuid.UUID, language: str = STANDARD, by: uuid.UUID | None = None, **values: Any
) -> Survey:
    """Change the name, the words in one language (empty: the standard ones) or the days a link lives.

    Raises ValidationError naming the field, and Survey.DoesNotExist.
    """
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise TypeError(f"not words of a survey: {sorted(unknown)}")
    if language not in LANGUAGES:
        raise ValidationError({"language": f"Choose one of {', '.join(LANGUAGES)}."})
    words = {field: str(value).strip() for field, value in values.items() if field in WORDS}
    with acting_for(business):
        survey = Survey.objects.select_for_update().get(id=survey_id)
        for field, value in values.items():
            if field not in WORDS:
                setattr(survey, field, value.strip() if isinstance(value, str) else value)
        _reword(survey, language, words)
        _save(survey)
        changed = {"fields": sorted(values), "language": language}
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


def send_test(*, business: Asker, survey_id: uuid.UUID, by: uuid.UUID, language: str = "") -> uuid.UUID:
    """Send a survey's letter to the member `by`, in a language or the business's own; the letter's subject.

    Raises Survey.DoesNotExist.
    """
    with acting_for(business):
        survey = Survey.objects.get(id=survey_id)
        trial = uuid7()
        data = {"survey": str(survey.id), "language": first_spoken(language, business.language)}
        record(business=business, kind="survey.tested", subject=trial, actor=by, data=data)
        queue(business=business, purpose=TEST, subjects=[trial])
    return trial


def _reword(survey: Survey, language: str, words: Mapping[str, str]) -> None:
    """Put words where those of their language stand. Raises ValidationError naming the field that is too long."""
    if language == STANDARD:
        for field, text in words.items():
            setattr(survey, field, text)
        return
    Survey(**words).clean_fields(exclude={field.name for field in Survey._meta.fields} - set(words))
    kept = {**survey.translations.get(language, {}), **words}
    mine = {language: {field: text for field, text in kept.items() if text}}
    survey.translations = {code: own for code, own in {**survey.translations, **mine}.items() if own}


def _save(survey: Survey) -> None:
    if not 1 <= survey.expires_days <= LONGEST_EXPIRY_DAYS:
        raise ValidationError({"expires_days": f"Choose from 1 to {LONGEST_EXPIRY_DAYS} days."})
    survey.full_clean(exclude=["archived_at", "translations"])
    survey.save()
