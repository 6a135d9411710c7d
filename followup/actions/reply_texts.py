"""Writing the business's own reply texts, and putting them in order. Each can be pressed twice."""

import uuid

from django.core.exceptions import ValidationError

from accounts.models import Business
from followup import reply_words
from followup.models import ReplyText
from foundation.ids import uuid7
from foundation.languages import LANGUAGES
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for

MOST = 30
LONGEST_NAME = 60
LONGEST_TEXT = 3000
KNOWN = [f"{{{key}}}" for key in reply_words.MEANINGS]


def add_text(
    *, business: Business, by: uuid.UUID, name: str, text: str, language: str = "", text_id: uuid.UUID | None = None
) -> uuid.UUID:
    """Add a text below the others; its id. The same id again does nothing.

    Raises ValidationError naming each field that is wrong and its remedy.
    """
    with acting_for(business):
        others = _in_order(business)
        if text_id and any(other.id == text_id for other in others):
            return text_id
        row = ReplyText(id=text_id or uuid7(), business_id=business.id)
        full = len(others) >= MOST
        _keep(row, name, text, language, others, full=full)
        row.position = max((other.position for other in others), default=-1) + 1
        row.save(force_insert=True)
        record(business=business, kind="reply_text.added", subject=row.id, actor=by)
        return row.id


def change_text(
    *, business: Business, text_id: uuid.UUID, by: uuid.UUID, name: str, text: str, language: str = ""
) -> None:
    """Change a text; the same words again leave no line. Raises ValidationError and ReplyText.DoesNotExist."""
    with acting_for(business):
        rows = _in_order(business)
        row = _one(rows, text_id)
        before = (row.name, row.text, row.language)
        _keep(row, name, text, language, [other for other in rows if other is not row])
        if before != (row.name, row.text, row.language):
            row.save()
            record(business=business, kind="reply_text.changed", subject=row.id, actor=by)


def move_text(*, business: Business, text_id: uuid.UUID, to: int, by: uuid.UUID) -> None:
    """Put a text at a place, counted from 0; beyond the end is the end. Raises ReplyText.DoesNotExist."""
    with acting_for(business):
        rows = _in_order(business)
        row = _one(rows, text_id)
        wanted = [other for other in rows if other is not row]
        wanted.insert(max(to, 0), row)
        if wanted == rows:
            return
        for position, each in enumerate(wanted):
            each.position = position
        ReplyText.objects.bulk_update(wanted, ["position"])
        record(business=business, kind="reply_text.moved", subject=row.id, actor=by)


def remove_text(*, business: Business, text_id: uuid.UUID, by: uuid.UUID) -> None:
    """Remove a text; replies that began with it stay as they are. Raises ReplyText.DoesNotExist."""
    with acting_for(business):
        _one(_in_order(business), text_id).delete()
        record(business=business, kind="reply_text.removed", subject=text_id, actor=by)


def _in_order(business: Business) -> list[ReplyText]:
    """All of them. Whoever else writes some waits: the business's row is locked until the transaction ends."""
    Business.objects.select_for_update(no_key=True).get(id=business.id)
    return list(ReplyText.objects.order_by("position", "id"))


def _one(rows: list[ReplyText], text_id: uuid.UUID) -> ReplyText:
    found = next((row for row in rows if row.id == text_id), None)
    if found is None:
        raise ReplyText.DoesNotExist
    return found


def _keep(row: ReplyText, name: str, text: str, language: str, others: list[ReplyText], *, full: bool = False) -> None:
    """Give a row its words. Raises ValidationError with what is wrong by field."""
    name, text = " ".join(name.split()), reply_words.tidy(text)
    faults = _faults(name, text, language)
    if full:
        faults["name"] = f"There are {MOST} texts already. Remove one that nobody needs, then add this one."
    elif any((other.name.casefold(), other.language) == (name.casefold(), language) for other in others):
        faults["name"] = f"There is a text called “{name}” already. Give this one another name."
    if faults:
        raise ValidationError(faults)
    row.name, row.text, row.language = name, text, language


def _faults(name: str, text: str, language: str) -> dict[str, str]:
    faults = {}
    if not name:
        faults["name"] = "Give it a short name, such as “Sorry for the wait”."
    elif len(name) > LONGEST_NAME:
        faults["name"] = f"This is {len(name)} characters long; {LONGEST_NAME} fit. Shorten it."
    if not text:
        faults["text"] = "Write the text."
    elif len(text) > LONGEST_TEXT:
        faults["text"] = f"This is {len(text)} characters long; {LONGEST_TEXT} fit. Shorten it."
    elif strange := reply_words.unknown(text):
        faults["text"] = f"{', '.join(strange)} stands for nothing here. What you can use: {', '.join(KNOWN)}."
    if language and language not in LANGUAGES:
        faults["language"] = "Choose a language of the list."
    return faults
