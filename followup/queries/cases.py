"""Reading cases: the queue, one case and what was done on it, and the counts other rooms show."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Expression, F, Min, Q, QuerySet
from django.utils import timezone

from followup.causes import USUAL as USUAL_CAUSES
from followup.lists import ANSWERED, CLOSED, USUAL
from followup.models import LAST_ANSWERED, WAITS, Case, CaseState, Outcome
from followup.places import Place
from foundation.tenancy.context import HasId, business_id_of, reading_for, run_for

REMEMBERED = timedelta(days=365)  # a cause nobody named for a year is no longer offered
MOST_CAUSES = 30
LOOKED_AT = 500  # the latest closed cases: what nobody named in these is no longer offered either
CAUSES = """
SELECT cause FROM (
    SELECT cause FROM followup_case WHERE business_id = %(business)s AND state = 'closed' AND closed_at >= %(since)s
    ORDER BY closed_at DESC LIMIT %(looked_at)s
) AS latest WHERE cause <> ALL(%(known)s::text[]) GROUP BY cause ORDER BY count(*) DESC, cause LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case. `heard_at`: the customer wrote back and waits. `assignee`, `answered_by` and `closed_by` are users.

    `answered_at` is when the last answer reached the customer. `cause` and `outcome` are empty while it is open.
    """

    id: uuid.UUID
    answer_id: uuid.UUID
    customer_id: uuid.UUID | None
    is_open: bool
    opened_at: datetime
    due_at: datetime
    assignee: uuid.UUID | None
    first_reply_at: datetime | None
    answered_at: datetime | None
    answered_by: uuid.UUID | None
    heard_at: datetime | None
    closed_at: datetime | None
    closed_by: uuid.UUID | None
    cause: str
    outcome: str

    @property
    def answered(self) -> bool:
        """Whether the customer has had an answer to the last that they said."""
        return self.first_reply_at is not None and self.heard_at is None

    @property
    def last_answered(self) -> datetime | None:
        """When the customer was answered last; the first time, where a process of the release before answered."""
        return self.answered_at or self.first_reply_at


class Counts(NamedTuple):
    """How long the lists of open cases are, each by its name."""

    waiting: int
    mine: int
    unassigned: int
    overdue: int
    answered: int
    mine_answered: int


def waiting_count(business: HasId | uuid.UUID) -> int:
    """How many cases wait for an answer: one count, answered by the index `case_waiting` alone."""
    with reading_for(business):
        return _waiting().count()


def counts(business: HasId | uuid.UUID, user: uuid.UUID, now: datetime | None = None) -> Counts:
    """The counts beside the queue's filters."""
    kept = _kept(user, now)
    with reading_for(business):
        found = Case.objects.filter(state=CaseState.OPEN).aggregate(
            **{name: Count("id", filter=kept[name]) for name in Counts._fields}
        )
    return Counts(**found)


def waiting(business: HasId | uuid.UUID) -> tuple[int, datetime | None]:
    """How many cases wait for an answer, and when the first of them is due."""
    with reading_for(business):
        found = _waiting().aggregate(n=Count("id"), first=Min("due_at"))
    return found["n"], found["first"]


def queue(
    business: HasId | uuid.UUID,
    *,
    show: str = USUAL,
    user: uuid.UUID | None = None,
    now: datetime | None = None,
    after: Place | None = None,
    limit: int = 25,
) -> list[CaseView]:
    """Cases of one of the LISTS, soonest due first; the page after `after`.

    Of the ANSWERED ones those answered longest ago come first, of CLOSED the latest closed. `user` is whose "mine" are.
    """
    with reading_for(business):
        if show == CLOSED:
            rows = after_place(Case.objects.filter(state=CaseState.CLOSED).order_by("-closed_at", "-id"), after)
            return [view(row) for row in rows[:limit]]
        kept = Case.objects.filter(_kept(user, now)[show], state=CaseState.OPEN)
        rows = kept.annotate(sort=_sort(answered=show in ANSWERED)).order_by("sort", "id")
        if after:
            rows = rows.filter(Q(sort=after.at, id__gt=after.id) | Q(sort__gt=after.at), sort__gte=after.at)
        return [view(row) for row in rows[:limit]]


def next_of(
    business: HasId | uuid.UUID, user: uuid.UUID | None, besides: uuid.UUID | None = None, *, answered: bool = False
) -> CaseView | None:
    """The case that somebody has in hand, or nobody has, to see to next: the soonest due of those that wait.

    `answered`: the one answered longest ago of those that are answered instead. `besides` is left out.
    """
    with reading_for(business):
        theirs = Case.objects.filter(~WAITS if answered else WAITS, state=CaseState.OPEN, assignee=user)
        if besides:
            theirs = theirs.exclude(id=besides)
        row = theirs.order_by(_sort(answered=answered), "id").first()
        return None if row is None else view(row)


def place_of(case: CaseView, show: str = USUAL) -> Place:
    """Where this case stands in a list, and a page that ends with it goes on."""
    at = case.due_at
    if show == CLOSED:
        at = case.closed_at or at
    elif show in ANSWERED:
        at = case.last_answered or at
    return Place(at, case.id)


def case(business: HasId | uuid.UUID, case_id: uuid.UUID) -> CaseView | None:
    """One case, or None where this business has none of this id."""
    with reading_for(business):
        row = Case.objects.filter(id=case_id).first()
        return None if row is None else view(row)


def case_of(business: HasId | uuid.UUID, answer_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, CaseView]:
    """The cases of answers, by the answer's id; an answer without one is left out."""
    with reading_for(business):
        return {row.answer_id: view(row) for row in Case.objects.filter(answer_id__in=answer_ids)}


def history_of_customer(
    business: HasId | uuid.UUID, customer_id: uuid.UUID, after: Place | None = None, limit: int = 20
) -> list[CaseView]:
    """The cases of one customer, newest first; the page after `after`."""
    with reading_for(business):
        rows = Case.objects.filter(customer_id=customer_id).order_by("-opened_at", "-id")
        if after:
            earlier = Q(opened_at=after.at, id__lt=after.id) | Q(opened_at__lt=after.at)
            rows = rows.filter(earlier, opened_at__lte=after.at)
        return [view(row) for row in rows[:limit]]


def answered_in_time(business: HasId | uuid.UUID, since: datetime, until: datetime) -> tuple[int, int]:
    """Of the cases that fell due in [since, until): how many had a reply or a call by then, and how many there were.

    Counted by due time, so that each case is decided when it is counted. Left out are answers set aside, which were no
    person's, and those without a customer, whom nobody can answer.
    """
    with reading_for(business):
        due = Case.objects.filter(due_at__gte=since, due_at__lt=until, customer__isnull=False)
        due = due.exclude(outcome=Outcome.SET_ASIDE)
        found = due.aggregate(n=Count("id"), in_time=Count("id", filter=Q(first_reply_at__lte=F("due_at"))))
    return found["in_time"], found["n"]


def recent_causes(business: HasId | uuid.UUID, since: datetime) -> list[tuple[str, int]]:
    """The causes of the cases closed since then, the commonest first."""
    with reading_for(business):
        closed = Case.objects.filter(state=CaseState.CLOSED, closed_at__gte=since).exclude(cause="")
        return list(closed.values_list("cause").annotate(n=Count("id")).order_by("-n", "cause"))


def closed_about(business: HasId | uuid.UUID, cause: str, since: datetime, limit: int = 5) -> list[CaseView]:
    """The cases of a cause that were closed since then, the latest first."""
    with reading_for(business):
        closed = Case.objects.filter(state=CaseState.CLOSED, closed_at__gte=since, cause=cause)
        return [view(row) for row in closed.order_by("-closed_at", "-id")[:limit]]


def causes(business: HasId | uuid.UUID, now: datetime | None = None) -> list[str]:
    """The causes to choose from: the usual ones, and what this business named lately, the commonest first."""
    asked = {
        "business": business_id_of(business),
        "since": (now or timezone.now()) - REMEMBERED,
        "looked_at": LOOKED_AT,
        "known": ["", *USUAL_CAUSES],
        "most": MOST_CAUSES - len(USUAL_CAUSES),
    }
    return [*USUAL_CAUSES, *(cause for (cause,) in run_for(business, CAUSES, asked))]


def _waiting() -> QuerySet[Case]:
    return Case.objects.filter(WAITS, state=CaseState.OPEN)


def _sort(*, answered: bool) -> Expression | F:
    """What open cases are sorted by: when they were last answered, else when they are due."""
    return LAST_ANSWERED if answered else F("due_at")


def _kept(user: uuid.UUID | None, now: datetime | None) -> dict[str, Q]:
    """What each list of open cases keeps of them."""
    return {
        "waiting": WAITS,
        "mine": WAITS & Q(assignee=user),
        "unassigned": WAITS & Q(assignee=None),
        "overdue": WAITS & Q(due_at__lt=now or timezone.now()),
        "answered": ~WAITS,
        "mine_answered": ~WAITS & Q(assignee=user),
    }


def after_place(closed: QuerySet[Case], after: Place | None) -> QuerySet[Case]:
    """Of closed cases, the latest first, those behind a place."""
    return closed.filter(Q(closed_at=after.at, id__lt=after.id) | Q(closed_at__lt=after.at)) if after else closed


def view(row: Case) -> CaseView:
    """A row as other rooms see it."""
    return CaseView(
        id=row.id,
        answer_id=row.answer_id,
        customer_id=row.customer_id,
        is_open=row.state == CaseState.OPEN,
        opened_at=row.opened_at,
        due_at=row.due_at,
        assignee=row.assignee,
        first_reply_at=row.first_reply_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        heard_at=row.heard_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        cause=row.cause,
        outcome=Outcome(row.outcome).label if row.outcome else "",
    )
