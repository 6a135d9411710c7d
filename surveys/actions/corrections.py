"""Setting answers aside by hand, letting them count again, and erasing them."""

import uuid
from datetime import date
from typing import Any

from foundation.ledger.actions import record, record_many
from foundation.tenancy.context import HasId, acting_for
from surveys.lines import answer_line, new_salt
from surveys.models import Answer, AnswerState, Invitation


def set_aside(*, business: HasId, answer_id: uuid.UUID, reason: str, by: uuid.UUID) -> None:
    """Let an answer not count, for a reason that its page shows. Raises Answer.DoesNotExist."""
    with acting_for(business):
        found = _locked(answer_id)
        if found.state != AnswerState.SET_ASIDE:
            aside = {"state": AnswerState.SET_ASIDE, "set_aside": reason.strip()[:200]}
            _rewrite(business, found, "answer.set_aside", by, **aside)


def restore(*, business: HasId, answer_id: uuid.UUID, by: uuid.UUID) -> None:
    """Let an answer that was set aside count again. Raises Answer.DoesNotExist."""
    with acting_for(business):
        found = _locked(answer_id)
        if found.state == AnswerState.SET_ASIDE:
            _rewrite(business, found, "answer.restored", by, state=AnswerState.CONFIRMED, set_aside="")
            asked = Invitation.objects.filter(answers__id=answer_id, answered_at=None)
            asked.update(answered_at=found.given_at)


def erase(*, business: HasId, customer_id: uuid.UUID, by: uuid.UUID | None = None) -> int:
    """Take everything from a customer's answers but score and day, and close their links; how many answers it were."""
    bare: dict[str, Any] = {"comment": "", "properties": {}, "segments": {}, "previous": None, "set_aside": ""}
    with acting_for(business):
        asked = Invitation.objects.filter(customer_id=customer_id)
        lines = [
            ("invitation.erased", row.id, {"survey": str(row.survey_id), "day": row.delivered_on.isoformat()})
            for row in asked
            if row.delivered_on
        ]
        asked.update(token_hash=None, reminder_hash=None, evidence=[], segments={})
        if lines:
            record_many(business=business, lines=lines, actor=by)  # their segments are gone: those days count anew
        found = list(Answer.objects.select_for_update().filter(customer_id=customer_id).order_by("id"))
        for answer in found:
            _rewrite(business, answer, "answer.erased", by, **bare)
    return len(found)


def forget_previous(*, business: HasId | uuid.UUID, answer_id: uuid.UUID) -> None:
    """Drop what an answer said before it was changed. No line: nothing that counts is touched."""
    with acting_for(business):
        Answer.objects.filter(id=answer_id).update(previous=None)


def _locked(answer_id: uuid.UUID) -> Answer:
    return Answer.objects.select_for_update().get(id=answer_id)


def _rewrite(business: HasId, answer: Answer, kind: str, by: uuid.UUID | None, **values: Any) -> None:
    """Write a new version under a new salt, and its line."""
    answer.salt = new_salt()
    for name, value in values.items():
        setattr(answer, name, value)
    answer.save(update_fields=["salt", *values])
    line = answer_line(
        survey_id=answer.survey_id,
        given_on=answer.given_on,
        score=answer.score,
        state=answer.state,
        salt=answer.salt,
        delivered_on=_delivered_on(answer),
    )
    record(business=business, kind=kind, subject=answer.id, actor=by, data=line)


def _delivered_on(answer: Answer) -> date | None:
    return Invitation.objects.filter(answers__id=answer.id).values_list("delivered_on", flat=True).first()
