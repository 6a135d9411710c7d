"""What the two pages are made of: reads of this room and the rooms below, put into the words of `presenters`."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.queries import able, members
from accounts.roles import Permission, allows
from customers.queries import person
from followup import presenters, queries
from followup.about import About
from followup.forms import AssignForm, CloseForm, WordsForm
from followup.improvement_rules import Suggestion
from followup.places import parse
from followup.presenters import Clock, Names
from followup.text_pages import SHOWN, WRITE, beginnings
from followup.way_back import list_of, remember, way_back
from surveys.queries.answers import AnswerView, answers_by_id, answers_of_customer
from surveys.scales import SCALES

PAGE = 25
SHARE_OVER = timedelta(days=30)
MOST_EARLIER = 10
LABELS = {"open": "All open", "mine": "Mine", "unassigned": "Nobody’s", "overdue": "Late", "closed": "Closed"}
EMPTY = {
    "open": ("Nobody is waiting", "An unhappy answer opens a case here, due within your working hours."),
    "mine": ("You have no open case", "Take the next one from all that are open."),
    "unassigned": ("Every open case is in somebody’s hands", ""),
    "overdue": ("Nothing is late", ""),
    "closed": ("No case is closed yet", ""),
}


def clock_of(request: MemberRequest) -> Clock:
    """Now, where the business is."""
    return Clock(timezone.now(), ZoneInfo(request.business.timezone))


def names_of(request: MemberRequest) -> Names:
    """What the reader calls colleagues."""
    return Names({one.id: one.name or one.email for one in members(request.business)}, request.user.id)


def queue_context(request: MemberRequest) -> dict[str, Any]:
    """Context of `followup/queue.html`. Raises ValueError for an `after` that is no place."""
    business, clock = request.business, clock_of(request)
    show = request.GET.get("show", "open")
    show = show if show in queries.SHOWS else "open"
    after = request.GET.get("after", "")
    place = parse(after) if after else None
    if after and place is None:
        raise ValueError("no place in the queue")
    remember(request, show, after)
    about = About.read(request.GET.dict()) if show == "closed" else None
    if about:
        cases = queries.cases_about(business, about, place, PAGE + 1)
    else:
        cases = queries.queue(business, show=show, user=request.user.id, now=clock.now, after=place, limit=PAGE + 1)
    shown, more = cases[:PAGE], len(cases) > PAGE
    counts = queries.counts(business, request.user.id, clock.now)
    numbers: Mapping[str, int] = counts._asdict()
    share = queries.answered_in_time(business, clock.now - SHARE_OVER, clock.now)
    title, text = EMPTY[show]
    return {
        "filters": [(key, label, numbers.get(key), key == show) for key, label in LABELS.items()],
        "rows": _rows(request, shown, clock),
        "page_after": str(queries.place_of(shown[-1], show)) if more else "",
        "show": show,
        "about": about.sentence(queries.count_about(business, about)) if about else "",
        "list": about.query(about.cause) if about else f"show={show}",
        "open": counts.open,
        "next": following(request, show),
        "closed": "closed" in request.GET,
        "in_time": presenters.in_time(*share),
        "empty_title": title,
        "empty_text": text,
        "suggestion": _suggestion(request, clock),
    }


def following(request: MemberRequest, show: str, besides: uuid.UUID | None = None) -> queries.CaseView | None:
    """The case to see to next: the sooner due of one's own and those nobody has; in the list of one's own, one's own.

    One's own that are answered come last: they wait for the customer.
    """
    mine = queries.next_of(request.business, request.user.id, besides)
    free = queries.next_of(request.business, None, besides)
    if mine is None or free is None or mine.answered:
        return free or mine
    return mine if show == "mine" or mine.due_at <= free.due_at else free


def _suggestion(request: MemberRequest, clock: Clock) -> Suggestion | None:
    """Right after a case was closed (`?closed=`): its cause, where it is the commonest trouble."""
    closed = request.GET.get("closed", "")
    if not closed or not allows(request.role, Permission.IMPROVE):
        return None
    try:
        shut = queries.case(request.business, uuid.UUID(closed))
    except ValueError:
        return None
    found = queries.suggestion(request.business, clock.now) if shut else None
    return found if found and shut and shut.cause == found.cause else None


def _rows(request: MemberRequest, cases: list[queries.CaseView], clock: Clock) -> list[dict[str, Any]]:
    answers, names = answers_by_id(request.business, [case.answer_id for case in cases]), names_of(request)
    return [
        {
            "case": case,
            "answer": answers[case.answer_id],
            "name": answers[case.answer_id].customer_name or "A customer",
            "mark": presenters.MARKS[answers[case.answer_id].band],
            "standing": presenters.standing(case, clock),
            "holder": names.of(case.assignee),
            "handling": presenters.handling(case.opened_at, case.first_reply_at, case.closed_at),
        }
        for case in cases
    ]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a case's page; one that was sent with a mistake stands in place of its fresh one."""

    reply: WordsForm
    call: WordsForm
    note: WordsForm
    assign: AssignForm
    close: CloseForm

    def faulty(self) -> forms.Form | None:
        """The one that was sent with a mistake."""
        return next((one for one in (self.reply, self.call, self.note, self.assign, self.close) if one.errors), None)


def make_forms(request: MemberRequest, sent: str = "", draft: str = "", *, closing: bool = False) -> Forms:
    """All forms of the page; `sent` names the one that holds the request's data, `draft` begins the reply.

    `closing`: the step to take is to close.
    """
    begun = {"autofocus": True} if draft and not sent else {}

    def data(kind: str) -> dict[str, Any]:
        return {"data": request.POST if sent == kind else None, "auto_id": f"{kind}_%s"}

    return Forms(
        reply=WordsForm(
            label="Your reply",
            missing="Write what you want to tell them.",
            attrs={"rows": 9, "dir": "auto", "accesskey": "r", **begun},
            initial={"text": draft},
            **data("reply"),
        ),
        call=WordsForm(label="What was said", missing="Write what was said.", **data("call")),
        note=WordsForm(label="Note for colleagues", missing="Write the note.", **data("note")),
        assign=AssignForm(colleagues=able(request.business, Permission.WORK_CASES), **data("assign")),
        close=CloseForm(
            causes=queries.causes(request.business), attrs={"accesskey": "c"} if closing else None, **data("close")
        ),
    )


def case_context(request: MemberRequest, found: queries.CaseView, sent: str = "") -> dict[str, Any]:
    """Context of `followup/case.html`."""
    business, clock, names = request.business, clock_of(request), names_of(request)
    answer = answers_by_id(business, [found.answer_id])[found.answer_id]
    customer = person(business, found.customer_id) if found.customer_id else None
    begun = beginnings(request, answer, customer.language if customer else "")
    start = request.GET.get("start")
    draft = next((one.text for one in begun if one.key == start), "")
    given, scale = answer.changed_at or answer.given_at, SCALES[answer.kind]
    return {
        "case": found,
        "back": way_back(request),
        "next": following(request, list_of(request), besides=found.id),
        "answer": answer,
        "name": answer.customer_name or "A customer",
        "mark": presenters.MARKS[answer.band],
        "standing": presenters.standing(found, clock),
        "facts": presenters.facts(
            answer.survey_name,
            presenters.scale_words(answer.score, scale.minimum, scale.maximum, scale.direction),
            clock.moment(given),
            answer.segments,
            names.of(found.assignee),
        ),
        "customer": customer,
        "mine": found.assignee == request.user.id,
        "handling": presenters.handling(found.opened_at, found.first_reply_at, found.closed_at),
        "timeline": _timeline(request, found, names, clock),
        "earlier": _earlier(request, answer, clock),
        "starters": begun[:SHOWN],
        "more_starters": begun[SHOWN:],
        "begun": start if draft else "",
        "writes_texts": allows(request.role, WRITE),
        "forms": make_forms(request, sent, draft, closing=found.answered or customer is None),
        "can_write": bool(customer and customer.email),
        "comes_back": bool(settings.REPLY_ADDRESS),
    }


def _timeline(request: MemberRequest, found: queries.CaseView, names: Names, clock: Clock) -> list[dict[str, Any]]:
    opened = {"what": "Case opened", "text": "", "fault": "", "reply": None, "at": clock.moment(found.opened_at)}
    entries = [
        {
            "what": presenters.did(entry.kind, names.of(entry.author), names.of(entry.target)),
            "text": entry.text,
            "fault": entry.fault,
            "reply": entry.id if entry.kind == "reply" and entry.text else None,
            "at": clock.moment(entry.at),
        }
        for entry in queries.timeline(request.business, found.id)
    ]
    return [opened, *entries]


def _earlier(request: MemberRequest, answer: AnswerView, clock: Clock) -> list[dict[str, Any]]:
    """The customer's other answers, each with its case where it has one."""
    if answer.customer_id is None:
        return []
    others = [one for one in answers_of_customer(request.business, answer.customer_id) if one.id != answer.id]
    others = [one for one in others if one.state == "confirmed"][:MOST_EARLIER]
    cases = queries.case_of(request.business, [one.id for one in others])
    return [
        {"answer": one, "mark": presenters.MARKS[one.band], "at": clock.moment(one.given_at), "case": cases.get(one.id)}
        for one in others
    ]
