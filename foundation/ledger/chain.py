"""The chain of hashes. Pure."""

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = bytes(32)


@dataclass(frozen=True)
class Entry:
    """What of a ledger line is sealed."""

    business_id: uuid.UUID
    id: uuid.UUID
    kind: str
    at: datetime
    actor: uuid.UUID | None
    subject: uuid.UUID
    data: dict[str, Any]


def link(previous: bytes, number: int, entry: Entry) -> bytes:
    """SHA-256 over the previous line's hash, this line's number and its content as canonical JSON. 32 bytes."""
    content = {**asdict(entry), "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"), "number": number}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(previous + text.encode()).digest()


def commitment(salt: bytes, *values: object) -> str:
    """A hex SHA-256 that binds `values` and tells nothing of them to whoever lacks the 16-byte salt."""
    text = json.dumps([None if value is None else str(value) for value in values], separators=(",", ":"))
    return hashlib.sha256(salt + text.encode()).hexdigest()
