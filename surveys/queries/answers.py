"""Reading answers, one by one. Everything here is called inside `acting_for(business)`."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypedDict, Unpack

from django.db.models import Q, QuerySet

from foundation.tenancy.context import HasId, business_id_of
from surveys.models import Answer, AnswerState
from surveys.scales import SCALES, Band

ELSEWHERE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer with the names of what it belongs to. `customer_name` is "" for nobody, and for somebody erased."""

    id: uuid.UUID
    survey_id: uuid.UUID
    survey_name: str
    kind: str
    score: int
    band: Band
    comment: str
    state: str
    set_aside: str
    given_at: datetime
    given_on: date
    changed_at: datetime | None
    customer_id: uuid.UUID | None
    customer_name: str
    segments: dict[str, str]
    source: str

    @property
    def highest(self) -> int:
        """The highest score of its scale."""
        return SCALES[self.kind].maximum


class Filters(TypedDict, total=False):
    """Which answers: days and moments are half-open, `segment` is (dimension, value), `state` None means every state.

    An empty value in `segment` finds those who have none of that dimension. All `words` must stand in the comment.
    """

    kind: str | None
    survey: uuid.UUID | None
    customer: uuid.UUID | None
    since: date | None
    until: date | None
    band: str | None
    segment: tuple[str, str] | None
    state: str | None
    with_comment: bool
    words: str
    given_since: datetime | None
    given_before: datetime | None


def answers(
    business: HasId | uuid.UUID, *, after: uuid.UUID | None = None, limit: int = 50, **filters: Unpack[Filters]
) -> list[AnswerView]:
    """The newest answers first, at most `limit`, those that follow the answer `after` (the last one seen)."""
    rows = matching(business, filters)
    if after is not None:
        seen = _of(business).filter(id=after).values("given_at")[:1]
        rows = rows.filter(Q(given_at__lt=seen) | Q(given_at=seen, id__lt=after), given_at__lte=seen)
    return _views(rows.order_by("-given_at", "-id")[:limit])


def count_answers(business: HasId | uuid.UUID, **filters: Unpack[Filters]) -> int:
    """How many answers the same filters find."""
    return matching(business, filters).count()


def count_up_to(business: HasId | uuid.UUID, most: int) -> int:
    """How many answers there are in any state; no more than `most` are counted."""
    return _of(business)[:most].count()


def answer(business: HasId | uuid.UUID, answer_id: uuid.UUID) -> AnswerView | None:
    """One answer, whatever its state."""
    return next(iter(_views(_of(business).filter(id=answer_id))), None)


def answers_by_id(business: HasId | uuid.UUID, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, AnswerView]:
    """Some answers, whatever their state."""
    return {view.id: view for view in _views(_of(business).filter(id__in=ids))}


def last_answer_at(business: HasId | uuid.UUID) -> datetime | None:
    """When the newest confirmed answer was given."""
    newest = _of(business).filter(state=AnswerState.CONFIRMED).order_by("-given_at")
    return newest.values_list("given_at", flat=True).first()


def _of(business: HasId | uuid.UUID) -> QuerySet[Answer]:
    return Answer.objects.filter(business_id=business_id_of(business))


def matching(business: HasId | uuid.UUID, filters: Filters) -> QuerySet[Answer]:
    """The answers that the filters find, in no order yet."""
    columns = {
        "kind": filters.get("kind"),
        "survey_id": filters.get("survey"),
        "customer_id": filters.get("customer"),
        "given_on__gte": filters.get("since"),
        "given_on__lt": filters.get("until"),
        "given_at__gte": filters.get("given_since"),
        "given_at__lt": filters.get("given_before"),
        "state": filters.get("state", AnswerState.CONFIRMED),
    }
    rows = around(_of(business), filters.get("since"), filters.get("until"))
    rows = rows.filter(**{name: value for name, value in columns.items() if value is not None})
    if band := filters.get("band"):
        rows = rows.filter(_in_band(band))
    if segment := filters.get("segment"):
        dimension, value = segment
        rows = (
            rows.filter(segments__contains={dimension: value}) if value else rows.exclude(segments__has_key=dimension)
        )
    for word in filters.get("words", "").split():
        rows = rows.filter(comment__icontains=word)
    return rows.exclude(comment="") if filters.get("with_comment") else rows


def around(rows: QuerySet[Answer], since: date | None, until: date | None) -> QuerySet[Answer]:
    """The answers of these days and of a little more, as their moments tell: what the index by time can find.

    A day is told by the clock of its business, which may be half a day away from here, and may have been set anew.
    """
    if since is not None:
        rows = rows.filter(given_at__gte=datetime.combine(since, time(), UTC) - ELSEWHERE)
    if until is not None:
        rows = rows.filter(given_at__lt=datetime.combine(until, time(), UTC) + ELSEWHERE)
    return rows


def _in_band(band: str) -> Q:
    kinds = (Q(kind=scale.kind, score__in=list(scale.in_band(band))) for scale in SCALES.values())
    return Q(*kinds, _connector=Q.OR)


def _views(rows: Iterable[Answer] | QuerySet[Answer]) -> list[AnswerView]:
    found = rows.select_related("survey", "customer") if isinstance(rows, QuerySet) else rows
    return [_view(row) for row in found]


def _view(row: Answer) -> AnswerView:
    return AnswerView(
        id=row.id,
        survey_id=row.survey_id,
        survey_name=row.survey.name,
        kind=row.kind,
        score=row.score,
        band=SCALES[row.kind].band(row.score),
        comment=row.comment,
        state=row.state,
        set_aside=row.set_aside,
        given_at=row.given_at,
        given_on=row.given_on,
        changed_at=row.changed_at,
        customer_id=row.customer_id,
        customer_name=row.customer.name if row.customer else "",
        segments=row.segments,
        source=row.source,
    )
