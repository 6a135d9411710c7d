"""What a case's page shows of the past: so much of it, and the way to the rest."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from accounts.entrance import MemberRequest
from accounts.roles import Permission, allows
from followup import places, presenters, queries
from followup.presenters import Clock, Names
from followup.queries import CaseView, EntryView
from surveys.queries.answers import AnswerView, answers

MOST_EARLIER = 10
MOST_ENTRIES = 20  # of the timeline
MOST_CAME_AFTER = 5  # of what makes a case wait again; the timeline has the others


def came_after(request: MemberRequest, found: CaseView, clock: Clock) -> dict[str, Any]:
    """What makes a case wait again: replies that did not arrive, and what the customer wrote since the last answer."""
    if not found.is_open or found.answered:
        return {"came_after": []}
    since = queries.since_answered(request.business, found.id, found.last_answered, MOST_CAME_AFTER + 1)
    last = [{"text": one.text, "fault": one.fault, "at": clock.moment(one.at)} for one in since[-MOST_CAME_AFTER:]]
    return {"came_after": last, "came_more": len(since) > MOST_CAME_AFTER}


def timeline(request: MemberRequest, found: CaseView, names: Names, clock: Clock) -> dict[str, Any]:
    """The last of what was done, oldest first, or what was done before `?before=`, and where older ones are.

    Raises Http404 for what is no place in it.
    """
    asked = request.GET.get("before", "")
    before = places.parse(asked) if asked else None
    if asked and before is None:
        raise Http404
    entries = queries.timeline(request.business, found.id, before, MOST_ENTRIES + 1)
    shown, is_whole = entries[-MOST_ENTRIES:], len(entries) <= MOST_ENTRIES
    opened = {"what": "Case opened", "text": "", "fault": "", "reply": None, "at": clock.moment(found.opened_at)}
    return {
        "timeline": [*([opened] if is_whole else []), *_done(shown, names, clock)],
        "older_entries": "" if is_whole else str(shown[0].place),
        "latest_entries": before is not None,
    }


def _done(entries: Sequence[EntryView], names: Names, clock: Clock) -> list[dict[str, Any]]:
    return [
        {
            "what": presenters.did(entry.kind, names.of(entry.author), names.of(entry.target)),
            "text": entry.text,
            "fault": entry.fault,
            "reply": entry.id if entry.kind == "reply" and entry.text else None,
            "at": clock.moment(entry.at),
        }
        for entry in entries
    ]


def earlier(request: MemberRequest, answer: AnswerView, clock: Clock) -> dict[str, Any]:
    """The customer's other answers, each with its case where it has one, and where older ones are."""
    if answer.customer_id is None:
        return {"earlier": []}
    found = answers(request.business, customer=answer.customer_id, limit=MOST_EARLIER + 2)
    others = [one for one in found if one.id != answer.id]
    shown = others[:MOST_EARLIER]
    cases = queries.case_of(request.business, [one.id for one in shown])
    lines = [
        {"answer": one, "mark": presenters.MARKS[one.band], "at": clock.moment(one.given_at), "case": cases.get(one.id)}
        for one in shown
    ]
    return {"earlier": lines, "older_answers": _older(request, shown[-1]) if len(others) > MOST_EARLIER else ""}


def _older(request: MemberRequest, last: AnswerView) -> str:
    """The page of answers, with what the same customer said before this one; "" for who may not read single answers."""
    if not allows(request.role, Permission.SEE_ANSWERS):
        return ""
    query = urlencode({"customer": last.customer_id, "after": last.id})
    return f"{reverse('dashboards:answers', args=[request.business.slug])}?{query}"
