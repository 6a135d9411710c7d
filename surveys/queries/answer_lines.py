"""Answers as the lines of a table, of which there may be millions. Called inside `acting_for(business)`."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from django.db.models import Q

from foundation.tenancy.context import HasId
from surveys.queries.answers import Filters, matching
from surveys.scales import SCALES, Band

Place = tuple[datetime, uuid.UUID]  # of an answer in the order by time; kept by value, for an answer may change
COLUMNS = ("id", "given_at", "survey__name", "kind", "score", "comment", "customer__name", "segments", "state")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What a table says of an answer. `customer_name` is "" for nobody, and for somebody erased."""

    id: uuid.UUID
    given_at: datetime
    survey_name: str
    score: int
    band: Band
    comment: str
    customer_name: str
    segments: dict[str, str]
    state: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.given_at, self.id


def answer_lines(
    business: HasId | uuid.UUID, *, below: Place | None = None, limit: int, **filters: Unpack[Filters]
) -> list[AnswerLine]:
    """The newest answers first, at most `limit`, those that stand below a place.

    No rows are made into models: that is six sevenths of the time.
    """
    rows = matching(business, filters)
    if below is not None:
        at, last = below
        rows = rows.filter(Q(given_at__lt=at) | Q(given_at=at, id__lt=last), given_at__lte=at)
    found = rows.order_by("-given_at", "-id").values_list(*COLUMNS)[:limit]
    return [
        AnswerLine(key, at, survey, score, SCALES[kind].band(score), comment, customer or "", segments, state)
        for key, at, survey, kind, score, comment, customer, segments, state in found
    ]
