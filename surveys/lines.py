"""What the ledger says of an answer: ids, days and a commitment, never the score itself. Pure."""

import secrets
import uuid
from datetime import date
from typing import Any

from foundation.ledger.chain import commitment

SALT_BYTES = 16
ANSWER_KINDS = ("answer.given", "answer.changed", "answer.set_aside", "answer.restored", "answer.erased")


def new_salt() -> bytes:
    """A fresh salt: each time an answer is written it gets another, so a salt also tells one version from the next."""
    return secrets.token_bytes(SALT_BYTES)


def answer_line(
    *, survey_id: uuid.UUID, given_on: date, score: int, state: str, salt: bytes, delivered_on: date | None
) -> dict[str, Any]:
    """The data of a line about an answer: which days it makes stale, and what binds its score and state."""
    return {
        "survey": str(survey_id),
        "day": given_on.isoformat(),
        "state": state,
        "commitment": commitment(salt, score, state),
        "delivered_on": delivered_on.isoformat() if delivered_on else None,
    }
