"""What answers say by now, for whoever hears of many of them: in one quick statement. Called inside `acting_for`."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from foundation.tenancy.context import HasId, business_id_of, run_for
from surveys.scales import SCALES, Band

SAID = """
SELECT id, customer_id, kind, score, state, set_aside, source, given_at FROM surveys_answer
WHERE business_id = %(business)s AND id = ANY(%(ids)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer's score with its band, whose it is, and whether it counts."""

    id: uuid.UUID
    customer_id: uuid.UUID | None
    score: int
    band: Band
    state: str
    set_aside: str
    source: str
    given_at: datetime


def said(business: HasId | uuid.UUID, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Said]:
    """Some answers by their ids, whatever their state."""
    rows = run_for(business, SAID, {"business": business_id_of(business), "ids": list(ids)})
    return {
        key: Said(key, customer, score, SCALES[kind].band(score), state, set_aside, source, given_at)
        for key, customer, kind, score, state, set_aside, source, given_at in rows
    }
