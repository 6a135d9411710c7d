"""Hearing of answers: a case for each unhappy one, and a note on the case of one that changed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.hours import due_after
from accounts.models import Business
from accounts.queries import by_id
from followup.actions.alerts import tell
from followup.models import Case, CaseEntry, CaseState, EntryKind, Outcome
from foundation.ledger.actions import record_many
from foundation.tenancy.context import HasId, acting_for, business_id_of, joining
from surveys.queries.said import Said, said
from surveys.scales import Band

GIVEN = "answer.given"
IMPORTED_WITHIN = timedelta(days=14)  # an older imported answer is history: nobody waits for a reply any more
SAID = {
    "answer.changed": "The customer’s answer changed to {score}.",
    "answer.set_aside": "The answer was set aside: {set_aside}.",
    "answer.restored": "The answer counts again.",
}


@dataclass(frozen=True, slots=True)
class News:
    """What happened to an answer: the ledger's line, its kind and its time."""

    line_id: uuid.UUID
    kind: str
    at: datetime


def hear(*, business: HasId | uuid.UUID, news: Mapping[uuid.UUID, News]) -> list[uuid.UUID]:
    """Take in the latest news of answers, by the answer's id; the cases that were opened."""
    if not news:
        return []
    with joining(business):
        answers = said(business, news)
        unhappy = any(_needs_reply(view, news[view.id].at) for view in answers.values())
        if not unhappy and all(item.kind == GIVEN for item in news.values()):
            return []  # most of what is heard: nobody has a case before the first word of them
        _note(business, answers, news)
        return _open(business_id_of(business), answers, {answer_id: item.at for answer_id, item in news.items()})


def open_cases(*, business: HasId | uuid.UUID, heard: Mapping[uuid.UUID, datetime]) -> list[uuid.UUID]:
    """Open a case for each confirmed low answer that has none, and tell the colleagues on duty; the new cases.

    `heard` says when each answer was given, changed or brought in: the time for the reply runs from then.
    """
    with acting_for(business):
        return _open(business_id_of(business), said(business, heard), heard)


def _open(
    business_id: uuid.UUID, answers: Mapping[uuid.UUID, Said], heard: Mapping[uuid.UUID, datetime]
) -> list[uuid.UUID]:
    unhappy = [view for view in answers.values() if _needs_reply(view, heard[view.id])]
    if unhappy:
        known = Case.objects.filter(answer_id__in=[view.id for view in unhappy])
        have_one = set(known.values_list("answer_id", flat=True))
        unhappy = [view for view in unhappy if view.id not in have_one]
    if not unhappy:
        return []
    business = by_id(business_id)
    cases = [
        Case(
            business_id=business_id,
            answer_id=view.id,
            customer_id=view.customer_id,
            opened_at=heard[view.id],
            due_at=_due(business, heard[view.id]),
        )
        for view in unhappy
    ]
    Case.objects.bulk_create(cases, ignore_conflicts=True)
    # Another worker may have opened some of them: those have other ids.
    mine = Case.objects.filter(id__in=[case.id for case in cases]).order_by("due_at", "id")
    opened = list(mine.values_list("id", "answer_id"))
    if opened:
        lines = [("case.opened", case_id, {"answer": str(answer_id)}) for case_id, answer_id in opened]
        record_many(business=business_id, lines=lines)
        tell(business=business_id, case_ids=[case_id for case_id, _ in opened])
    return [case_id for case_id, _ in opened]


def _needs_reply(view: Said, heard_at: datetime) -> bool:
    history = view.source == "import" and view.given_at < heard_at - IMPORTED_WITHIN
    return view.state == "confirmed" and view.band is Band.LOW and not history


def _due(business: Business, start: datetime) -> datetime:
    working = timedelta(hours=business.reply_within_hours)
    return due_after(start, working, business.hours, ZoneInfo(business.timezone))


def _note(business: HasId | uuid.UUID, answers: Mapping[uuid.UUID, Said], news: Mapping[uuid.UUID, News]) -> None:
    """Note on the cases that stand what became of their answers."""
    for case in Case.objects.select_for_update().filter(answer_id__in=answers).order_by("id"):
        item, view = news[case.answer_id], answers[case.answer_id]
        untouched = case.assignee is None and not case.entries.exclude(author=None).exists()
        # A line that was heard before has its entry: the entry bears the line's id.
        if item.kind in SAID and item.at > case.opened_at and not CaseEntry.objects.filter(id=item.line_id).exists():
            text = SAID[item.kind].format(score=view.score, set_aside=view.set_aside.rstrip("."))
            CaseEntry.objects.create(
                id=item.line_id, business_id=case.business_id, case=case, kind=EntryKind.ANSWER, text=text, at=item.at
            )
        if view.state == "set_aside" and case.state == CaseState.OPEN and untouched:
            _close_unseen(case, item.at)
        elif case.outcome == Outcome.SET_ASIDE and _needs_reply(view, item.at):
            _open_again(case, item.at)


def _close_unseen(case: Case, at: datetime) -> None:
    case.state, case.closed_at, case.outcome = CaseState.CLOSED, at, Outcome.SET_ASIDE
    case.save()
    record_many(business=case.business_id, lines=[("case.closed", case.id, {"outcome": case.outcome})])


def _open_again(case: Case, at: datetime) -> None:
    case.state, case.closed_at, case.outcome = CaseState.OPEN, None, ""
    case.due_at = _due(by_id(case.business_id), at)
    case.save()
    record_many(business=case.business_id, lines=[("case.reopened", case.id, {})])
    tell(business=case.business_id, case_ids=[case.id])
