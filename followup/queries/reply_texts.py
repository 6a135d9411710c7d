"""Reading the business's own reply texts, and a reply that may become one."""

import uuid
from dataclasses import dataclass

from followup.models import CaseEntry, EntryKind, ReplyText
from foundation.languages import LANGUAGES
from foundation.tenancy.context import HasId, reading_for


@dataclass(frozen=True, slots=True)
class ReplyTextView:
    """A text of the business's own; `language` is "" where it fits any customer."""

    id: uuid.UUID
    name: str
    text: str
    language: str

    @property
    def label(self) -> str:
        """Its name, and its language where it has one."""
        spoken = LANGUAGES.get(self.language)
        return f"{self.name} ({spoken.name})" if spoken else self.name


def reply_texts(business: HasId | uuid.UUID) -> list[ReplyTextView]:
    """All of them, in the business's order."""
    with reading_for(business):
        return [_view(row) for row in ReplyText.objects.order_by("position", "id")]


def reply_text(business: HasId | uuid.UUID, text_id: uuid.UUID) -> ReplyTextView | None:
    """One of them, or None where this business has none of this id."""
    with reading_for(business):
        row = ReplyText.objects.filter(id=text_id).first()
        return None if row is None else _view(row)


def written_reply(business: HasId | uuid.UUID, entry_id: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID | None, str] | None:
    """The answer that a reply was about, who wrote it, and its words; None where there is no such reply."""
    with reading_for(business):
        replies = CaseEntry.objects.filter(id=entry_id, kind=EntryKind.REPLY).exclude(text="")
        return replies.values_list("case__answer_id", "author", "text").first()


def _view(row: ReplyText) -> ReplyTextView:
    return ReplyTextView(row.id, row.name, row.text, row.language)
