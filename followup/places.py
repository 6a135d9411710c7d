"""Where a page of a sorted list ends, as text for an address. Pure."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Place(NamedTuple):
    """The time a list is sorted by, and the row."""

    at: datetime
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // MICROSECOND}-{self.id.hex}"


def parse(text: str) -> Place | None:
    """The place that `str(place)` wrote; None where the text is no place."""
    microseconds, _, row = text.partition("-")
    try:
        return Place(EPOCH + int(microseconds) * MICROSECOND, uuid.UUID(row))
    except (ValueError, OverflowError):
        return None
