"""How a letter is known again when word of it comes back: by its business and its own id, and nobody's name. Pure."""

import json
import re
import uuid
from dataclasses import dataclass

HEADER = "X-Trustapp-Letter"  # for mail servers that put a Message-ID of their own in place of ours
MARK = re.compile(r"(?<![0-9a-f])([0-9a-f]{32})\.([0-9a-f]{32})(?![0-9a-f])")
KEY = "letter"  # under which a provider hands the mark back


@dataclass(frozen=True, slots=True)
class Marked:
    """A letter of a business."""

    business_id: uuid.UUID
    letter_id: uuid.UUID


def mark_of(message_id: str) -> str:
    """What stands before the @ of a Message-ID of ours."""
    return message_id.strip("<>").partition("@")[0]


def marked_in(text: str) -> Marked | None:
    """The letter whose mark stands in a text."""
    found = MARK.search(text)
    return Marked(uuid.UUID(found[1]), uuid.UUID(found[2])) if found else None


def headers(message_id: str, provider: str = "") -> dict[str, str]:
    """What a letter carries to be known again, by us and by the provider that takes it away."""
    mark = mark_of(message_id)
    told = json.dumps({KEY: mark})
    theirs = {
        "brevo": {"X-Mailin-custom": told},
        "mailgun": {"X-Mailgun-Variables": told},
        "postmark": {"X-PM-Metadata-letter": mark},
        "sendgrid": {"X-SMTPAPI": json.dumps({"unique_args": {KEY: mark}})},
    }
    return {HEADER: mark, **theirs.get(provider, {})}
